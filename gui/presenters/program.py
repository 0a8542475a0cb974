"""How the program behaves on this computer: awake while there is something to see, and at login."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Slot

from gui.background.errand import Errand
from gui.cameras.key import CameraKey
from gui.program.autostart import own_command, set_autostart
from gui.program.keep_awake import KeepAwake
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.wall.tile.state import FAULTY, MOVING, TileState
from gui.window.main_window import MainWindow


class ProgramPresenter(QObject):
    """Keeps the screen awake, and lets the program start with the computer."""

    def __init__(
        self,
        window: MainWindow,
        holder: SettingsHolder,
        parent: QObject,
        keep_awake: KeepAwake | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._holder = holder
        self._autostart = holder.settings.program.autostart
        self._errand: Errand | None = None
        self.command = own_command()
        self.awake = keep_awake or KeepAwake(parent=self)
        window.wall.states_changed.connect(self._judge)
        window.closed.connect(self.awake.release)
        holder.changed.connect(self._follow)

    @Slot(object)
    def _judge(self, states: Mapping[CameraKey, TileState]) -> None:
        watched = any(state.look in MOVING | FAULTY for state in states.values())
        self.awake.set_wanted(watched and self._holder.settings.program.keep_awake)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        wanted = settings.program.autostart
        if wanted != self._autostart and self._errand is None:
            self._autostart = wanted
            self._errand = Errand(_change(wanted, self.command))
            self._errand.done.connect(self._tell, Qt.ConnectionType.QueuedConnection)
            self._errand.start()

    @Slot(object)
    def _tell(self, trouble: str) -> None:
        self._errand = None
        if trouble:
            self._window.event_log.warn(trouble)
        self._follow(self._holder.settings)


def _change(wanted: bool, command: Sequence[str]) -> Callable[[], str]:
    return lambda: set_autostart(wanted, command)
