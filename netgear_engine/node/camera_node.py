"""One camera of a node: its process, its receivers, and what they want and command."""

import threading
from collections.abc import Callable
from functools import partial

import msgspec

from netgear_engine.clock import Clock
from netgear_engine.frame import CapturedFrame
from netgear_engine.net import in_net
from netgear_engine.node.camera.messages import (
    CameraStarted,
    MakeStream,
    SettingApplied,
    StillTaken,
)
from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.job_thread import Job, JobThread
from netgear_engine.node.machine.console import Console
from netgear_engine.node.remote.absence import Absences
from netgear_engine.node.remote.applied_settings import AppliedSettings
from netgear_engine.node.remote.audience import Audience
from netgear_engine.node.remote.command_check import why_not_allowed
from netgear_engine.node.remote.command_desk import CommandDesk
from netgear_engine.node.remote.settings_book import SettingsBook
from netgear_engine.node.remote.stream_choice import SteadyStream, choose_stream
from netgear_engine.node.supervision.figures import FigureSum
from netgear_engine.node.supervision.processes import CameraProcesses
from netgear_engine.node.supervision.supervision import Supervision
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import Command, CommandResult, Health
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import SenderKeys
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.sources.redaction import SecretWords
from netgear_engine.sources.registry import kind_of
from netgear_engine.transport.sockets import ConnectSettings

_TURN_S = 0.1
# A receiver that commands faster than that is not waited for.
_MOST_JOBS = 100
# Two seconds in which nothing was decided.
_MOST_FAILED_TURNS = 20
# The exit code for a fault of the program itself: EX_SOFTWARE of sysexits.h.
BROKEN = 70


