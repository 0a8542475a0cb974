"""Every signal-to-slot connection, one module for each subject.

The areas do not know each other: what one of them says is turned here into what another shows.
"""

from PySide6.QtCore import QObject

from gui.background.tasks import Tasks
from gui.bridge.engine_thread import EngineThread
from gui.presenters.actions import ActionsPresenter
from gui.presenters.camera_dialogs import CameraDialogsPresenter
from gui.presenters.camera_lists import CameraListsPresenter
from gui.presenters.cameras import CamerasPresenter
from gui.presenters.controls import ControlsPresenter
from gui.presenters.details import DetailsPresenter
from gui.presenters.events import EventsPresenter
from gui.presenters.first_run import FirstRunPresenter
from gui.presenters.help import HelpPresenter
from gui.presenters.lock import LockPresenter
from gui.presenters.messages import MessagesPresenter
from gui.presenters.naming import NamingPresenter
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.program import ProgramPresenter
from gui.presenters.selection import SelectionPresenter
from gui.presenters.settings import SettingsPresenter
from gui.presenters.snapshots import SnapshotsPresenter
from gui.presenters.states import StatesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.presenters.stills import StillsPresenter
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
    ) -> None:
        super().__init__(window)
        self.tasks = Tasks(window.event_log.warn)
        book = book or ViewBook()
        self.settings = holder = settings or SettingsHolder(Settings(), self)
        self.pictures = PicturesPresenter(engine, self)
        self.pictures.add(window.wall)
        statuses = StatusesPresenter(window, engine, self.pictures, self)
        StatesPresenter(window, statuses, self.pictures, self)
        self.events = EventsPresenter(window, engine, statuses, self.settings, self)
        SelectionPresenter(window, engine, statuses, self)
        CamerasPresenter(window, engine, statuses, self.pictures, holder)
        self.camera_dialogs = CameraDialogsPresenter(window, engine, self.pictures, holder)
        self.camera_lists = CameraListsPresenter(window, holder)
        self.first_run = FirstRunPresenter(window, engine, holder)
        WallPresenter(window, self)
        TilePresenter(window, self)
        ActionsPresenter(window, self)
        stills = StillsPresenter(engine, statuses, window.clock, self)
        self.snapshots = None if saver is None else SnapshotsPresenter(window, saver, self, stills)
        if saver is not None:
            holder.changed.connect(lambda settings: saver.use_folder(settings.snapshots.folder))
        ControlsPresenter(window, engine, statuses, self.snapshots, self)
        self.details = DetailsPresenter(window, engine, statuses, self)
        views = ViewsPresenter(window, book, self)
        self.windows = WindowsPresenter(window, views, self.pictures, book, self)
        dialogs = SettingsPresenter(self.windows, self.settings, self)
        dialogs.notes["Alarms"] = self.events.means
        MessagesPresenter(window, engine, holder, dialogs, self)
        NamingPresenter(window, holder, self)
        HelpPresenter(window, self)
        self.program = ProgramPresenter(window, self.settings, self)
        self.lock = LockPresenter(window, self.windows, dialogs, self.settings, self)
