"""The real window over staged cameras, for screenshots."""

from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from staged_cameras import (
    KEYS,
    NAMES,
    PORTS,
    StagedEngine,
    StillClock,
    lasting,
    live,
    silent,
    without_picture,
)

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.cameras.node_command import node_command
from gui.event_log.record import Kind
from gui.lock import pin
from gui.presenters.presenters import Presenters
from gui.presenters.settings import wear
from gui.settings.holder import SettingsHolder
from gui.settings.schema import AlarmSettings, ProgramSettings, Settings
from gui.snapshots.saver import SnapshotSaver
from gui.wall.layouts import Layout
from gui.wall.views.book import ViewBook
from gui.wall.views.view import View, everything
from gui.window.main_window import MainWindow
from netgear_engine.events import MessageReceived, ReplySent, StateChanged
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState

VIEWS = (
    everything("All cameras"),
    View("Perimeter", Layout.ONE_AND_FIVE, slots=KEYS[:6]),
    View("Indoors", Layout.TWO, slots=(KEYS[5], KEYS[6], None, KEYS[3])),
)
_SETTLE_MS = 120
_GONE = "the camera gives no picture: /dev/video0 is gone"
_TAKEN = "port 5573 is in use by another program"
_STRANGER = "192.168.1.44 has a key that is not known here: Yne@$w"


