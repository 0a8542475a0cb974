"""Letters drawn with numpy alone, for pictures that are made where no font can be expected.

Each letter is a few lines with round ends on a grid 4 wide and 6 high, written as points:
"30 04 44/30 36" goes from x 3, y 0 to x 0, y 4 to x 4, y 4; then from x 3, y 0 to x 3, y 6.
"""

import itertools
import unicodedata

import numpy as np
import numpy.typing as npt

from netgear_engine.frame import Pixels

_Coverage = npt.NDArray[np.uint8]
_Line = tuple[float, float, float, float]

_GRID_WIDTH = 4
_GRID_HEIGHT = 6
_LINE_WIDTH = 0.85  # in grid steps
_GAP = 1.0  # between two letters, in grid steps, beside the width of the line

_LETTERS = {
    "0": "10 30 41 45 36 16 05 01 10",
    "1": "11 20 26/16 36",
    "2": "01 10 30 41 42 06 46",
    "3": "01 10 30 41 42 33 13/33 44 45 36 16 05",
    "4": "30 04 44/30 36",
    "5": "40 00 03 33 44 45 36 16 05",
    "6": "41 30 10 01 05 16 36 45 44 33 03",
    "7": "00 40 16",
    "8": "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
    "9": "05 16 36 45 41 30 10 01 02 13 43",
    "A": "06 02 20 42 46/04 44",
    "B": "00 06 36 45 44 33 03/33 42 41 30 00",
    "C": "41 30 10 01 05 16 36 45",
    "D": "00 06 26 44 42 20 00",
    "E": "40 00 06 46/03 33",
    "F": "40 00 06/03 33",
    "G": "41 30 10 01 05 16 36 45 43 23",
    "H": "00 06/40 46/03 43",
    "I": "10 30/20 26/16 36",
    "J": "40 45 36 16 05",
    "K": "00 06/40 03 46",
    "L": "00 06 46",
    "M": "06 00 23 40 46",
    "N": "06 00 46 40",
    "O": "10 30 41 45 36 16 05 01 10",
    "P": "06 00 30 41 42 33 03",
    "Q": "10 30 41 45 36 16 05 01 10/24 46",
    "R": "06 00 30 41 42 33 03/23 46",
    "S": "41 30 10 01 02 13 33 44 45 36 16 05",
    "T": "00 40/20 26",
    "U": "00 05 16 36 45 40",
    "V": "00 26 40",
    "W": "00 16 23 36 40",
    "X": "00 46/40 06",
    "Y": "00 23 40/23 26",
    "Z": "00 40 06 46",
    " ": "",
    "-": "13 33",
    "+": "13 33/22 24",
    ".": "26 26",
    ",": "26 17",
    ":": "22 22/25 25",
    "/": "40 06",
    "'": "20 21",
    "(": "30 21 25 36",
    ")": "10 21 25 16",
    "#": "10 16/30 36/02 42/04 44",
    "_": "06 46",
}
_UNKNOWN = "00 40 46 06 00"

# Letters that stand in the middle of half a place, so that times read as one word.
_NARROW = ".:,'"


class Lettering:
    """Letters of one height in pixels, light on whatever is darker below them."""

    def __init__(self, height: int) -> None:
        self.height = max(height, 1)
        self._step = self.height / (_GRID_HEIGHT + _LINE_WIDTH)
        self._drawn: dict[str, Pixels] = {}

    def width(self, text: str) -> int:
        """Return the pixels that `text` takes."""
        return sum(self._advance(letter) for letter in drawable(text))

    def draw(self, pixels: Pixels, text: str, left: int, top: int) -> None:
        """Draw `text` into the picture (height x width x 3); what lies outside is cut off."""
        for letter in drawable(text):
            advance = self._advance(letter)
            if left >= 0 and top >= 0:
                region = pixels[top : top + self.height, left : left + advance]
                mask = self._mask(letter)[: region.shape[0], : region.shape[1]]
                np.maximum(region, mask, out=region)
            left += advance

    def _advance(self, letter: str) -> int:
        width = _GRID_WIDTH / 2 if letter in _NARROW else _GRID_WIDTH
        return max(round((width + _LINE_WIDTH + _GAP) * self._step), 1)

    def _mask(self, letter: str) -> Pixels:
        if letter not in self._drawn:
            lines = _lines(_LETTERS.get(letter, _UNKNOWN))
            shape = (self.height, self._advance(letter))
            shift = _GRID_WIDTH / 4 if letter in _NARROW else 0.0
            coverage = _draw_lines(lines, shape, self._step, shift)
            self._drawn[letter] = np.repeat(coverage[:, :, np.newaxis], 3, axis=2)
        return self._drawn[letter]


def drawable(text: str) -> str:
    """Return the text in capitals without accents, as it is drawn."""
    plain = unicodedata.normalize("NFKD", text.upper())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _lines(strokes: str) -> list[_Line]:
    """Return every line of a letter as start x, start y, end x, end y in grid steps."""
    lines: list[_Line] = []
    for stroke in strokes.split("/"):
        points = [(float(point[0]), float(point[1])) for point in stroke.split()]
        lines += [(*start, *end) for start, end in itertools.pairwise(points)]
    return lines


def _draw_lines(lines: list[_Line], shape: tuple[int, int], step: float, shift: float) -> _Coverage:
    """Return how much of each pixel the lines cover, 0 to 255; `shift` moves them left."""
    margin = _LINE_WIDTH / 2
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    x = (x + 0.5) / step - margin - _GAP / 2 + shift
    y = (y + 0.5) / step - margin
    nearest = np.full(shape, np.inf, dtype=np.float32)
    for start_x, start_y, end_x, end_y in lines:
        along_x, along_y = end_x - start_x, end_y - start_y
        length = along_x**2 + along_y**2
        part = ((x - start_x) * along_x + (y - start_y) * along_y) / (length or 1.0)
        part = np.clip(part, 0.0, 1.0)
        distance = np.hypot(x - start_x - part * along_x, y - start_y - part * along_y)
        nearest = np.minimum(nearest, distance)
    inside = (margin - nearest) * step + 0.5  # in pixels, half a pixel of soft edge
    coverage: _Coverage = (np.clip(inside, 0.0, 1.0) * 255).astype(np.uint8)
    return coverage
