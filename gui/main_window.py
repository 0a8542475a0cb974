"""The main window: it places the areas and has no behaviour of its own."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from gui import theme
from gui.actions import Actions
from gui.camera_names import CameraNames
from gui.event_log.event_log_view import EventLog
from gui.icons import window_icon
from gui.side_panel.cameras import Cameras
from gui.side_panel.messages import Messages
from gui.status_bar import StatusBar
from gui.top_bar import TopBar
from gui.wall.layouts import Layout
from gui.wall.video_wall import PictureFeed, VideoWall
from netgear_engine.clock import Clock

_FIRST_SIZE = QSize(1440, 900)
_SECTION_SHARES = (47, 32, 21)


class MainWindow(QMainWindow):
    """Top bar, wall, side panel and status bar. `gui.connections` makes them work together.

    `names` are the operator's own names of ports; `command_for(port)` is the text to run on the
    camera of a port that nothing came from yet; `feed` is where the wall takes pictures from.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        feed: PictureFeed,
        command_for: Callable[[int], str],
        names: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("NetGear Monitor")
        self.setWindowIcon(window_icon())
        self.resize(_FIRST_SIZE)
        self.clock = clock
        self.names = CameraNames(names)
        self.actions_table = Actions(self)
        self.top_bar = TopBar(self.actions_table, [layout.value for layout in Layout])
        self.wall = VideoWall(clock=clock, feed=feed, command_for=command_for)
        self.cameras = Cameras()
        self.messages = Messages(clock)
        self.event_log = EventLog(clock)
        self.status_bar = StatusBar(clock)
        self.side_panel = self._side_panel()
        self.setCentralWidget(self._areas())
        self.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side_panel(self) -> QWidget:
        panel = QWidget()
        panel.setObjectName("side_panel")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        panel.setFixedWidth(theme.SIDE_PANEL_WIDTH)
        column = QSplitter(Qt.Orientation.Vertical)
        column.setHandleWidth(1)
        column.setChildrenCollapsible(False)
        for section, share in zip(
            (self.cameras, self.messages, self.event_log), _SECTION_SHARES, strict=True
        ):
            column.addWidget(section)
            column.setStretchFactor(column.count() - 1, share)
        column.setSizes([share * 10 for share in _SECTION_SHARES])
        row = QHBoxLayout(panel)
        row.setContentsMargins(1, 0, 0, 0)
        row.addWidget(column)
        return panel

    def _areas(self) -> QWidget:
        areas = QWidget()
        areas.setObjectName("areas")
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.wall, 1)
        middle.addWidget(self.side_panel)
        column = QVBoxLayout(areas)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(middle, 1)
        column.addWidget(self.status_bar)
        return areas
