"""How cells are laid out on the wall. No Qt.

A layout never depends on the window's size, so tiles do not change places when it is resized.
"""

import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass

_MOST_AUTO_SIDE = 6
_SAME_SHAPE = 0.02


class Layout(enum.Enum):
    """The layouts an operator can choose; the value is what the menu says."""

    AUTO = "Auto"
    SINGLE = "1"
    TWO = "2×2"
    THREE = "3×3"
    FOUR = "4×4"
    ONE_AND_FIVE = "1+5"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's place in grid units: its column and row, and how many of both it spans."""

    column: int
    row: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of `columns` x `rows` units and its cells in reading order."""

    columns: int
    rows: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


ONE_CELL = Grid(1, 1, (Cell(0, 0),))
"""What an enlarged tile lies in."""

_SIDES = {Layout.SINGLE: 1, Layout.TWO: 2, Layout.THREE: 3, Layout.FOUR: 4}
_ONE_AND_FIVE = Grid(
    3, 3, (Cell(0, 0, 2), Cell(2, 0), Cell(2, 1), Cell(0, 2), Cell(1, 2), Cell(2, 2))
)


def grid_for(layout: Layout, count: int) -> Grid:
    """Return the grid of a layout; AUTO takes the smallest that holds `count` cameras.

    Where rows and columns differ AUTO has more rows: beside the side panel the wall is less wide
    than the pictures, which are larger that way. It stops at 6 x 6; then there are pages.
    """
    if layout is Layout.ONE_AND_FIVE:
        return _ONE_AND_FIVE
    if layout in _SIDES:
        return _even_grid(_SIDES[layout], _SIDES[layout])
    rows = min(_MOST_AUTO_SIDE, max(1, math.ceil(math.sqrt(count))))
    columns = min(_MOST_AUTO_SIDE, max(1, math.ceil(count / rows)))
    return _even_grid(columns, rows)


def page_count(grid: Grid, count: int) -> int:
    """Return how many pages `count` cameras need, at least one."""
    return max(1, math.ceil(count / len(grid.cells)))


def boxes(grid: Grid, area: Box, gap: int) -> list[Box]:
    """Return each cell's pixels in an area, with `gap` pixels between and around the cells."""
    return [_box(grid, cell, area, gap) for cell in grid.cells]


def fitted(grid: Grid, area: Box, gap: int, shape: float) -> Box:
    """Return the largest part of an area, in its middle, in which cells have this shape.

    `shape` is width by height. The pictures then lie close together, and what is left over is
    around the wall and not in every tile.
    """
    unit_width = (area.width - gap) / grid.columns - gap
    unit_height = (area.height - gap) / grid.rows - gap
    width, height = area.width, area.height
    if unit_width < unit_height * shape:
        height = round((unit_width / shape + gap) * grid.rows) + gap
    else:
        width = round((unit_height * shape + gap) * grid.columns) + gap
    left = area.left + (area.width - width) // 2
    return Box(left, area.top + (area.height - height) // 2, width, height)


def common_shape(sizes: Iterable[tuple[int, int] | None]) -> float | None:
    """Return the width by height that all known picture sizes share, None when they do not."""
    shapes = [width / height for width, height in filter(None, sizes) if height]
    if not shapes or max(shapes) - min(shapes) > _SAME_SHAPE:
        return None
    return shapes[0]


def _even_grid(columns: int, rows: int) -> Grid:
    cells = tuple(Cell(column, row) for row in range(rows) for column in range(columns))
    return Grid(columns, rows, cells)


def _box(grid: Grid, cell: Cell, area: Box, gap: int) -> Box:
    left, width = _edge(cell.column, cell.span, grid.columns, area.width, gap)
    top, height = _edge(cell.row, cell.span, grid.rows, area.height, gap)
    return Box(area.left + left, area.top + top, width, height)


def _edge(index: int, span: int, parts: int, length: int, gap: int) -> tuple[int, int]:
    """Return where a cell starts and how long it is, so that the cells fill `length` exactly."""
    free = length - gap

    def start(part: int) -> int:
        return gap + free * part // parts

    return start(index), max(1, start(index + span) - gap - start(index))
