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
from gui.presenters.controls import CommandsPresenter, ControlsPresenter
from gui.presenters.details import DetailsPresenter, DiagnosticsPresenter, FactsPresenter
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
    ) -> None:
        super().__init__(window)
        self.tasks = tasks = Tasks(window.event_log.warn)
        actions, wall, names, toast = window.actions_table, window.wall, window.names, window.toast
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
        saver = saver or SnapshotSaver(holder.settings.snapshots.folder)
        holder.changed.connect(lambda settings: saver.use_folder(settings.snapshots.folder))
        snapshots = SnapshotsPresenter(
            wall=wall,
            names=names,
            stills=Stills(engine=engine, statuses=statuses, clock=window.clock),
            saver=saver,
            actions=actions,
            toast=toast,
            tasks=tasks,
            parent=self,
        )
        ControlsPresenter(
            statuses=statuses,
            wall=wall,
            names=names,
            controls=window.controls,
            docks=window.docks,
            actions=actions,
            toast=toast,
            parent=self,
        )
        CommandsPresenter(
            engine=engine,
            controls=window.controls,
            snapshots=snapshots,
            names=names,
            toast=toast,
            tasks=tasks,
            parent=self,
        )
        self.facts = facts = FactsPresenter(
            engine=engine,
            statuses=statuses,
            wall=wall,
            names=names,
            clock=window.clock,
            parent=self,
        )
        DetailsPresenter(
            facts=facts,
            wall=wall,
            details=window.details,
            docks=window.docks,
            actions=actions,
            parent=self,
        )
        self.diagnostics = DiagnosticsPresenter(
            facts=facts, wall=wall, status_bar=window.status_bar, actions=actions, parent=self
        ).diagnostics
        window.closed.connect(self.diagnostics.close)
        views = ViewsPresenter(window, book, self)
        self.windows = WindowsPresenter(window, views, self.pictures, book, self)
        dialogs = SettingsPresenter(self.windows, self.settings, self)
        dialogs.notes["Alarms"] = self.events.means
        MessagesPresenter(window, engine, holder, dialogs, self)
        NamingPresenter(window, holder, self)
        HelpPresenter(window, self)
        self.program = ProgramPresenter(window, self.settings, self)
        self.lock = LockPresenter(window, self.windows, dialogs, self.settings, self)
