"""Notices a camera that has died and gives its last picture for ever."""

from netgear_engine.frame import CapturedFrame

SECONDS = 10.0

# Of pixels every so many lines are compared: enough, since a live sensor is never quite still.
_LINES = 16

# By camera. Kept here, since whoever opens a camera again may do so with a new object.
_known_stills: dict[str, bytes] = {}


class RepeatedPicture:
    """Compares each picture with the one before, byte by byte.

    A picture that was already stuck when the camera was opened last time is a still one in truth,
    such as the "no signal" of an HDMI adapter: it is let through.
    """

    def __init__(
        self, camera: str, seconds: float = SECONDS, stills: dict[str, bytes] = _known_stills
    ) -> None:
        """Call it stuck after so many seconds of one picture; `camera` is its path or number.

        `stills` are the pictures of cameras that are let through.
        """
        self._stills = stills
        self._camera = camera
        self._seconds = seconds
        self._last = b""
        self._since = 0.0

    def start_again(self) -> None:
        """The camera was opened anew."""
        self._last = b""

    def is_stuck(self, frame: CapturedFrame, now: float) -> bool:
        """Return whether this picture has come for too long; `now` in monotonic seconds."""
        content = frame.jpeg
        if content is None and frame.pixels is not None:
            content = frame.pixels[::_LINES].tobytes()
        if content is None or content != self._last:
            self._last, self._since = content or b"", now
            return False
        if now - self._since < self._seconds or content == self._stills.get(self._camera):
            return False
        self._stills[self._camera] = content
        return True
