"""Every signal-to-slot connection, one module for each subject.

The areas do not know each other: what one of them says is turned here into what another shows.
"""

from PySide6.QtCore import QObject

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.background.tasks import Tasks
from gui.bridge.engine_thread import EngineThread
from gui.presenters.actions import ActionsPresenter
from gui.presenters.alarms import AlarmsPresenter
from gui.presenters.camera_dialogs import CameraDialogsPresenter
from gui.presenters.camera_lists import CameraListsPresenter
from gui.presenters.cameras import CamerasPresenter
from gui.presenters.controls import CommandsPresenter, ControlsPresenter
from gui.presenters.details import DetailsPresenter, DiagnosticsPresenter, FactsPresenter
from gui.presenters.events import EventsPresenter
from gui.presenters.first_run import FirstRunPresenter
from gui.presenters.lock import LockPresenter
from gui.presenters.messages import MessagesPresenter
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.program import ProgramPresenter
from gui.presenters.selection import SelectionPresenter
from gui.presenters.settings import SettingsPresenter
from gui.presenters.snapshots import SnapshotsPresenter, Stills
from gui.presenters.states import StatesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.presenters.tile import TilePresenter
from gui.presenters.views import ViewsPresenter
from gui.presenters.wall import WallPresenter
from gui.presenters.windows import WindowsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.snapshots.saver import SnapshotSaver
from gui.wall.views.book import ViewBook
from gui.window.main_window import MainWindow


class Presenters(QObject):
    """Wires a window to an engine thread, as long as the window lives."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        book: ViewBook | None = None,
        saver: SnapshotSaver | None = None,
        settings: SettingsHolder | None = None,
        *,
        sound: AlarmSound | None = None,
        notification: DesktopNotification | None = None,
    ) -> None:
        super().__init__(window)
        self.tasks = Tasks(window.event_log.warn)
        book = book or ViewBook()
        self.settings = holder = settings or SettingsHolder(Settings(), self)
        self.pictures = PicturesPresenter(engine, self)
        self.pictures.add(window.wall)
        self._statuses = statuses = StatusesPresenter(window, engine, self.pictures, self)
        StatesPresenter(window, statuses, self.pictures, self)
        self._make_events()
        alarms = self._make_alarms(sound or AlarmSound(self), notification)
        SelectionPresenter(window, engine, statuses, self)
        self._add_cameras(window, engine, statuses)
        WallPresenter(window, self)
        TilePresenter(window, self)
        ActionsPresenter(window, self)
        self._make_controls(
            self._make_snapshots(saver or SnapshotSaver(holder.settings.snapshots.folder))
        )
        self._make_details()
        book = book or ViewBook()
        views = ViewsPresenter(window, book, self)
        self.windows = WindowsPresenter(window, views, self.pictures, book, self)
        dialogs = SettingsPresenter(self.windows, self.settings, self)
        dialogs.notes["Alarms"] = self.events.means
        MessagesPresenter(window, engine, holder, dialogs, self)
        self.program = ProgramPresenter(
            holder=holder,
            wall=window.wall,
            event_log=window.event_log,
            actions=window.actions_table,
            tasks=self.tasks,
            parent=self,
        )
        self.program.quit_wanted.connect(window.close)
        window.closed.connect(self.program.awake.release)
        self.lock = LockPresenter(window, self.windows, dialogs, self.settings, self)

    def _add_cameras(
        self, window: MainWindow, engine: EngineThread, statuses: StatusesPresenter
    ) -> None:
        """Let the settings' cameras be watched, and be added, changed, imported and played."""
        cameras = CamerasPresenter(
            engine=engine,
            holder=self.settings,
            statuses=statuses,
            pictures=self.pictures,
            names=window.names,
            cameras=window.cameras,
            docks=window.docks,
            actions=window.actions_table,
        )
        cameras.quit_wanted.connect(window.close)
        self.camera_dialogs = CameraDialogsPresenter(
            engine=engine,
            holder=self.settings,
            wall=window.wall,
            names=window.names,
            pictures=self.pictures,
            actions=window.actions_table,
            tasks=self.tasks,
            clock=window.clock,
        )
        self.camera_lists = CameraListsPresenter(
            holder=self.settings,
            cameras=window.cameras,
            actions=window.actions_table,
            toast=window.toast,
            tasks=self.tasks,
            parent=self,
        )
        self.first_run = FirstRunPresenter(
            engine=engine,
            holder=self.settings,
            wall=window.wall,
            names=window.names,
            actions=window.actions_table,
            toast=window.toast,
            tasks=self.tasks,
            parent=self,
        )
