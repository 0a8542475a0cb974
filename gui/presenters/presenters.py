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
from gui.presenters.help import HelpPresenter
from gui.presenters.lock import LockPresenter
from gui.presenters.messages import MessagesPresenter, ReplySettingsPresenter
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
        *,
        sound: AlarmSound | None = None,
        notification: DesktopNotification | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self.tasks = Tasks(window.event_log.warn)
        self.settings = holder = settings or SettingsHolder(Settings(), self)
        self.pictures = PicturesPresenter(engine, self)
        self.pictures.add(window.wall)
        self._statuses = statuses = StatusesPresenter(window, engine, self.pictures, self)
        StatesPresenter(window, statuses, self.pictures, self)
        self._make_events()
        alarms = self._make_alarms(sound or AlarmSound(self), notification)
        SelectionPresenter(window, engine, statuses, self)
        CamerasPresenter(window, engine, statuses, self.pictures, holder)
        self.camera_dialogs = CameraDialogsPresenter(window, engine, self.pictures, holder)
        self.camera_lists = CameraListsPresenter(window, holder)
        self.first_run = FirstRunPresenter(window, engine, holder)
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
        dialogs = SettingsPresenter(self.windows, holder, self)
        dialogs.notes["Alarms"] = alarms.means
        self._make_messages(dialogs)
        NamingPresenter(window, holder, self)
        HelpPresenter(window, self)
        self.program = ProgramPresenter(window, holder, self)
        self.lock = LockPresenter(window, self.windows, dialogs, holder, self)

    def _make_events(self) -> None:
        EventsPresenter(
            engine=self._engine,
            holder=self.settings,
            event_log=self._window.event_log,
            wall=self._window.wall,
            names=self._window.names,
            actions=self._window.actions_table,
            toast=self._window.toast,
            parent=self,
        )

    def _make_alarms(
        self, sound: AlarmSound, notification: DesktopNotification | None
    ) -> AlarmsPresenter:
        self._window.closed.connect(sound.close)
        return AlarmsPresenter(
            statuses=self._statuses,
            holder=self.settings,
            event_log=self._window.event_log,
            top_bar=self._window.top_bar,
            actions=self._window.actions_table,
            sound=sound,
            notification=notification or DesktopNotification(self),
            parent=self,
        )

    def _make_snapshots(self, saver: SnapshotSaver) -> SnapshotsPresenter:
        self.settings.changed.connect(lambda new: saver.use_folder(new.snapshots.folder))
        clock = self._window.clock
        return SnapshotsPresenter(
            wall=self._window.wall,
            names=self._window.names,
            stills=Stills(engine=self._engine, statuses=self._statuses, clock=clock),
            saver=saver,
            actions=self._window.actions_table,
            toast=self._window.toast,
            tasks=self.tasks,
            parent=self,
        )

    def _make_controls(self, snapshots: SnapshotsPresenter) -> None:
        window = self._window
        ControlsPresenter(
            statuses=self._statuses,
            wall=window.wall,
            names=window.names,
            controls=window.controls,
            docks=window.docks,
            actions=window.actions_table,
            toast=window.toast,
            parent=self,
        )
        CommandsPresenter(
            engine=self._engine,
            controls=window.controls,
            snapshots=snapshots,
            names=window.names,
            toast=window.toast,
            tasks=self.tasks,
            parent=self,
        )

    def _make_details(self) -> None:
        window, wall, actions = self._window, self._window.wall, self._window.actions_table
        self.facts = facts = FactsPresenter(
            engine=self._engine,
            statuses=self._statuses,
            wall=wall,
            names=window.names,
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

    def _make_messages(self, dialogs: SettingsPresenter) -> None:
        messages, actions = self._window.messages, self._window.actions_table
        MessagesPresenter(
            engine=self._engine,
            wall=self._window.wall,
            messages=messages,
            actions=actions,
            tasks=self.tasks,
            parent=self,
        )
        ReplySettingsPresenter(
            holder=self.settings, messages=messages, actions=actions, dialogs=dialogs, parent=self
        )
