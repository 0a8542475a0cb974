"""An event as it is kept, and what kinds of events there are. No Qt."""

import enum
from dataclasses import dataclass

from gui.cameras.key import CameraKey
from gui.look.sign import Sign

NO_CAMERA = CameraKey("")
"""The key of what is not about a camera."""


class Kind(enum.Enum):
    """What an event is about; the value stands in the file and in exports."""

    LIVE = "live"
    BACK = "back"
    LOST = "lost"
    MISSING = "missing"
    ENDED = "ended"
    FAULT = "fault"
    REFUSED = "refused"
    REPEATING = "repeating"
    INPUT = "unusable input"
    COMMAND = "command"
    ACKNOWLEDGED = "acknowledged"
    OPERATOR = "operator"
    PROGRAM = "program"
    MONITOR = "fault of the monitor"


@dataclass(frozen=True, slots=True)
class Record:
    """One event. `id` follows the order in which the events happened.

    `alarm` says that it wants or wanted to be acknowledged, `times` how often the same alarm came
    before it was. `outage` is how many seconds a loss lasted, None as long as it lasts. An event
    of several cameras at once has their `keys`; the events of each of them are `part_of` it.
    """

    id: int
    wall: float
    kind: Kind
    text: str
    sign: Sign
    key: CameraKey = NO_CAMERA
    camera: str = ""
    alarm: bool = False
    times: int = 1
    outage: float | None = None
    keys: tuple[CameraKey, ...] = ()
    part_of: int = 0
    acknowledged: float | None = None
    initials: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether this is an alarm that nobody has acknowledged."""
        return self.alarm and self.acknowledged is None

    @property
    def words(self) -> str:
        """What the list shows."""
        return f"{self.text}, {self.times} times" if self.times > 1 else self.text

    @property
    def of_keys(self) -> tuple[CameraKey, ...]:
        """The keys of the cameras it is about."""
        return self.keys or ((self.key,) if self.key else ())
