"""A window with a wall: the top bar and the videos, for another screen. No behaviour of its own."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from gui.actions.table import WALL_ACTIONS, Actions
from gui.cameras.key import CameraKey
from gui.look.icons import window_icon
from gui.wall.layouts import CHOICES
from gui.wall.video_wall import PictureFeed, VideoWall
from gui.window.top_bar import TopBar
from netgear_engine.clock import Clock

_FIRST_SIZE = QSize(1440, 900)


class WallWindow(QMainWindow):
    """Shows one view. `gui.presenters` makes it work.

    `command_for(key)` is the text to run on a camera that nothing came from yet;
    `feed` hears what was painted. `placed` is emitted when the window was moved or resized,
    `closed` when it was closed.
    """

    placed = Signal()
    closed = Signal()

    def __init__(
        self,
        *,
        clock: Clock,
        feed: PictureFeed,
        command_for: Callable[[CameraKey], str],
        actions: frozenset[str] = WALL_ACTIONS,
    ) -> None:
        super().__init__()
        self.setWindowTitle("NetGear Monitor")
        self.setWindowIcon(window_icon())
        self.resize(first_size(self.screen().availableSize(), QGuiApplication.platformName()))
        self.clock = clock
        self.actions_table = Actions(self, actions)
        self.top_bar = TopBar(self.actions_table, CHOICES)
        self.wall = VideoWall(clock=clock, feed=feed, command_for=command_for)
        self.actions_table.add_to_wall(self.wall)
        head = QWidget()
        self.head = QVBoxLayout(head)
        """What stands over the whole width: the top bar, and below it what has to be said first."""
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(0)
        self.head.addWidget(self.top_bar)
        self.setMenuWidget(head)
        self.setCentralWidget(self.wall)
        self.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Tell that the window is somewhere else."""
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the window has another size."""
        super().resizeEvent(event)
        self.placed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window is gone."""
        super().closeEvent(event)
        self.closed.emit()


def first_size(available: QSize, platform: str) -> QSize:
    """Return how large a window is that was never placed: no larger than what its screen has free.

    Qt's offscreen screen is a small one, of which nothing is hidden.
    """
    return _FIRST_SIZE if platform == "offscreen" else _FIRST_SIZE.boundedTo(available)
