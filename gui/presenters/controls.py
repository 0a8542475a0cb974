"""The commands to cameras: from the controls to the engine, and their answers back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey, key_of_port, port_of_key
from gui.presenters.snapshots import SnapshotsPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.presenters.stills import still_frame
from gui.window.main_window import MainWindow
from netgear_engine.events import CommandAnswered
from netgear_engine.protocol.errors import LocalProtocolError


class ControlsPresenter(QObject):
    """Shows the selected camera's controls, and sends what the operator wants of them."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        statuses: StatusesPresenter,
        snapshots: SnapshotsPresenter | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._engine = engine
        self._statuses = statuses
        self._snapshots = snapshots
        self._stills: set[str] = set()
        self._toast = window.toast
        window.controls.command_wanted.connect(self._send)
        engine.command_answered.connect(self._take_answer)
        statuses.taken.connect(self._take_statuses)
        window.wall.selected.connect(self._show_selected)
        actions = window.actions_table
        actions["controls"].triggered.connect(self._open)
        actions["identify"].triggered.connect(self._identify)

    @Slot()
    def _take_statuses(self) -> None:
        self._window.controls.keep(self._statuses.statuses)
        self._show_selected()

    @Slot()
    def _show_selected(self) -> None:
        key = self._window.wall.arrangement.selected
        status = None if key is None else self._statuses.statuses.get(key)
        name = "" if key is None else self._window.names.of(key)
        self._window.controls.show_camera(key, name, status)

    @Slot()
    def _open(self) -> None:
        """Bring the controls to the front, ready for the keyboard."""
        self._window.actions_table["side_panel"].setChecked(True)
        self._window.docks.show_section(self._window.controls)
        self._show_selected()
        self._window.controls.focus_first(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _identify(self) -> None:
        """Let the selected camera show which one it is."""
        self._show_selected()
        reason = self._window.controls.command("identify")
        if reason:
            self._toast.tell(reason)

    @Slot(str, str, object)
    def _send(self, key: CameraKey, command: str, arguments: Mapping[str, Any]) -> None:
        controls = self._window.controls
        port = port_of_key(key)
        if port is None:
            return
        try:
            command_id = self._engine.command(port, command, arguments)
        except LocalProtocolError as error:
            controls.note_not_sent(key, arguments, str(error))
            return
        if command == "still":
            self._stills.add(command_id)
        controls.note_sent(key, arguments, command_id)

    @Slot(object)
    def _take_answer(self, event: CommandAnswered) -> None:
        key = key_of_port(event.port)
        if event.result.id in self._stills:
            self._stills.discard(event.result.id)
            if event.still is not None and self._snapshots is not None:
                self._snapshots.save_still(key, still_frame(event, self._window.clock))
        controls = self._window.controls
        controls.take_answer(key, event)
        if event.command.command != "set" and event.result.refused and not controls.isVisible():
            self._toast.tell(f"{self._window.names.of(key)}: {event.result.refused}")
