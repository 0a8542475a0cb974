"""The first page, and the demo's cameras in the running window."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.actions.table import Actions
from gui.background.tasks import Tasks
from gui.cameras.key import key_of_port
from gui.cameras.names import CameraNames
from gui.dialogs.first_run import FirstRun
from gui.look.toast import Toast
from gui.presenters.engine import Engine
from gui.presenters.pictures import PicturesPresenter
from gui.program.demo import Demo, demo_address, free_ports
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings, parse_ports
from gui.wall.layouts import CHOICES, Layout
from gui.wall.video_wall import VideoWall
from netgear_engine.protocol.patterns import Pattern

DEMO_CAMERAS = 4
_ENCRYPTED = "Demo cameras send in the clear; this window lets only encrypted cameras in"


class FirstRunPresenter(QObject):
    """Opens the page. `closed` is emitted when it was left, in whatever way."""

    closed = Signal()

    def __init__(
        self,
        *,
        engine: Engine,
        holder: SettingsHolder,
        pictures: PicturesPresenter,
        wall: VideoWall,
        names: CameraNames,
        actions: Actions,
        toast: Toast,
        tasks: Tasks,
    ) -> None:
        super().__init__(wall)
        self._engine = engine
        self._holder = holder
        self._pictures = pictures
        self._wall = wall
        self._names = names
        self._actions = actions
        self._toast = toast
        self._tasks = tasks
        # What the engine was started with; a change of these waits for the next start.
        self._begun = holder.settings
        self._demo: Demo | None = None
        self._page: FirstRun | None = None
        self._is_first = False
        actions["first_run"].triggered.connect(self.open)
        actions["demo"].toggled.connect(self._run_demo)

    def open(self, *, is_first: bool = False) -> FirstRun:
        """Show the page; `is_first` when the program was never used before."""
        if self._page is not None:
            self._page.raise_()
            return self._page
        self._is_first = is_first
        page = FirstRun(
            self._wall.window(),
            ports=self._holder.settings.ports or Settings().ports,
            read_ports=parse_ports,
            command_for=lambda port: self._wall.command_for(key_of_port(port)),
            layouts=CHOICES,
            layout=self._wall.arrangement.layout.value,
            demo_runs=self._demo is not None,
        )
        page.demo_wanted.connect(self._actions["demo"].toggle)
        page.ports_wanted.connect(lambda text: self._holder.replace(ports=text))
        page.add_wanted.connect(self._actions["add_camera"].trigger)
        page.import_wanted.connect(self._actions["import_cameras"].trigger)
        page.layout_chosen.connect(lambda words: self._wall.set_layout_choice(Layout(words)))
        page.finished.connect(self._close)
        self._page = page
        page.open()
        return page

    def play(self, ports: tuple[int, ...], address: str) -> None:
        """Let demo cameras send to ports that are listened on already."""
        self._demo = Demo(ports, Pattern(self._begun.pattern), self._engine.reply, address, self)
        self._actions["demo"].setChecked(True)

    async def stop(self) -> None:
        """Wait for the end of every demo camera, those of a demo that is ending already too."""
        for demo in self.findChildren(Demo):
            await demo.stop()

    @Slot(bool)
    def _run_demo(self, running: bool) -> None:
        self._actions["demo"].setText("End the demo" if running else "Start the demo")
        if not running:
            self._end_demo()
        elif self._demo is not None:
            return
        elif self._begun.secure:
            self._toast.tell(_ENCRYPTED)
            self._actions["demo"].setChecked(False)
        else:
            self._begin_demo()

    def _begin_demo(self) -> None:
        if self._is_first:
            # Ports that nobody has chosen would stand empty beside the demo's cameras.
            self._holder.replace(ports="")
        address = demo_address(self._begun.listen)
        ports = free_ports(DEMO_CAMERAS, address, self._holder.settings.port_numbers())
        for port in ports:
            self._engine.add_port(port)
            self._pictures.ask_anew(key_of_port(port))
        self.play(ports, address)

    def _end_demo(self) -> None:
        if self._demo is not None:
            demo, self._demo = self._demo, None
            for port in demo.ports:
                self._engine.remove_port(port)
                self._names.forget(key_of_port(port))
            self._tasks.start(_end(demo), "Ending the demo")

    @Slot()
    def _close(self) -> None:
        if self._page is not None:
            self._page.deleteLater()
            self._page = None
        self._is_first = False
        self.closed.emit()


async def _end(demo: Demo) -> None:
    await demo.stop()
    demo.deleteLater()
