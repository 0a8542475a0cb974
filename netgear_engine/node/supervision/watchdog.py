"""Decides when a camera, or its process, has to be started again. Only times go in, no camera."""

import math
from enum import Enum, auto

from netgear_engine.node.camera.back_off import SHORTEST_S, BackOff

# Camera libraries need seconds until their first picture, on a small Pi several. What failed for
# want of time gets twice as much: the computer may be too busy, or the pictures very large.
START_S = 10.0
LONGEST_START_S = 30.0
SILENCE_S = 3.0
SILENT_INTERVALS = 5
RESTART_S = 4.0
# A process that says it has trouble waits up to 5 s between attempts, and an attempt takes time.
RETRY_S = 20.0


class Phase(Enum):
    """How things stand with the camera and its process."""

    DOWN = auto()  # there is no process; the next attempt has its time
    STARTING = auto()  # the camera is being opened
    LIVE = auto()  # it gives pictures
    RESTARTING = auto()  # it gave none for too long and was told to open the camera again
    TROUBLED = auto()  # it says that it has trouble, and tries again by itself
    OVER = auto()  # nothing more is to be done


class Action(Enum):
    """What has to be done now."""

    NOTHING = auto()
    START_PROCESS = auto()
    RESTART_CAMERA = auto()
    KILL_PROCESS = auto()


class CameraWatchdog:
    """Follows one camera. Every time is in monotonic seconds."""

    def __init__(self, now: float) -> None:
        self.phase = Phase.DOWN
        self.silent_since = now
        self._since = now
        self._next_attempt = now
        self._attempt_at = now
        self._live_since = now
        self.allowed_silence = SILENCE_S
        self._interval = 0.0
        self._start_patience = START_S
        self._back_off = BackOff()

    def expect(self, fps: float | None) -> None:
        """Pictures come at this rate; None: nobody knows yet, so it may be a slow camera."""
        self._interval = 1 / fps if fps else 0.0
        least = SILENCE_S if fps else START_S
        self.allowed_silence = max(least, SILENT_INTERVALS * self._interval)

    def opening(self, now: float) -> None:
        """The camera is opened again because somebody wants it so: that takes its time."""
        if self.phase is Phase.LIVE:
            self._enter(Phase.STARTING, now)

    def picture(self, now: float) -> None:
        """The camera gave a picture."""
        if self.phase in (Phase.DOWN, Phase.OVER):
            return
        if self.phase is not Phase.LIVE:
            self._live_since = now
            self._start_patience = START_S
            self._enter(Phase.LIVE, now)
        self.silent_since = now
        self._back_off.worked_for(now - self._live_since)

    def troubled(self, now: float) -> None:
        """The process says that the camera gives nothing."""
        if self.phase not in (Phase.DOWN, Phase.OVER):
            self._enter(Phase.TROUBLED, now)

    def process_ended(self, now: float) -> None:
        """The process is gone, by itself."""
        if self.phase not in (Phase.DOWN, Phase.OVER):
            self._go_down(now)

    def begin_anew(self, now: float) -> None:
        """The process was ended because somebody wants a new one."""
        self._enter(Phase.DOWN, now)
        self._next_attempt = now

    def is_over(self) -> None:
        """There is nothing more to wait for."""
        self.phase = Phase.OVER

    def decide(self, now: float) -> Action:
        """Return what is to be done at `now`; it counts as done from then on."""
        if self.phase is Phase.DOWN and now >= self._next_attempt:
            self._enter(Phase.STARTING, now)
            self._attempt_at = now
            return Action.START_PROCESS
        if self.phase is Phase.LIVE and now - self.silent_since >= self.allowed_silence:
            self._enter(Phase.RESTARTING, now)
            return Action.RESTART_CAMERA
        if now - self._since < self._patience():
            return Action.NOTHING
        if self.phase is Phase.STARTING:
            self._start_patience = min(2 * self._start_patience, LONGEST_START_S)
        self._go_down(now)
        return Action.KILL_PROCESS

    def _patience(self) -> float:
        """Return how long a first picture may take now; the next one is an interval away."""
        patience = {
            Phase.STARTING: self._start_patience,
            Phase.RESTARTING: RESTART_S,
            Phase.TROUBLED: RETRY_S,
        }
        return patience.get(self.phase, math.inf) + 2 * self._interval

    def _go_down(self, now: float) -> None:
        # The wait counts from the attempt before: one that took long need not be waited for again.
        due = self._attempt_at + self._back_off.failed()
        self._next_attempt = max(due, now + SHORTEST_S)
        self._enter(Phase.DOWN, now)

    def _enter(self, phase: Phase, now: float) -> None:
        self.phase = phase
        self._since = now
