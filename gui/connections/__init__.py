"""Every signal-to-slot connection, one module for each subject.

The areas do not know each other: what one of them says is turned here into what another shows.
"""

from PySide6.QtCore import QObject

from gui.bridge.engine_thread import EngineThread
from gui.connections.action_connections import ActionConnections
from gui.connections.camera_connections import CameraConnections
from gui.connections.camera_dialog_connections import CameraDialogConnections
from gui.connections.camera_list_connections import CameraListConnections
from gui.connections.control_connections import ControlConnections
from gui.connections.detail_connections import DetailConnections
from gui.connections.event_connections import EventConnections
from gui.connections.first_run_connections import FirstRunConnections
from gui.connections.help_connections import HelpConnections
from gui.connections.lock_connections import LockConnections
from gui.connections.message_connections import MessageConnections
from gui.connections.naming_connections import NamingConnections
from gui.connections.picture_connections import PictureConnections
from gui.connections.program_connections import ProgramConnections
from gui.connections.selection_connections import SelectionConnections
from gui.connections.settings_connections import SettingsConnections
from gui.connections.snapshot_connections import SnapshotConnections
from gui.connections.state_connections import StateConnections
from gui.connections.status_connections import StatusConnections
from gui.connections.still_connections import StillConnections
from gui.connections.tile_connections import TileConnections
from gui.connections.view_connections import ViewConnections
from gui.connections.wall_connections import WallConnections
from gui.connections.window_connections import WindowConnections
from gui.main_window import MainWindow
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.snapshots.snapshot_saver import SnapshotSaver
from gui.wall.view_book import ViewBook


class Connections(QObject):
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
        book = book or ViewBook()
        self.settings = holder = settings or SettingsHolder(Settings(), self)
        self.pictures = PictureConnections(engine, self)
        self.pictures.add(window.wall)
        statuses = StatusConnections(window, engine, self.pictures, self)
        StateConnections(window, statuses, self.pictures, self)
        self.events = EventConnections(window, engine, statuses, self.settings, self)
        SelectionConnections(window, engine, statuses, self)
        CameraConnections(window, engine, statuses, self.pictures, holder)
        self.camera_dialogs = CameraDialogConnections(window, engine, self.pictures, holder)
        self.camera_lists = CameraListConnections(window, holder)
        self.first_run = FirstRunConnections(window, engine, holder)
        WallConnections(window, self)
        TileConnections(window, self)
        ActionConnections(window, self)
        stills = StillConnections(engine, statuses, window.clock, self)
        self.snapshots = None if saver is None else SnapshotConnections(window, saver, self, stills)
        if saver is not None:
            holder.changed.connect(lambda settings: saver.use_folder(settings.snapshots.folder))
        ControlConnections(window, engine, statuses, self.snapshots, self)
        self.details = DetailConnections(window, engine, statuses, self)
        views = ViewConnections(window, book, self)
        self.windows = WindowConnections(window, views, self.pictures, book, self)
        dialogs = SettingsConnections(self.windows, self.settings, self)
        dialogs.notes["Alarms"] = self.events.means
        MessageConnections(window, engine, holder, dialogs, self)
        NamingConnections(window, holder, self)
        HelpConnections(window, self)
        self.program = ProgramConnections(window, self.settings, self)
        self.lock = LockConnections(window, self.windows, dialogs, self.settings, self)
