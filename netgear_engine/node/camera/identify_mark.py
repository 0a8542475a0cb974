"""The mark that shows an operator which camera this is: a bright frame that comes and goes."""

from netgear_engine.frame import Pixels
from netgear_engine.sources.lettering import Lettering
from netgear_engine.sources.scenery import darken_plate

_WORD = "identify"
_YELLOW = (0, 214, 255)  # blue, green, red
_BLINK_S = 0.5


class IdentifyMark:
    """Is drawn into pictures for some seconds, every other half second."""

    def __init__(self, caption: str) -> None:
        self._caption = caption
        self._begin = 0.0
        self._end = 0.0

    def show(self, now: float, seconds: float) -> None:
        """Begin at `now` (monotonic seconds) and go on for `seconds`; none or fewer end it."""
        self._begin, self._end = now, now + seconds

    def is_on(self, now: float) -> bool:
        """Tell whether a picture made now has the mark."""
        return self._begin <= now < self._end and (now - self._begin) % (2 * _BLINK_S) < _BLINK_S

    def draw(self, pixels: Pixels) -> None:
        """Draw the frame and the words into a picture of height x width x 3, B, G, R."""
        height, width = pixels.shape[:2]
        line = max(min(height, width) // 24, 2)
        letters = Lettering(max(min(height // 8, width // 12), 7))
        lines = [one for one in (_WORD, self._caption) if one]
        advance = round(letters.height * 1.6)
        plate_width = max(letters.width(one) for one in lines) + 2 * letters.height
        top = height // 2 - len(lines) * advance // 2
        darken_plate(pixels, (width - plate_width) // 2, top, plate_width, len(lines) * advance)
        top += (advance - letters.height) // 2
        for one in lines:
            # A long name loses its end, never its beginning.
            left = max((width - letters.width(one)) // 2, line)
            letters.draw(pixels, one, left, top)
            top += advance
        for edge in (pixels[:line], pixels[-line:], pixels[:, :line], pixels[:, -line:]):
            edge[:] = _YELLOW
