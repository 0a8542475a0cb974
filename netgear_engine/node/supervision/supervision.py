"""Keeps one camera's process at work: starts it, watches it, kills it, starts it again.

All in the camera's thread, and with no wait anywhere.
"""

from collections.abc import Callable
from typing import Protocol

from netgear_engine.clock import Clock
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import (
    ApplySetting,
    CameraAlive,
    CameraEnded,
    CameraStarted,
    CameraTrouble,
    FrameMade,
    Order,
    ProcessSettings,
    Report,
    RestartCamera,
    SettingApplied,
    StillTaken,
)
from netgear_engine.node.supervision.figures import FigureSum
from netgear_engine.node.supervision.memory import CameraMemory
from netgear_engine.node.supervision.outage import Outage
from netgear_engine.node.supervision.placeholder import Placeholder
from netgear_engine.node.supervision.rhythm import Rhythm
from netgear_engine.node.supervision.watchdog import Action, CameraWatchdog, Phase
from netgear_engine.sources.pace import RateLimit
from netgear_engine.sources.redaction import SecretWords

_PLACEHOLDERS_PER_S = 2.0
# With these the camera may have to be opened again.
_REOPENING = ("size", "fps", "quality")
_RESTARTED = "the camera's process is being started"


class CameraListener(Protocol):
    """Gets what becomes of a camera, on the camera's thread. No method may block."""

    def frame(self, frame: CapturedFrame) -> None:
        """Take the newest picture, a JPEG; while trouble lasts it may be a placeholder."""
        ...

    def still(self, taken: StillTaken, jpeg: bytes | None) -> None:
        """Take a picture at full resolution; None when it was refused, `taken` says why."""
        ...

    def started(self, started: CameraStarted) -> None:
        """The camera gives pictures; again each time that it was opened again."""
        ...

    def trouble(self, text: str) -> None:
        """The camera gives nothing, and is tried again; once for each text of an outage."""
        ...

    def recovered(self, seconds: float) -> None:
        """The trouble is over; the camera gave nothing for so many seconds."""
        ...

    def setting_applied(self, applied: SettingApplied) -> None:
        """An ApplySetting has its answer."""
        ...

    def ended(self) -> None:
        """The source has come to its end; nothing follows."""
        ...

    def failed(self, text: str) -> None:
        """The camera can never give pictures (again); only placeholders that say so follow."""
        ...


class Child(Protocol):
    """A camera's process that was started."""

    def send(self, order: Order) -> None:
        """Give it an order; never waits."""
        ...

    def kill(self) -> None:
        """End it by force; never waits."""
        ...


