"""How cells are laid out on the wall. No Qt.

A layout never depends on the window's size, so tiles do not change places when it is resized.
"""

import enum
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec

_MOST_AUTO_SIDE = 6
_SAME_SHAPE = 0.02


class Layout(enum.Enum):
    """The layouts an operator can choose; the value is what the menu says.

    CUSTOM is what merging or splitting cells has made of another.
    """

    AUTO = "Auto"
    SINGLE = "1"
    TWO = "2×2"
    THREE = "3×3"
    FOUR = "4×4"
    FIVE = "5×5"
    SIX = "6×6"
    SEVEN = "7×7"
    EIGHT = "8×8"
    ONE_AND_FIVE = "1+5"
    ONE_AND_SEVEN = "1+7"
    ONE_AND_TWELVE = "1+12"
    TWO_AND_EIGHT = "2+8"
    CUSTOM = "Custom"


CHOICES = [layout.value for layout in Layout if layout is not Layout.CUSTOM]
"""What the menu offers; a custom layout is made, not chosen."""


class Cell(msgspec.Struct, frozen=True):
    """A cell's place in grid units: its column and row, and how many of both it spans."""

    column: int
    row: int
    columns: int = 1
    rows: int = 1

    def units(self) -> set[tuple[int, int]]:
        """Return the column and row of every unit that the cell covers."""
        return {
            (column, row)
            for column in range(self.column, self.column + self.columns)
            for row in range(self.row, self.row + self.rows)
        }


class Grid(msgspec.Struct, frozen=True):
    """A grid of `columns` x `rows` units and its cells in reading order.

    Raises ValueError when the cells do not cover every unit once.
    """

    columns: int
    rows: int
    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        """Check that the cells are a grid."""
        covered = [unit for cell in self.cells for unit in cell.units()]
        whole = Cell(0, 0, self.columns, self.rows).units()
        if len(covered) != len(whole) or set(covered) != whole:
            raise ValueError("the cells of a grid must cover each of its places once")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


ONE_CELL = Grid(1, 1, (Cell(0, 0),))
"""What an enlarged tile lies in."""

_SIDES = {
    Layout.SINGLE: 1,
    Layout.TWO: 2,
    Layout.THREE: 3,
    Layout.FOUR: 4,
    Layout.FIVE: 5,
    Layout.SIX: 6,
    Layout.SEVEN: 7,
    Layout.EIGHT: 8,
}


def grid_for(layout: Layout, count: int) -> Grid:
    """Return the grid of a layout; AUTO takes the smallest that holds `count` cameras.

    Where rows and columns differ AUTO has more rows: beside the side panel the wall is less wide
    than the pictures, which are larger that way. It stops at 6 x 6; then there are pages.
    """
    if layout in _WITH_LARGE_CELLS:
        return _WITH_LARGE_CELLS[layout]
    if layout in _SIDES:
        return _even_grid(_SIDES[layout], _SIDES[layout])
    rows = min(_MOST_AUTO_SIDE, max(1, math.ceil(math.sqrt(count))))
    columns = min(_MOST_AUTO_SIDE, max(1, math.ceil(count / rows)))
    return _even_grid(columns, rows)


def merged(grid: Grid, indexes: Collection[int]) -> Grid | None:
    """Return the grid with these cells as one; None when together they are no rectangle."""
    cells = [grid.cells[index] for index in sorted(indexes)]
    if len(cells) < 2:
        return None
    left, top = min(cell.column for cell in cells), min(cell.row for cell in cells)
    right = max(cell.column + cell.columns for cell in cells)
    bottom = max(cell.row + cell.rows for cell in cells)
    one = Cell(left, top, right - left, bottom - top)
    if len(one.units()) != sum(len(cell.units()) for cell in cells):
        return None
    others = [cell for cell in grid.cells if cell not in cells]
    return _in_reading_order(grid.columns, grid.rows, [*others, one])


def split(grid: Grid, index: int) -> Grid | None:
    """Return the grid with a cell taken apart into single ones; None when it is one."""
    cell = grid.cells[index]
    if cell.columns * cell.rows == 1:
        return None
    others = [other for other in grid.cells if other != cell]
    singles = [Cell(column, row) for column, row in cell.units()]
    return _in_reading_order(grid.columns, grid.rows, [*others, *singles])


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
    return _with_large(columns, rows)


def _with_large(columns: int, rows: int, *large: Cell) -> Grid:
    """Return a grid of single cells, but for the large ones."""
    taken = {unit for cell in large for unit in cell.units()}
    whole = Cell(0, 0, columns, rows).units()
    singles = [Cell(column, row) for column, row in whole - taken]
    return _in_reading_order(columns, rows, [*large, *singles])


def _in_reading_order(columns: int, rows: int, cells: Iterable[Cell]) -> Grid:
    return Grid(columns, rows, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


_WITH_LARGE_CELLS = {
    Layout.ONE_AND_FIVE: _with_large(3, 3, Cell(0, 0, 2, 2)),
    Layout.ONE_AND_SEVEN: _with_large(4, 4, Cell(0, 0, 3, 3)),
    Layout.ONE_AND_TWELVE: _with_large(4, 4, Cell(0, 0, 2, 2)),
    Layout.TWO_AND_EIGHT: _with_large(4, 4, Cell(0, 0, 2, 2), Cell(2, 0, 2, 2)),
}


def _box(grid: Grid, cell: Cell, area: Box, gap: int) -> Box:
    left, width = _edge(cell.column, cell.columns, grid.columns, area.width, gap)
    top, height = _edge(cell.row, cell.rows, grid.rows, area.height, gap)
    return Box(area.left + left, area.top + top, width, height)


def _edge(index: int, span: int, parts: int, length: int, gap: int) -> tuple[int, int]:
    """Return where a cell starts and how long it is, so that the cells fill `length` exactly."""
    free = length - gap

    def start(part: int) -> int:
        return gap + free * part // parts

    return start(index), max(1, start(index + span) - gap - start(index))
