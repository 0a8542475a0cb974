"""All presenters of a window, made in the one order that works.

The areas know neither the engine nor each other: a presenter turns what one of them says into what
another shows. It gets what it needs when it is made, so whom it builds on is made before it; that
is most of the order, and the arguments show it. The rest of the order has its reason beside it.

What follows must not depend on who heard a signal first. Where several things have to happen one
after the other, one presenter calls them one after the other, as `StatusesPresenter` does when
statuses come.
"""

from typing import Any

from PySide6.QtCore import QObject

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.background.tasks import Tasks
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
from gui.presenters.lock import LockedParts, LockPresenter
from gui.presenters.messages import MessagesPresenter
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.program import ProgramPresenter
from gui.presenters.selection import FindPresenter, SelectionPresenter
from gui.presenters.settings import SettingsPresenter
from gui.presenters.snapshots import SnapshotsPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.presenters.stills import StillsPresenter
from gui.presenters.windows import WindowsPresenter
from gui.settings.holder import SettingsHolder
from gui.snapshots.saver import SnapshotSaver
from gui.wall.views.book import ViewBook
from gui.window.main_window import MainWindow


class Presenters(QObject):
    """Lets a window work on an engine, as long as the window lives."""

    def __init__(
        self,
        window: MainWindow,
        *,
        engine: Any,
        holder: SettingsHolder,
        book: ViewBook,
        saver: SnapshotSaver,
    ) -> None:
        super().__init__(window)
        wall, clock, names = window.wall, window.clock, window.names
        actions = window.actions_table
        self.tasks = Tasks(window.event_log.warn)
        # The windows come before all that shows something on a wall: they give the walls to the
        # pictures, that of the main window first, and a view to each wall.
        self.pictures = PicturesPresenter(engine=engine, parent=self)
        self.windows = WindowsPresenter(main=window, pictures=self.pictures, book=book, parent=self)
        statuses = StatusesPresenter(
            engine=engine,
            pictures=self.pictures,
            cameras=window.cameras,
            messages=window.messages,
            status_bar=window.status_bar,
            names=names,
            clock=clock,
            parent=self,
        )
        SelectionPresenter(
            engine=engine,
            statuses=statuses,
            wall=wall,
            cameras=window.cameras,
            messages=window.messages,
            names=names,
            parent=self,
        )
        FindPresenter(
            wall=wall,
            cameras=window.cameras,
            top_bar=window.top_bar,
            actions=actions,
            parent=self,
        )
        self.events = EventsPresenter(window, engine, statuses, holder, self)
        ActionsPresenter(window, self)
        CamerasPresenter(window, engine, statuses, self.pictures, holder)
        self.camera_dialogs = CameraDialogsPresenter(window, engine, self.pictures, holder)
        self.camera_lists = CameraListsPresenter(window, holder)
        NamingPresenter(window, holder, self)
        self.first_run = FirstRunPresenter(window, engine, holder)
        stills = StillsPresenter(engine, statuses, clock, self)
        self.snapshots = SnapshotsPresenter(window, saver, self, stills)
        holder.changed.connect(lambda settings: saver.use_folder(settings.snapshots.folder))
        ControlsPresenter(window, engine, statuses, self.snapshots, self)
        self.details = DetailsPresenter(window, engine, statuses, self)
        HelpPresenter(window, self)
        self.program = ProgramPresenter(window, holder, self)
        settings_dialog = SettingsPresenter(
            windows=self.windows, holder=holder, actions=actions, parent=self
        )
        settings_dialog.notes["Alarms"] = self.events.means
        MessagesPresenter(window, engine, holder, settings_dialog, self)
        # The lock is last: a window that starts locked is locked here, and a presenter that is
        # made later could give back what has been taken.
        self.lock = LockPresenter(
            parts=LockedParts(
                windows=self.windows,
                docks=window.docks,
                messages=window.messages,
                controls=window.controls,
                event_log=window.event_log,
                status_bar=window.status_bar,
            ),
            windows=self.windows,
            settings_dialog=settings_dialog,
            holder=holder,
            clock=clock,
            tasks=self.tasks,
            parent=self,
        )
