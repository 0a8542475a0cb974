"""Start-up and shut-down of the window, in order."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from logging import getLogger
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QEvent,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QApplication

from gui.background.garbage import collected_here
from gui.background.tasks import window_loop
from gui.bridge.engine_thread import EngineThread
from gui.event_log.store import Keep
from gui.presenters.broken_settings import BrokenSettingsPresenter
from gui.presenters.presenters import Presenters
from gui.presenters.settings import wear
from gui.program.autostart import own_command
from gui.program.command_line import Options
from gui.program.demo import demo_address
from gui.program.end_signals import EndSignals
from gui.program.fault_log import FaultLog
from gui.program.faults import Fault, Faults
from gui.program.files import ProgramFiles, log_path
from gui.program.report import write_report
from gui.program.run_settings import (
    flags_at_login,
    node_command_for,
    settings_to_begin,
    settings_to_keep,
)
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.snapshots.saver import SnapshotSaver
from gui.wall.views.book import ViewBook
from gui.wall.views.file import WallFile
from gui.window.main_window import MainWindow
from netgear_engine.atomic_file import SHARED, write_atomically
from netgear_engine.clock import Clock, SystemClock
from netgear_engine.net import in_net
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport import handles

_log = getLogger(__name__)

_LONGEST_STEP_S = 5.0


def run(options: Options, signals: EndSignals) -> int:
    """Open the window and run until it closes; returns 0, or 1 when a file was not written."""
    handles.raise_limit()
    # Else Qt scales large pictures in threads that it makes anew after each pause, and GLib ends
    # the program when one finds all handles taken: strangers could do that by connecting.
    os.environ["QT_NO_GUI_THREADPOOL"] = "1"
    clock = SystemClock()
    log = FaultLog(log_path(options.settings_path), clock)
    faults = Faults()
    try:
        return _run(options, signals, faults, log.trouble, clock)
    finally:
        faults.close()
        log.close()


def _run(options: Options, signals: EndSignals, faults: Faults, trouble: str, clock: Clock) -> int:
    application = QApplication(sys.argv[:1])
    application.setApplicationName("NetGear Monitor")
    # The main window says when the program ends, which goes on a little after the last one closed.
    application.setQuitOnLastWindowClosed(False)
    with collected_here(), window_loop(application) as loop:
        faults.watch(loop)
        program = _Program(options, clock)
        faults.arose.connect(program.on_fault)
        program.ended.connect(loop.stop)
        if trouble:
            program.trouble.emit(trouble)
        notifier = QSocketNotifier(signals.descriptor, QSocketNotifier.Type.Read, program)

        def end() -> None:
            if signals.take():
                program.close()

        def begin() -> None:
            if not in_net(program.start, partial(faults.note, "The start")):
                # Without a window nobody could end it.
                program.give_up()
            notifier.activated.connect(lambda *_: end())

        # Within the loop, so that whoever closes the window at once finds a loop to stop.
        loop.call_soon(begin)
        loop.run_forever()
        notifier.setEnabled(False)
        try:
            code: int = loop.run_until_complete(program.finish())
        except RuntimeError:
            # The display is gone, and Qt's loop with it. What is to be kept is kept all the same.
            code = asyncio.run(program.finish()) or 1
        return code


class _Program(QObject):
    """One run: the engine, the window and, when asked for, the demo's cameras.

    `ended` is emitted when the main window closes; `trouble` carries what is told in its events.
    """

    ended = Signal()
    trouble = Signal(str)

    def __init__(self, options: Options, clock: Clock) -> None:
        super().__init__()
        self._options = options
        self._clock = clock
        self._started_at = clock.monotonic()
        self._is_saved = True
        self._begun = begun = settings_to_begin(options)
        self._holder = SettingsHolder(begun, self)
        self._files = ProgramFiles(options.settings_path, self.trouble.emit)
        wall, wall_trouble = self._files.load_wall()
        self._book = ViewBook(wall.view)
        self._saver = SnapshotSaver(begun.snapshots.folder)
        self._engine = EngineThread(
            begun.port_numbers(),
            address=begun.listen,
            pattern=Pattern(begun.pattern),
            clock=clock,
            keys=options.keys,
        )
        # Before the first widget: each makes room for the text as it is then.
        wear(begun.look)
        self._window = MainWindow(
            clock=clock,
            feed=self._engine.feed,
            command_for=lambda key: node_command_for(key, begun),
            names=begun.camera_names(),
        )
        # Before the presenters, which have things to tell: the file keeps those, too.
        log, events = self._window.event_log, begun.events
        log.keeper.open(self._files.events_path, Keep(events.keep_days, events.keep_count))
        self.trouble.connect(log.warn, Qt.ConnectionType.QueuedConnection)
        self._presenters = Presenters(
            self._window,
            engine=self._engine,
            holder=self._holder,
            book=self._book,
            saver=self._saver,
            command=own_command(flags_at_login(options)),
        )
        if options.settings_path is not None:
            self._presenters.keep_beside(options.settings_path)
        # Before changes are saved: that windows go to where they were is none.
        self._windows = self._presenters.windows
        self._windows.restore(wall.window)
        not_there = self._windows.begin_with(options.view, options.screen)
        self._windows.changed.connect(self._save_wall)
        self._broken_settings: BrokenSettingsPresenter | None = None
        if options.loaded.is_broken and options.settings_path is not None:
            self._broken_settings = self._presenters.tell_broken_settings(
                options.settings_path, options.loaded, self._settings_to_keep
            )
            self._broken_settings.replaced.connect(self._begin_to_save_settings)
        else:
            self._holder.changed.connect(self._save_settings)
            # Even if nothing was chosen: with a file the next run is not the first one.
            self._presenters.first_run.closed.connect(self._save_settings)
        for trouble in filter(None, (options.loaded.trouble, wall_trouble, *not_there)):
            self.trouble.emit(trouble)

    @Slot(object)
    def on_fault(self, fault: Fault) -> None:
        """Tell a fault that nobody caught."""
        self._presenters.faults.tell(fault)

    def start(self) -> None:
        """Listen, show the window as the command line wants it, and start the demo."""
        options = self._options
        self._window.installEventFilter(self)
        self._engine.start()
        # Full screen and locked before it is shown, so that nobody sees it otherwise.
        if options.full_screen:
            self._window.actions_table["full_screen"].setChecked(True)
        if options.loaded.begins_locked:
            self._presenters.lock.lock.lock()
        if options.kiosk:
            self._presenters.lock.start_kiosk()
        self._window.show()
        # Its cameras send to ports that the engine listens on by now.
        if options.demo:
            address = demo_address(self._begun.listen)
            self._presenters.first_run.play(self._begun.port_numbers(), address)
        # Over the window, which has to be there.
        if options.is_first_run:
            self._presenters.first_run.open(is_first=True)
        if options.exit_after is not None:
            QTimer.singleShot(int(options.exit_after * 1000), self.close)

    def close(self) -> None:
        """Close the window, and with it the program, even a kiosk."""
        self._presenters.lock.is_kiosk = False
        self._window.close()

    def give_up(self) -> None:
        """End without a window that could be closed; the exit code tells it."""
        self._is_saved = False
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the picture while the window is still open, then end."""
        if event.type() is QEvent.Type.Close and watched is self._window:
            if not self._presenters.lock.may_close():
                event.ignore()
                return True
            self._window.removeEventFilter(self)
            try:
                self._is_saved = _save(self._options.screenshot, self._save_screenshot)
                self._save_wall()
            except Exception:  # noqa: BLE001 (the program ends, whatever cannot be saved)
                self._is_saved = False
                _log.exception("What is saved while the window closes")
            self.ended.emit()
        return False

    async def finish(self) -> int:
        """Stop everything that runs, whatever becomes of a step; returns the exit code."""
        uptime_s = self._clock.monotonic() - self._started_at
        steps: list[tuple[object, Callable[[], Awaitable[object]]]] = [
            # The engine first: the report is to have the cameras as they were, not as they end.
            ("The cameras", self._stop_engine),
            (self._options.report, lambda: self._report(uptime_s)),
            ("The demo", self._presenters.first_run.stop),
            # What was changed meanwhile is saved when the broken file has been replaced.
            ("The broken settings", self._broken_settings_replaced),
            # The settings before the events, which tell what could not be saved.
            ("The settings", self._close_files),
            ("The events", self._close_events),
            # What the operator has asked for is still saved; what only waits is not waited for.
            # Last, as the folder may be in a network that is gone.
            ("The pictures", self._saver.finished),
            ("What still runs", self._presenters.tasks.cancel),
        ]
        done = [await _is_done(what, step) for what, step in steps]
        return 0 if self._is_saved and all(done) else 1

    async def _stop_engine(self) -> None:
        if not self._engine.stop():
            raise OSError("the receiving engine does not end; it is left alone")

    async def _report(self, uptime_s: float) -> None:
        if self._options.report is not None:
            await asyncio.to_thread(self._save_report, self._options.report, uptime_s)

    async def _broken_settings_replaced(self) -> None:
        if self._broken_settings is not None:
            await self._broken_settings.finished()

    async def _close_files(self) -> None:
        unsaved = await self._files.close()
        if unsaved:
            raise OSError("; ".join(unsaved))

    async def _close_events(self) -> None:
        # `trouble` reaches the log by way of its queue.
        QCoreApplication.sendPostedEvents(self._window.event_log)
        self._window.event_log.close_file()

    def _save_wall(self) -> None:
        self._files.save_wall(WallFile(view=self._book.views, window=self._windows.places()))

    @Slot()
    def _begin_to_save_settings(self) -> None:
        """Save what may have been changed since the broken file was replaced, and from now on."""
        self._holder.changed.connect(self._save_settings)
        self._save_settings()

    def _save_settings(self) -> None:
        self._files.save_settings(self._settings_to_keep())

    def _settings_to_keep(self) -> Settings:
        return settings_to_keep(self._holder.settings, self._begun, self._options)

    def _save_screenshot(self, path: Path) -> None:
        picture = QBuffer()
        if not self._window.grab().save(picture, path.suffix.removeprefix(".")):
            raise OSError(f"pictures of the kind {path.suffix!r} cannot be saved: name it .png")
        write_atomically(path, bytes(picture.data().data()), mode=SHARED)

    def _save_report(self, path: Path, uptime_s: float) -> None:
        write_report(
            path,
            uptime_s=uptime_s,
            statuses=self._engine.statuses(),
            names=self._holder.settings.camera_names(),
            feed=self._engine.feed,
        )


def _save(path: Path | None, save: Callable[[Path], None]) -> bool:
    """Save a file that was asked for, or say why it is not there and return False."""
    try:
        if path is not None:
            save(path)
    except OSError as error:
        _complain(path, error)
        return False
    return True


async def _is_done(what: object, step: Callable[[], Awaitable[object]]) -> bool:
    """Take a step of the end; say what went wrong with it, or lasted too long."""
    try:
        async with asyncio.timeout(_LONGEST_STEP_S):
            await step()
    except OSError as error:
        _complain(what, error)
        return False
    except (Exception, asyncio.CancelledError):  # noqa: BLE001 (the next steps are taken anyway)
        _log.exception("%s", what)
        return False
    return True


def _complain(what: object, error: OSError) -> None:
    reason = error.strerror or str(error) or "This takes too long"
    # The terminal may be gone: that is one of the reasons to end.
    with contextlib.suppress(OSError, ValueError):
        print(f"netgear-monitor: {what}: {reason}", file=sys.stderr, flush=True)
