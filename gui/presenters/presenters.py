"""All presenters of a window, made in the one order that works.

The areas know neither the engine nor each other: a presenter turns what one of them says into what
another shows. It gets what it needs when it is made, so whom it builds on is made before it; that
is most of the order, and the arguments show it. The rest of the order has its reason beside it.

What follows must not depend on who heard a signal first. Where several things have to happen one
after the other, one presenter calls them one after the other, as `StatusesPresenter` does when
statuses come.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.background.stored_file import StoredFile
from gui.background.tasks import Tasks
from gui.lock.pin import Attempts
from gui.presenters.alarms import AlarmsPresenter
from gui.presenters.broken_settings import BrokenSettingsPresenter
from gui.presenters.camera_dialogs import CameraDialogsPresenter
from gui.presenters.camera_lists import CameraListsPresenter
from gui.presenters.cameras import CamerasPresenter, RenamingPresenter
from gui.presenters.controls import CommandsPresenter, ControlsPresenter
from gui.presenters.details import DetailsPresenter, DiagnosticsPresenter, FactsPresenter
from gui.presenters.engine import Engine
from gui.presenters.events import EventsPresenter
from gui.presenters.faults import FaultsPresenter
from gui.presenters.first_run import FirstRunPresenter
from gui.presenters.lock import LockedParts, LockPresenter
from gui.presenters.losses import LossesPresenter
from gui.presenters.messages import MessagesPresenter, ReplySettingsPresenter
from gui.presenters.missing import MissingPresenter
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.program import ProgramPresenter
from gui.presenters.selection import FindPresenter, SelectionPresenter
from gui.presenters.settings import SettingsPresenter
from gui.presenters.snapshots import SnapshotsPresenter, Stills
from gui.presenters.statuses import StatusesPresenter
from gui.presenters.windows import WindowsPresenter
from gui.settings.broken_file_banner import BrokenFileBanner
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.settings.store import Loaded
from gui.snapshots.saver import SnapshotSaver
from gui.wall.views.book import ViewBook
from gui.window.main_window import MainWindow


class Presenters(QObject):
    """Lets a window work on an engine, as long as the window lives.

    `command` starts the program at login.
    """

    def __init__(
        self,
        window: MainWindow,
        *,
        engine: Engine,
        holder: SettingsHolder,
        book: ViewBook,
        saver: SnapshotSaver,
        command: Sequence[str],
        sound: AlarmSound | None = None,
        notification: DesktopNotification | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._engine, self._holder = window, engine, holder
        self._wall, self._names, self._clock = window.wall, window.names, window.clock
        self._actions, self._toast = window.actions_table, window.toast
        self.tasks = Tasks(window.event_log.warn)
        # The windows come before all that shows something on a wall: they give the walls to the
        # pictures, that of the main window first, and a view to each wall.
        self.pictures = PicturesPresenter(engine=engine, parent=self)
        self.windows = WindowsPresenter(main=window, pictures=self.pictures, book=book, parent=self)
        self._present_statuses()
        alarms = self._present_events(sound or AlarmSound(self), notification)
        self._present_cameras()
        self._present_controls(saver)
        self._present_details()
        self._present_program(command)
        settings = SettingsPresenter(
            windows=self.windows, holder=holder, actions=self._actions, parent=self
        )
        settings.notes["Alarms"] = alarms.means
        self._present_messages(settings)
        # The lock is last: a window that starts locked is locked here, and a presenter that is
        # made later could give back what has been taken.
        self._present_lock(settings)
        self.faults = FaultsPresenter(
            engine=engine,
            event_log=window.event_log,
            holder=holder,
            tasks=self.tasks,
            clock=self._clock,
            status_bar=window.status_bar,
            parent=self,
        )

    def keep_beside(self, settings_path: Path) -> None:
        """Count wrong PINs over a restart, and write reports of faults, beside the settings."""
        self.faults.beside = settings_path
        counted = settings_path.with_name(f"{settings_path.stem}-wrong-pins.txt")
        self.lock.attempts = Attempts(StoredFile(counted), self._clock.monotonic())

    def tell_broken_settings(
        self, path: Path, loaded: Loaded, in_use: Callable[[], Settings]
    ) -> BrokenSettingsPresenter:
        """Say over the whole window that the settings file cannot be read."""
        banner = BrokenFileBanner(loaded.trouble, has_last_good=loaded.has_last_good)
        self._window.head.addWidget(banner)
        return BrokenSettingsPresenter(
            banner,
            path=path,
            in_use=in_use,
            lock=self.lock,
            event_log=self._window.event_log,
            toast=self._toast,
            tasks=self.tasks,
            parent=self,
        )

    def _present_statuses(self) -> None:
        self._statuses = StatusesPresenter(
            engine=self._engine,
            pictures=self.pictures,
            wall=self._wall,
            cameras=self._window.cameras,
            messages=self._window.messages,
            status_bar=self._window.status_bar,
            names=self._names,
            clock=self._clock,
        )
        SelectionPresenter(
            engine=self._engine,
            statuses=self._statuses,
            wall=self._wall,
            cameras=self._window.cameras,
            messages=self._window.messages,
            names=self._names,
            parent=self,
        )
        FindPresenter(
            wall=self._wall,
            cameras=self._window.cameras,
            top_bar=self._window.top_bar,
            actions=self._actions,
            parent=self,
        )

    def _present_events(
        self, sound: AlarmSound, notification: DesktopNotification | None
    ) -> AlarmsPresenter:
        EventsPresenter(
            engine=self._engine,
            holder=self._holder,
            event_log=self._window.event_log,
            wall=self._wall,
            names=self._names,
            actions=self._actions,
            toast=self._toast,
            parent=self,
        )
        MissingPresenter(
            holder=self._holder,
            statuses=self._statuses,
            pictures=self.pictures,
            event_log=self._window.event_log,
            names=self._names,
        )
        self._window.closed.connect(sound.close)
        losses = LossesPresenter(
            statuses=self._statuses,
            event_log=self._window.event_log,
            names=self._names,
            clock=self._clock,
        )
        return AlarmsPresenter(
            losses=losses,
            windows=self.windows,
            holder=self._holder,
            event_log=self._window.event_log,
            top_bar=self._window.top_bar,
            actions=self._actions,
            sound=sound,
            notification=notification or DesktopNotification(self),
        )

    def _present_cameras(self) -> None:
        cameras = CamerasPresenter(
            engine=self._engine,
            holder=self._holder,
            statuses=self._statuses,
            pictures=self.pictures,
            names=self._names,
            cameras=self._window.cameras,
        )
        cameras.quit_wanted.connect(self._window.close)
        RenamingPresenter(
            holder=self._holder,
            wall=self._wall,
            cameras=self._window.cameras,
            docks=self._window.docks,
            actions=self._actions,
        )
        self.camera_dialogs = CameraDialogsPresenter(
            engine=self._engine,
            holder=self._holder,
            wall=self._wall,
            names=self._names,
            pictures=self.pictures,
            actions=self._actions,
            clock=self._clock,
        )
        self.camera_lists = CameraListsPresenter(
            holder=self._holder,
            cameras=self._window.cameras,
            actions=self._actions,
            toast=self._toast,
            tasks=self.tasks,
            parent=self,
        )
        self.first_run = FirstRunPresenter(
            engine=self._engine,
            holder=self._holder,
            pictures=self.pictures,
            wall=self._wall,
            names=self._names,
            actions=self._actions,
            toast=self._toast,
            tasks=self.tasks,
        )

    def _present_controls(self, saver: SnapshotSaver) -> None:
        self._holder.changed.connect(lambda new: saver.use_folder(new.snapshots.folder))
        snapshots = SnapshotsPresenter(
            wall=self._wall,
            names=self._names,
            stills=Stills(engine=self._engine, statuses=self._statuses, clock=self._clock),
            saver=saver,
            actions=self._actions,
            toast=self._toast,
            tasks=self.tasks,
            parent=self,
        )
        ControlsPresenter(
            statuses=self._statuses,
            wall=self._wall,
            names=self._names,
            controls=self._window.controls,
            docks=self._window.docks,
            actions=self._actions,
            toast=self._toast,
            parent=self,
        )
        CommandsPresenter(
            engine=self._engine,
            controls=self._window.controls,
            snapshots=snapshots,
            names=self._names,
            toast=self._toast,
            tasks=self.tasks,
            parent=self,
        )

    def _present_details(self) -> None:
        self.facts = FactsPresenter(
            engine=self._engine,
            statuses=self._statuses,
            wall=self._wall,
            names=self._names,
            clock=self._clock,
            parent=self,
        )
        DetailsPresenter(
            facts=self.facts,
            wall=self._wall,
            details=self._window.details,
            docks=self._window.docks,
            actions=self._actions,
            parent=self,
        )
        self.diagnostics = DiagnosticsPresenter(
            facts=self.facts,
            wall=self._wall,
            status_bar=self._window.status_bar,
            actions=self._actions,
            parent=self,
        ).diagnostics
        self._window.closed.connect(self.diagnostics.close)

    def _present_program(self, command: Sequence[str]) -> None:
        program = ProgramPresenter(
            command=command,
            holder=self._holder,
            wall=self._wall,
            event_log=self._window.event_log,
            actions=self._actions,
            tasks=self.tasks,
            parent=self,
        )
        program.quit_wanted.connect(self._window.close)
        self._window.closed.connect(program.awake.release)

    def _present_messages(self, settings: SettingsPresenter) -> None:
        MessagesPresenter(
            engine=self._engine,
            wall=self._wall,
            messages=self._window.messages,
            docks=self._window.docks,
            actions=self._actions,
            tasks=self.tasks,
            parent=self,
        )
        ReplySettingsPresenter(
            holder=self._holder,
            messages=self._window.messages,
            actions=self._actions,
            dialogs=settings,
            parent=self,
        )

    def _present_lock(self, settings: SettingsPresenter) -> None:
        window = self._window
        parts = LockedParts(
            windows=self.windows,
            docks=window.docks,
            messages=window.messages,
            controls=window.controls,
            event_log=window.event_log,
            status_bar=window.status_bar,
        )
        self.lock = LockPresenter(
            parts=parts,
            windows=self.windows,
            settings_dialog=settings,
            holder=self._holder,
            clock=self._clock,
            tasks=self.tasks,
            parent=self,
        )
