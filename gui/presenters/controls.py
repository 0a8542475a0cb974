"""The controls of the selected camera, and each command from the click to its answer."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from gui.actions.table import Actions
from gui.background.tasks import Tasks
from gui.cameras.key import CameraKey, port_of_key
from gui.cameras.names import CameraNames
from gui.look.toast import Toast
from gui.presenters.engine import Engine
from gui.presenters.snapshots import SnapshotsPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.controls.section import Controls
from gui.wall.video_wall import VideoWall
from gui.window.docks import Docks
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import Command, CommandResult


class ControlsPresenter(QObject):
    """Lets the controls show the selected camera, and opens them."""

    def __init__(
        self,
        *,
        statuses: StatusesPresenter,
        wall: VideoWall,
        names: CameraNames,
        controls: Controls,
        docks: Docks,
        actions: Actions,
        toast: Toast,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._statuses = statuses
        self._wall = wall
        self._names = names
        self._controls = controls
        self._docks = docks
        self._toast = toast
        statuses.received.connect(self._on_statuses)
        wall.selected.connect(self._show_selected)
        actions["controls"].triggered.connect(self._open)
        actions["identify"].triggered.connect(self._identify)

    @Slot()
    def _on_statuses(self) -> None:
        self._controls.keep(self._statuses.statuses)
        self._show_selected()

    @Slot()
    def _show_selected(self) -> None:
        key = self._wall.arrangement.selected
        status = None if key is None else self._statuses.statuses.get(key)
        self._controls.show_camera(key, "" if key is None else self._names.of(key), status)

    @Slot()
    def _open(self) -> None:
        """Bring the controls to the front, ready for the keyboard."""
        self._docks.show_section(self._controls)
        self._show_selected()
        self._controls.focus_first(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _identify(self) -> None:
        """Let the selected camera show which one it is."""
        self._show_selected()
        reason = self._controls.command("identify")
        if reason:
            self._toast.tell(reason)


class CommandsPresenter(QObject):
    """Gives cameras the commands that the controls want, and shows what became of each."""

    def __init__(
        self,
        *,
        engine: Engine,
        controls: Controls,
        snapshots: SnapshotsPresenter,
        names: CameraNames,
        toast: Toast,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._controls = controls
        self._snapshots = snapshots
        self._names = names
        self._toast = toast
        self._tasks = tasks
        controls.command_wanted.connect(self._begin)

    @Slot(str, str, object)
    def _begin(self, key: CameraKey, command: str, arguments: Mapping[str, Any]) -> None:
        self._tasks.start(self._give(key, command, arguments), "Commanding a camera")

    async def _give(self, key: CameraKey, command: str, arguments: Mapping[str, Any]) -> None:
        port = port_of_key(key)
        if port is None:
            return
        try:
            answer = await self._engine.command(port, command, arguments)
        except LocalProtocolError as error:
            refusal = CommandResult("", refused=str(error))
            self._controls.show_result(key, Command("", command, dict(arguments)), refusal)
            return
        self._controls.show_result(key, answer.command, answer.result)
        if "name" not in arguments and answer.result.refused and not self._controls.isVisible():
            self._toast.tell(f"{self._names.of(key)}: {answer.result.refused}")
        if answer.still is not None:
            await self._snapshots.save_still(key, answer)
