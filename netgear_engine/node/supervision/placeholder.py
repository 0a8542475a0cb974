"""The picture that is sent while a camera gives none: it says so, and for how long already."""

import textwrap

import numpy as np

from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.sources.lettering import Lettering

SIZE = (640, 360)

_DARK = (26, 24, 24)  # blue, green, red
_RED = (40, 40, 190)
_MARGIN = 36
_LONGEST_REASON = 4  # lines


class Placeholder:
    """Draws with numpy alone, because a node may have no font."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._large = Lettering(34)
        self._small = Lettering(20)

    def picture(self, reason: str, seconds: float) -> bytes:
        """Return a JPEG that says that there are no frames for so long, and why.

        Its tenths of a second run, so that nobody takes it for a picture that repeats itself.
        """
        width, height = SIZE
        pixels = np.empty((height, width, 3), np.uint8)
        pixels[:] = _DARK
        pixels[: _MARGIN // 3] = _RED
        pixels[-_MARGIN // 3 :] = _RED
        lines = [
            *self._lines(self._large, self._name, 1),
            (self._large, "camera fault"),
            (self._small, f"no frames for {seconds:.1f} s"),
            *self._lines(self._small, reason, _LONGEST_REASON),
        ]
        top = _MARGIN
        for letters, line in lines:
            letters.draw(pixels, line, _MARGIN, top)
            top += round(letters.height * 1.7)
        return jpeg.encode(pixels, JpegSettings(quality=85, subsampling="420"))

    @staticmethod
    def _lines(letters: Lettering, text: str, most: int) -> list[tuple[Lettering, str]]:
        columns = (SIZE[0] - 2 * _MARGIN) // letters.width("M")
        return [(letters, line) for line in textwrap.wrap(text, columns)[:most]]