class Supervision:
    """Follows the reports of a camera's process and the clock, and does what they call for.

    Applied settings and the stream asked for are kept and given to every new process. An
    ApplySetting or TakeStill that no process can answer any more is refused in its name.
    `start_child` starts a process that reports to the supervision; raises OSError when it cannot.
    """

    def __init__(
        self,
        settings: ProcessSettings,
        *,
        listener: CameraListener,
        clock: Clock,
        figures: FigureSum,
        start_child: Callable[[ProcessSettings, "Supervision"], Child],
    ) -> None:
        self._listener = listener
        self._clock = clock
        self._figures = figures
        self._start_child = start_child
        self._memory = CameraMemory(settings)
        self._watchdog = CameraWatchdog(clock.monotonic())
        self._outage = Outage()
        self._placeholder = Placeholder(settings.caption)
        self._placeholder_limit = RateLimit(_PLACEHOLDERS_PER_S)
        self._rhythm = Rhythm()
        self._camera_fps: float | None = None
        self._gave_pictures = False
        self._child: Child | None = None
        self._secrets = SecretWords([settings.source])

    def order(self, order: Order) -> None:
        """Pass an order on to the process; without one, what wants an answer is refused."""
        self._memory.ordered(order)
        if self._child is None:
            self._refuse_owed(_RESTARTED)
            return
        if isinstance(order, RestartCamera) or (
            isinstance(order, ApplySetting) and order.name in _REOPENING
        ):
            self._watchdog.opening(self._clock.monotonic())
        self._expect_pictures()
        self._child.send(order)

    def restart_process(self) -> None:
        """End the process by force and start a new one."""
        self._drop_child(kill=True)
        self._watchdog.begin_anew(self._clock.monotonic())

    def end(self) -> None:
        """Do nothing more; the process is left to whoever started it."""
        self._drop_child(kill=False)
        self._watchdog.is_over()

    def report_received(self, child: Child, report: Report, payload: bytes) -> None:
        """Take a report of the present process; what others still had to say is ignored."""
        if child is not self._child:
            return
        match report:
            case FrameMade(captured_at=captured_at):
                self._picture(captured_at)
                self._listener.frame(CapturedFrame(captured_at, jpeg=payload))
            case CameraAlive(captured_at=captured_at):
                self._figures.report(report)
                self._picture(captured_at)
            case CameraStarted():
                self._camera_fps = report.fps
                self._rhythm.opened()
                self._picture()
                self._listener.started(report)
            case SettingApplied():
                self._memory.answered(report)
                self._camera_fps = report.values.get("fps", self._camera_fps)
                self._expect_pictures()
                self._listener.setting_applied(report)
            case StillTaken():
                self._memory.answered(report)
                self._listener.still(report, None if report.refused else payload)
            case CameraTrouble(trouble=text, permanent=False):
                if self._watchdog.phase is Phase.LIVE:
                    self._figures.restarted()
                self._watchdog.troubled(self._clock.monotonic())
                text = self._secrets.hide(text)
                self._trouble(text, text)
            case CameraTrouble(trouble=text):
                text = self._secrets.hide(text)
                self._over()
                self._outage.trouble(text, self._watchdog.silent_since)
                self._listener.failed(text)
            case CameraEnded():
                self._over()
                self._listener.ended()

    def gone(self, child: Child, how: str) -> None:
        """A process has ended."""
        if child is not self._child:
            return
        self._drop_child(kill=False)
        self._start_failed(f"the camera's process {how}")

    def tick(self) -> None:
        """Do what is due; to be called about every tenth of a second."""
        now = self._clock.monotonic()
        silence = now - self._watchdog.silent_since
        match self._watchdog.decide(now):
            case Action.START_PROCESS:
                self._start()
            case Action.RESTART_CAMERA:
                self._figures.restarted()
                words = f"camera fault: no frames for {silence:.0f} s, restarting"
                self._trouble("restarting the camera", words)
                if self._child is not None:
                    self._child.send(RestartCamera())
            case Action.KILL_PROCESS:
                self._figures.restarted()
                words = f"camera fault: no frames for {silence:.0f} s, restarting its process"
                self._trouble("restarting the camera's process", words)
                self._drop_child(kill=True)
            case Action.NOTHING:
                self._explain_slow_start(silence)
        self._see_whether_all_is_well()
        if self._outage.is_dark and self._placeholder_limit.allows(now):
            picture = self._placeholder.picture(self._outage.reason, silence)
            self._listener.frame(CapturedFrame(now, jpeg=picture))

    def _start(self) -> None:
        self._expect_pictures()
        try:
            self._child = self._start_child(self._memory.settings(), self)
        except OSError as error:
            self._start_failed(f"the camera's process cannot be started: {error.strerror}")
            return
        for order in self._memory.orders_for_a_new_process():
            self._child.send(order)

    def _start_failed(self, reason: str) -> None:
        if self._watchdog.phase is not Phase.OVER:
            self._figures.restarted()
            self._watchdog.process_ended(self._clock.monotonic())
            self._trouble(reason, f"camera fault: {reason}, restarting")

    def _picture(self, captured_at: float | None = None) -> None:
        now = self._clock.monotonic()
        if captured_at is not None:
            self._rhythm.picture(captured_at)
        self._gave_pictures = True
        self._expect_pictures()
        self._watchdog.picture(now)
        self._outage.picture(now)
        self._see_whether_all_is_well()

    def _see_whether_all_is_well(self) -> None:
        lasted = self._outage.end(self._clock.monotonic())
        if lasted is not None:
            self._listener.recovered(lasted)

    def _explain_slow_start(self, silence: float) -> None:
        """Say why a picture stands still. To start at all is no fault until it took too long."""
        is_opened_again = self._gave_pictures and self._watchdog.phase is Phase.STARTING
        is_slow = silence >= self._watchdog.allowed_silence
        if is_opened_again and is_slow and not self._outage.is_dark:
            self._trouble("the camera is starting", "no frames yet: the camera is starting")

    def _expect_pictures(self) -> None:
        self._rhythm.tell(self._memory.slowest_rate(self._camera_fps))
        self._watchdog.expect(self._rhythm.fps)

    def _trouble(self, reason: str, words: str) -> None:
        if self._outage.trouble(reason, self._watchdog.silent_since):
            self._listener.trouble(words)

    def _over(self) -> None:
        self._watchdog.is_over()
        self._refuse_owed("the camera has ended")

    def _drop_child(self, *, kill: bool) -> None:
        child, self._child = self._child, None
        if child is not None:
            self._figures.process_over()
            if kill:
                child.kill()
        self._refuse_owed(_RESTARTED)

    def _refuse_owed(self, reason: str) -> None:
        for refusal in self._memory.refuse_all(reason):
            if isinstance(refusal, StillTaken):
                self._listener.still(refusal, None)
            else:
                self._listener.setting_applied(refusal)