class CameraNode:
    """Runs one camera for all of its receivers.

    One thread owns all that is known and decided of the camera: the supervision of its process, the
    commands that wait for it, who watches it, and how it is set. It waits for nothing, neither for
    the process nor for the network nor for a disk. Three others only hand it jobs: the engine's,
    which owns the sockets, the one that reads the process's reports, and whoever uses this object.

    `on_end` is called, on some thread, when the camera will give nothing more: with 0 at the end of
    its source, with 1 when a film can never be played, with BROKEN when a part of this program has
    ended that cannot be made again. `do_slowly` has a job done by a thread that may wait for the
    disk.

    `name` is what to call it, `console` prints for it, `engine` sends for it. `fault` says why it
    gives no pictures now, "" as far as it does.
    """

    def __init__(
        self,
        camera: CameraConfig,
        node: NodeConfig,
        *,
        keys: SenderKeys | None,
        clock: Clock,
        identify: Callable[[float], None],
        do_slowly: Callable[[Job], None],
        on_end: Callable[["CameraNode", int], None],
        secrets: SecretWords | None = None,
    ) -> None:
        self.name = f"camera {camera.name}".rstrip()
        self._camera = camera
        self._keys = keys
        self._clock = clock
        self._on_end = on_end
        self._secrets = secrets or SecretWords([camera.source])
        self.console = Console(
            camera.name,
            ", ".join(map(str, camera.connect)),
            secrets=self._secrets,
            clock=clock,
        )
        self._kept = AppliedSettings(
            node.state_folder,
            name=camera.name,
            source=camera.source,
            complain=self.console.complain,
            do=do_slowly,
        )
        self._book = SettingsBook(camera.settings(), self._kept.read())
        self._title = ""
        self.fault = ""
        self._audience = Audience()
        self._absences = Absences(self.console.say_of_receiver)
        self._stream = SteadyStream()
        self.engine = self._new_engine()
        self._engine_failures = 0
        self._is_being_replaced = False
        self._thread = JobThread(
            self.name,
            self._turn,
            _TURN_S,
            on_error=lambda error: self.console.broke("a step of this camera's thread", error),
            most_failed_turns=_MOST_FAILED_TURNS,
        )
        self._figures = FigureSum()
        self._processes = CameraProcesses(self._thread.do, self._figures)
        self._supervision = Supervision(
            camera.settings(dict(self._book.applied)),
            listener=self,
            clock=clock,
            figures=self._figures,
            start_child=self._processes.start,
        )
        self._desk = CommandDesk(
            self._supervision,
            self._send_result,
            clock=clock,
            may_command=lambda receiver: why_not_allowed(
                receiver, node.allow_commands, has_keys=keys is not None
            ),
            identify=identify,
        )

    def start(self) -> None:
        """Begin with the camera and its receivers, whoever of them is there."""
        self._report()
        self.engine.start()
        self._thread.start()

    def stop(self, timeout: float, *, goodbye: bool = True) -> None:
        """End the camera's process within `timeout` seconds; say goodbye unless told not to."""
        farewell = threading.Thread(
            target=self.engine.stop, args=(timeout,), kwargs={"goodbye": goodbye}, daemon=True
        )
        for step in (
            farewell.start,
            lambda: self._thread.stop(timeout),
            self._supervision.end,
            lambda: self._processes.end(timeout),
            lambda: farewell.join(timeout),
        ):
            in_net(step, partial(self.console.broke, "a step of the end"))

    def is_alive(self) -> bool:
        """Tell whether all that has to run runs."""
        # Asked once more, since the next engine may have taken over meanwhile.
        sends = self.engine.is_alive() or self._is_being_replaced or self.engine.is_alive()
        return self._thread.is_alive() and sends

    def send_health(self, health: Health) -> None:
        """Let the receivers know how the computer and its camera are doing."""
        figures = self._figures.total()
        self.engine.send_health(
            msgspec.structs.replace(
                health, camera_restarts=figures.restarts, dropped_frames=figures.dropped
            )
        )

    # What receivers want, on the engine's thread.

    def command_received(self, receiver: Receiver, command: Command) -> None:
        """A receiver gives a command."""
        if self._thread.waiting < _MOST_JOBS:
            self._thread.do(lambda: self._desk.command_received(receiver, command))
        else:
            refused = "too many commands at once; try again later"
            self.engine.send_result(receiver, CommandResult(command.id, refused=refused))

    def receivers_changed(self) -> None:
        """Somebody has come, gone, or shows the pictures in another size now."""
        self._thread.turn_now()

    # What becomes of the camera, on the camera's thread.

    def frame(self, frame: CapturedFrame) -> None:
        """Send a picture."""
        self.engine.send(frame)

    def still(self, taken: StillTaken, jpeg: bytes | None) -> None:
        """Send a still to the receiver that asked for it."""
        self._desk.still_taken(taken, jpeg)

    def started(self, started: CameraStarted) -> None:
        """The camera gives pictures."""
        if not self._title:
            self.console.sending(started.title, started.size, started.fps)
        self._title = started.title
        self._book.camera_started(started)
        self._report()

    def trouble(self, text: str) -> None:
        """Let the receivers know why there are no pictures."""
        self._set_fault(text)
        self.console.source_failed(text)

    def recovered(self, seconds: float) -> None:
        """There are pictures again."""
        self._set_fault("")
        self.console.source_recovered(seconds)

    def setting_applied(self, applied: SettingApplied) -> None:
        """A setting was applied or refused by the camera."""
        order = self._desk.setting_applied(applied)
        if order is not None:
            self._book.setting_applied(order.name, order.value, applied)
            self._report()
            self._kept.keep(self._book.applied)

    def ended(self) -> None:
        """The source has come to its end."""
        if self._title:
            self.console.say(f"{self._title} has ended")
        else:
            self.console.complain("the source ended without a single picture")
        self._on_end(self, 0 if self._title else 1)

    def failed(self, text: str) -> None:
        """The camera can never give pictures, and goes on saying so. Only a film ends with that."""
        self._set_fault(text)
        self.console.complain(text)
        if kind_of(self._camera.source) == "video_file":
            self._on_end(self, 1)

    def _send_result(self, receiver: Receiver, result: CommandResult, still: bytes | None) -> None:
        self.engine.send_result(receiver, result, still)

    def _new_engine(self) -> SendEngine:
        return SendEngine(
            self._camera.connect,
            settings=ConnectSettings(Pattern(self._camera.pattern), keys=self._keys),
            name=self._camera.name,
            clock=self._clock,
            listener=self.console,
            remote=self,
            on_failed=self._engine_failed,
        )

    def _engine_failed(self, error: BaseException) -> None:
        """Make the engine again, once; called by its own thread."""
        self._engine_failures += 1
        self.console.broke("the sending", error)
        if self._engine_failures > 1:
            self._on_end(self, BROKEN)
        else:
            self._is_being_replaced = True
            self._thread.do(self._replace_engine)

    def _replace_engine(self) -> None:
        broke = partial(self.console.broke, "making the sending again")
        try:
            if not in_net(self._make_engine_again, broke):
                self._on_end(self, BROKEN)
        finally:
            self._is_being_replaced = False

    def _make_engine_again(self) -> None:
        self.engine = self._new_engine()
        self.engine.send_fault(self.fault)
        self._report()
        self.engine.start()

    def _set_fault(self, fault: str) -> None:
        self.fault = self._secrets.hide(fault)
        self.engine.send_fault(self.fault)

    def _report(self) -> None:
        self._desk.report = self._book.report()
        try:
            self.engine.send_report(self._desk.report)
        except LocalProtocolError as error:
            self.console.complain(f"receivers are not told how this camera is set: {error}")

    def _turn(self) -> None:
        self._supervision.tick()
        self._desk.time_passed()
        now = self._clock.monotonic()
        statuses = self.engine.statuses().values()
        self._absences.look(statuses, now)
        wishes = self._audience.wishes(statuses, now)
        choice = choose_stream(wishes, self._book.limits())
        if self._stream.follow(choice, now):
            self._supervision.order(MakeStream(self._stream.present))
