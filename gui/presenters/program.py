"""How the program behaves on this computer: awake, started at login, explained, and ended."""

import asyncio
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from gui.actions.table import Actions
from gui.background.tasks import Tasks
from gui.cameras.key import CameraKey
from gui.dialogs.about import AboutDialog
from gui.dialogs.passing import open_once
from gui.dialogs.shortcuts import ShortcutsDialog
from gui.event_log.section import EventLog
from gui.program.autostart import set_autostart
from gui.program.keep_awake import KeepAwake
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.wall.tile.state import FAULTY, MOVING, TileState
from gui.wall.video_wall import VideoWall


class ProgramPresenter(QObject):
    """Keeps the screen awake, lets the program start with the computer, and opens what helps.

    `command` starts the program at login. `quit_wanted` is emitted when the operator ends the
    program.
    """

    quit_wanted = Signal()

    def __init__(
        self,
        *,
        command: Sequence[str],
        holder: SettingsHolder,
        wall: VideoWall,
        event_log: EventLog,
        actions: Actions,
        tasks: Tasks,
        parent: QObject,
        keep_awake: KeepAwake | None = None,
    ) -> None:
        super().__init__(parent)
        self._holder = holder
        self._wall = wall
        self._event_log = event_log
        self._tasks = tasks
        self._starts_at_login = holder.settings.program.autostart
        self._one_at_a_time = asyncio.Lock()
        self._command = command
        self.awake = keep_awake or KeepAwake(parent=self)
        wall.states_changed.connect(self._judge)
        holder.changed.connect(self._on_settings)
        actions["shortcuts"].triggered.connect(lambda: open_once(ShortcutsDialog(wall.window())))
        actions["about"].triggered.connect(lambda: open_once(AboutDialog(wall.window())))
        actions["quit"].triggered.connect(self.quit_wanted)

    @Slot(object)
    def _judge(self, states: Mapping[CameraKey, TileState]) -> None:
        watched = any(state.condition in MOVING | FAULTY for state in states.values())
        self.awake.set_wanted(watched and self._holder.settings.program.keep_awake)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.program.autostart != self._starts_at_login:
            self._tasks.start(self._change_autostart(), "Changing what starts with the computer")

    async def _change_autostart(self) -> None:
        async with self._one_at_a_time:
            wanted = self._holder.settings.program.autostart
            if wanted == self._starts_at_login:
                return
            self._starts_at_login = wanted
            trouble = await asyncio.to_thread(set_autostart, wanted, self._command)
            if trouble:
                self._event_log.warn(trouble)
