"""What a tile has seen of its camera so far, and what it makes of that. No Qt."""

from gui.wall.tile.quality import Quality
from gui.wall.tile.rates import KeepingUp, usual_rate
from gui.wall.tile.state import MOVING, Condition, Evidence, Expected, TileState, judge
from netgear_engine.clock import Clock
from netgear_engine.frame import Picture
from netgear_engine.receiving.port_status import PortStatus

_NOT_HEARD_OF = TileState(Condition.WAITING, "WAITING", "WAITING", "never connected")


class Witness:
    """Remembers the engine's last word, the newest picture, and since when the tile is seen."""

    def __init__(self, clock: Clock) -> None:
        self.status: PortStatus | None = None
        self.picture: Picture | None = None
        self.expected: Expected | None = None
        self.quality = Quality()
        self._clock = clock
        self._heard_at = clock.monotonic()
        self._seen_since: float | None = None
        self._usual_fps = 0.0
        self._keeping_up = KeepingUp()

    def hear(self, status: PortStatus, heard_at: float) -> None:
        """Take the engine's newest word on the camera, said at `heard_at`."""
        passed = heard_at - self._heard_at
        self._usual_fps = usual_rate(self._usual_fps, status, heard_at, passed)
        self.status = status
        self._heard_at = heard_at
        if self._seen_since is not None:
            self._keeping_up.look(heard_at, status.decoded + status.dropped)

    def see(self, picture: Picture) -> None:
        """Take the camera's newest picture."""
        self.picture = picture
        self._keeping_up.count()

    def uncovered(self) -> None:
        """The tile can be seen from now on: its picture may be from long before."""
        self._seen_since = self._clock.monotonic()

    def covered(self) -> None:
        """Nothing of this tile is decoded from now on."""
        self._seen_since = None
        self._keeping_up.forget()

    def waited(self) -> float:
        """Return for how many seconds the camera has been as it is."""
        since = self._heard_at if self.status is None else self.status.since_at
        return self._clock.monotonic() - since

    def judge(self) -> TileState:
        """Decide anew how the camera is, also when nothing came."""
        if self.status is None:
            return _NOT_HEARD_OF
        state = judge(self.status, self._evidence())
        if self.status.last_frame_at is not None:
            self.quality.note(self._clock.monotonic(), live=state.condition in MOVING)
        return state

    def _evidence(self) -> Evidence:
        frame = None if self.picture is None else self.picture.frame
        return Evidence(
            now=self._clock.monotonic(),
            now_wall=self._clock.wall(),
            heard_at=self._heard_at,
            visible_since=self._seen_since,
            picture_received_at=None if frame is None else frame.received_at,
            picture_fault="" if frame is None else frame.fault,
            usual_fps=self._usual_fps,
            pace=self._keeping_up.pace(),
            expected=self.expected,
        )
