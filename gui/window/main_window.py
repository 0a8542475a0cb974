"""The main window: a wall with everything around it. It places the areas and has no behaviour."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStatusBar

from gui.actions.table import ALL_ACTIONS
from gui.cameras.key import CameraKey
from gui.cameras.names import CameraNames
from gui.event_log.section import EventLog
from gui.look.toast import Toast
from gui.side_panel.cameras.section import Cameras
from gui.side_panel.controls.section import Controls
from gui.side_panel.details.section import Details
from gui.side_panel.messages.section import Messages
from gui.wall.video_wall import PictureFeed
from gui.window.docks import Docks
from gui.window.status_bar import StatusBar
from gui.window.wall_window import WallWindow
from netgear_engine.clock import Clock

_WHEN_EMPTY = ("add_camera", "import_cameras", "first_run")


class MainWindow(WallWindow):
    """Top bar, wall, side panel and status bar. `gui.presenters` makes them work together.

    `names` are the operator's own names of cameras.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        feed: PictureFeed,
        command_for: Callable[[CameraKey], str],
        names: Mapping[CameraKey, str] | None = None,
    ) -> None:
        super().__init__(clock=clock, feed=feed, command_for=command_for, actions=ALL_ACTIONS)
        self.names = CameraNames(names)
        self.cameras = Cameras()
        self.messages = Messages(clock)
        self.controls = Controls(clock)
        self.details = Details()
        self.event_log = EventLog(clock)
        self.status_bar = StatusBar(clock)
        self.docks = Docks(self, self.actions_table["side_panel"])
        self.toast = Toast(self)
        self._place_areas()

    def _place_areas(self) -> None:
        bottom = QStatusBar()
        bottom.setSizeGripEnabled(False)
        bottom.setContentsMargins(0, 0, 0, 0)
        bottom.addWidget(self.status_bar, 1)
        self.setStatusBar(bottom)
        self.cameras.add_button(self.actions_table["add_camera"])
        self.wall.when_empty.offer([self.actions_table[name] for name in _WHEN_EMPTY])
        self.docks.add(self.cameras, "cameras")
        self.docks.add(self.messages, "messages")
        self.docks.add(self.controls, "controls", behind=self.messages)
        self.docks.add(self.details, "details", behind=self.messages)
        self.docks.add(self.event_log, "events")
        self.docks.share({self.cameras: 40, self.messages: 39, self.event_log: 21})