class StagedWindow:
    """A window of its own for one screenshot; nothing of it touches the user's files."""

    def __init__(self, size: tuple[int, int], folder: Path, *, cameras: int = 6) -> None:
        self.clock = StillClock()
        self.ports = PORTS[:cameras]
        settings = Settings(
            ports="",
            camera=tuple(
                CameraEntry(key, name) for key, name in zip(KEYS, NAMES[:cameras], strict=False)
            ),
            alarms=AlarmSettings(sound=False, notification=False),
            program=ProgramSettings(keep_awake=False),
        )
        wear(settings.look)
        self.engine = StagedEngine(self.ports, self.clock)
        self.holder = SettingsHolder(settings)
        self.window = MainWindow(
            clock=self.clock,
            feed=self.engine.feed,
            command_for=_command_for,
            names=settings.camera_names(),
        )
        self.presenters = Presenters(
            self.window,
            engine=self.engine,
            holder=self.holder,
            book=ViewBook(VIEWS),
            saver=SnapshotSaver(str(folder)),
            command=[],
        )
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    # What the cameras do ---------------------------------------------------------------------

    def all_live(self) -> None:
        """Let every camera be live, and the operator and one of them have talked."""
        self._begin()
        self._talk()
        self.settle()
        self.engine.tell()
        self.settle()

    def every_state(self) -> None:
        """Let the cameras be in one state each."""
        self._begin(7)
        clock, ports = self.clock, self.ports
        self._happen(ports[3], PortState.ENDED, 55.0)
        self._happen(ports[2], PortState.LOST, 27.0)
        self._happen(ports[6], PortState.FAULT, 12.0)
        self._happen(ports[7], PortState.FAILED, 3.0)
        self.settle()
        # By then a loss is an alarm.
        clock.sleep(11.0)
        for port, age in zip(ports[:4], (0.0, 2.4, 42.0, 65.0), strict=True):
            self.engine.send(port, age)
        self.engine.tell(
            live(ports[0], clock),
            silent(ports[1], clock, PortState.STALE, 2.4),
            silent(ports[2], clock, PortState.LOST, 42.0),
            silent(ports[3], clock, PortState.ENDED, 65.0),
            without_picture(ports[4], clock, PortState.WAITING),
            lasting(replace(live(ports[5], clock), state=PortState.REPEATING), 12.0),
            lasting(
                replace(live(ports[6], clock), state=PortState.FAULT, fault=_GONE, reason=_GONE),
                23.0,
            ),
            without_picture(ports[7], clock, PortState.FAILED, _TAKEN),
            without_picture(ports[8], clock, PortState.REJECTED, _STRANGER),
        )
        self.engine.send(ports[5], 12.0)
        self.engine.send(ports[6], 1.0, fault=_GONE)
        self.settle()
        self.engine.tell()
        self.settle()

    def missing_and_intruder(self) -> None:
        """Let two cameras never come, and a stranger send to the port of a third."""
        self.all_live()
        day = 86_400.0
        seen = {KEYS[1]: (self.clock.wall() - day, Kind.LIVE)}
        self.window.event_log.keeper.seen.emit(seen)
        self.engine.tell(
            replace(live(self.ports[0], self.clock), intruder="Front gate at 192.168.1.66"),
            without_picture(self.ports[1], self.clock, PortState.WAITING),
            without_picture(self.ports[2], self.clock, PortState.WAITING),
        )
        self.settle()
        self.engine.tell()
        self.settle()

    def trial(self) -> None:
        """Let a camera answer on the port that the dialog for adding one has chosen."""
        port = PORTS[len(self.ports)]
        self.engine.tell_on_trial(live(port, self.clock))
        self.settle(600)
        self.engine.send(port)
        self.settle(600)

    def _begin(self, count: int | None = None) -> None:
        """Let ten seconds pass with the first so many cameras live, so that there are figures."""
        self.engine.tell(*(live(port, self.clock) for port in self.ports[:count]))
        self.settle()
        for seconds in (0.0, 10.0):
            self.clock.sleep(seconds)
            for port in self.ports[:count]:
                self.engine.send(port)
            self.engine.tell(*(live(port, self.clock) for port in self.ports[:count]))
            self.settle()

    def _talk(self) -> None:
        port, wall = self.ports[0], self.clock.wall()
        self.engine.happen(MessageReceived(port, wall - 95, {"temperature": 41.5, "door": "shut"}))
        self.engine.happen(ReplySent(port, wall - 60, "lights on"))
        self.engine.happen(MessageReceived(port, wall - 59, "done: lights on"))
        self.engine.happen(MessageReceived(self.ports[2], wall - 20, {"battery": 87}))
        self.window.messages.model.flush()

    def _happen(self, port: int, state: PortState, seconds_ago: float) -> None:
        reasons = {PortState.FAULT: _GONE, PortState.FAILED: _TAKEN}
        wall = self.clock.wall() - seconds_ago
        reason = reasons.get(state, "")
        self.engine.happen(StateChanged(port, wall, state, PortState.LIVE, 900.0, reason))

    # What the operator does ------------------------------------------------------------------

    def do(self, action: str) -> None:
        """Press an action's key; raises KeyError when there is no such action."""
        self.window.actions_table[action].trigger()
        self.settle()

    def select(self, index: int) -> None:
        """Select a camera."""
        self.window.wall.select(KEYS[index])
        self.settle()

    def show_view(self, number: int) -> None:
        """Show a view by its number."""
        self.do(f"view_{number}")

    def wear(self, theme: str, text_percent: int = 100) -> None:
        """Choose a theme."""
        look = msgspec.structs.replace(
            self.holder.settings.look, theme=theme, text_percent=text_percent
        )
        self.holder.replace(look=look)
        self.settle()

    def lock(self, number: str) -> None:
        """Let a PIN be set, and lock the window."""
        lock = msgspec.structs.replace(self.holder.settings.lock, pin=pin.hash_of(number))
        self.holder.replace(lock=lock)
        self.do("lock")

    def settle(self, milliseconds: int = _SETTLE_MS) -> None:
        """Let Qt do what waits, and the wall judge its tiles."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        self.window.wall.judge_all()
        self.window.event_log.model.flush()

    # The picture -----------------------------------------------------------------------------

    def picture(self) -> QPixmap:
        """Return the window, with the dialogs and menus that are open over it."""
        self.settle()
        picture = self.window.grab()
        for over in _open_over(self.window):
            _put_over(picture, self.window, over)
        return picture

    def close(self) -> None:
        """Close everything that was opened."""
        for over in _open_over(self.window):
            over.close()
        self.window.close()
        self.window.event_log.close_file()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _command_for(key: CameraKey) -> str:
    return node_command("192.168.1.20", int(key), pattern=Pattern.REQUEST_REPLY, secure=0)


def _open_over(window: QWidget) -> list[QWidget]:
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]


def _put_over(picture: QPixmap, window: QWidget, over: QWidget) -> None:
    """Draw a dialog in the middle, and a menu where it is; no window manager frames them here."""
    if isinstance(over, QMenu):
        place = window.mapFromGlobal(over.mapToGlobal(QPoint(0, 0)))
    else:
        free = window.rect().center() - over.rect().center()
        place = QPoint(max(0, free.x()), max(0, free.y()))
    painter = QPainter(picture)
    if not isinstance(over, QMenu):
        painter.fillRect(window.rect(), QColor(0, 0, 0, 96))
    painter.drawPixmap(place, over.grab())
    painter.setPen(QPen(QColor(128, 128, 128, 160), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRect(place, over.size()))
    painter.end()
