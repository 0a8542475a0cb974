"""Charts beside and below each other as one PNG: lines over the number of cameras."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_ACROSS = 3
_WIDTH, _HEIGHT = 400, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 34, 30
_LEGEND = 34
_COLOURS = ("#0072b2", "#999999", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
_INK, _GRID = "#333333", "#dddddd"
_TICKS = 4
# Drawn larger and made smaller, so that lines are smooth.
_OVERSAMPLED = 2

Point = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """One of them: a line of points for each name of the legend, both axes from 0."""

    title: str
    lines: Sequence[Sequence[Point]]


def draw(charts: Sequence[Chart], names: Sequence[str], file: Path) -> None:
    """Draw the charts in rows of three, with one legend above, into a PNG of few colours."""
    rows = ceil(len(charts) / _ACROSS)
    size = _ACROSS * _WIDTH, _LEGEND + rows * _HEIGHT
    image = Image.new("RGB", (size[0] * _OVERSAMPLED, size[1] * _OVERSAMPLED), "white")
    pen = _Pen(ImageDraw.Draw(image))
    for number, name in enumerate(names):
        left = _LEFT + 130 * number
        pen.line([(left, 18), (left + 24, 18)], _COLOURS[number], 3)
        pen.text((left + 32, 18), name, "lm")
    for number, chart in enumerate(charts):
        corner = number % _ACROSS * _WIDTH, _LEGEND + number // _ACROSS * _HEIGHT
        _draw_chart(pen, chart, corner)
    image.resize(size, Image.Resampling.LANCZOS).quantize(48).save(file, optimize=True)


class _Pen:
    """Draws in the pixels of the finished picture."""

    def __init__(self, drawing: ImageDraw.ImageDraw) -> None:
        self._drawing = drawing
        self._font = ImageFont.load_default(12 * _OVERSAMPLED)

    def line(self, points: Sequence[Point], colour: str, width: int = 1) -> None:
        self._drawing.line(
            [(x * _OVERSAMPLED, y * _OVERSAMPLED) for x, y in points],
            colour,
            width * _OVERSAMPLED,
            "curve",
        )

    def text(self, at: Point, words: str, anchor: str) -> None:
        place = at[0] * _OVERSAMPLED, at[1] * _OVERSAMPLED
        self._drawing.text(place, words, _INK, self._font, anchor)


def _draw_chart(pen: _Pen, chart: Chart, corner: tuple[int, int]) -> None:
    points = [point for line in chart.lines for point in line]
    most_x = max((x for x, _ in points), default=1.0)
    step = _round_step(max((y for _, y in points), default=1.0) / _TICKS)
    most_y = step * max(1, ceil(max((y for _, y in points), default=1.0) / step))
    left, top = corner[0] + _LEFT, corner[1] + _TOP
    right, bottom = corner[0] + _WIDTH - _RIGHT, corner[1] + _HEIGHT - _BOTTOM

    def place(point: Point) -> Point:
        x, y = point
        return left + x / most_x * (right - left), bottom - y / most_y * (bottom - top)

    pen.text((left, top - 16), chart.title, "lm")
    for number in range(round(most_y / step) + 1):
        y = place((0, number * step))[1]
        pen.line([(left, y), (right, y)], _GRID)
        pen.text((left - 6, y), f"{number * step:g}", "rm")
    for x in sorted({x for x, _ in points}):
        pen.text((place((x, 0))[0], bottom + 12), f"{x:g}", "mm")
    for number, line in enumerate(chart.lines):
        if len(line) > 1:
            pen.line([place(point) for point in line], _COLOURS[number], 2)


def _round_step(least: float) -> float:
    """Return 1, 2 or 5 times a power of ten, not below `least`."""
    power = 10 ** int(log10(least) // 1) if least > 0 else 1
    return next(power * one for one in (1, 2, 5, 10) if power * one >= least)
