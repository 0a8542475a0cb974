"""Which tiles are to be seen, where, and which is selected. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from gui.cameras.key import CameraKey
from gui.wall.layouts import ONE_CELL, Box, Cell, Grid, Layout, boxes, fitted, page_count
from gui.wall.views.view import Slots, View, everything, with_layout


@dataclass(frozen=True, slots=True)
class Place:
    """A cell on the page shown: its number among all cells of the view, and who is in it."""

    index: int
    key: CameraKey | None
    box: Box


class Arrangement:
    """A view as it is seen: page, selected, enlarged.

    Enlarging changes nothing else, so going back gives exactly what was. `shape` is the width by
    height that all pictures share; without one the cells fill the wall.
    """

    def __init__(self, view: View | None = None) -> None:
        self.view = view or everything()
        self.keys: list[CameraKey] = []
        self.page = 0
        self.selected: CameraKey | None = None
        self.enlarged: CameraKey | None = None
        self.shape: float | None = None
        self._restored: tuple[int, CameraKey | None, CameraKey | None] | None = None

    @property
    def slots(self) -> Slots:
        """The camera of each cell, page after page."""
        return self.view.placed(self.keys)

    @property
    def shown_keys(self) -> list[CameraKey]:
        """The cameras of this view in its order."""
        return [key for key in self.slots if key is not None]

    @property
    def layout(self) -> Layout:
        """The view's layout."""
        return self.view.layout

    @property
    def grid(self) -> Grid:
        """The grid of the view for this number of cells."""
        return self.view.grid_of(len(self.slots))

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return page_count(self.grid, len(self.slots))

    def set_keys(self, keys: Sequence[CameraKey]) -> None:
        """Say which cameras are watched, in their order."""
        self.keys = list(keys)
        if self.keys and self._restored is not None:
            self.page, self.selected, self.enlarged = self._restored
            self._restored = None
        self._keep_in_view()

    def restore(self, page: int, selected: CameraKey | None, enlarged: CameraKey | None) -> None:
        """Show this as soon as it is known which cameras there are."""
        self._restored = page, selected, enlarged
        self.set_keys(self.keys)

    def set_view(self, view: View) -> None:
        """Show another view, or this one changed; the selected camera stays if it is in it."""
        if view.name != self.view.name:
            self.page = 0
            self.enlarged = None
        self.view = view
        self._keep_in_view()

    def set_layout(self, layout: Layout) -> None:
        """Choose a layout; the selected camera stays on the page shown."""
        self.view = with_layout(self.view, layout)
        self.enlarged = None
        self._show_page_of(self.selected)

    def turn_page(self, pages: int) -> None:
        """Go some pages on, or back when negative, as far as there are pages."""
        self.enlarged = None
        self.page = min(max(0, self.page + pages), self.pages - 1)

    def show_all(self) -> None:
        """Leave an enlarged tile and show the first page."""
        self.enlarged = None
        self.page = 0

    def select(self, key: CameraKey) -> None:
        """Select a camera and turn to its page; an enlarged tile gives its place to it."""
        self.selected = key
        if key not in self.slots:
            return
        if self.enlarged is not None:
            self.enlarged = key
        self._show_page_of(key)

    def page_of(self, key: CameraKey) -> int | None:
        """Return the page on which a camera is, None when it is not in this view."""
        slots = self.slots
        return slots.index(key) // len(self.grid.cells) if key in slots else None

    def step(self, columns: int, rows: int) -> CameraKey | None:
        """Return the camera to select after an arrow key, None when there is nothing that way.

        While a tile is enlarged every arrow goes on or back by one, round and round.
        """
        shown = self.shown_keys
        if not shown:
            return None
        if self.selected not in shown:
            here = [place.key for place in self.cells(1, 1, 0) if place.key is not None]
            return next(iter(here or shown))
        if self.enlarged is not None:
            return shown[(shown.index(self.selected) + columns + rows) % len(shown)]
        return self._neighbour(columns, rows) or self._on_another_page(columns)

    def cells(self, width: int, height: int, gap: int) -> list[Place]:
        """Return the cells that are to be seen in an area of this size, the empty ones too."""
        if self.enlarged is not None:
            box = self._boxes(ONE_CELL, width, height, gap)[0]
            return [Place(self.slots.index(self.enlarged), self.enlarged, box)]
        grid, slots = self.grid, self.slots
        first = self.page * len(grid.cells)
        here = [*slots[first : first + len(grid.cells)], *[None] * len(grid.cells)]
        found = enumerate(self._boxes(grid, width, height, gap))
        return [Place(first + index, here[index], box) for index, box in found]

    def places(self, width: int, height: int, gap: int) -> dict[CameraKey, Box]:
        """Return where each camera that is to be seen lies in an area of this size."""
        cells = self.cells(width, height, gap)
        return {place.key: place.box for place in cells if place.key is not None}

    def _neighbour(self, columns: int, rows: int) -> CameraKey | None:
        """Return the nearest camera of this page in one direction."""
        grid, slots = self.grid, self.slots
        first = self.page * len(grid.cells)
        here = dict(zip(grid.cells, slots[first : first + len(grid.cells)], strict=False))
        own = next((cell for cell, key in here.items() if key == self.selected), None)
        if own is None:
            return None
        ahead = [
            (_distance(own, cell, columns, rows), cell.row, cell.column, key)
            for cell, key in here.items()
            if key is not None and cell is not own and _is_ahead(own, cell, columns, rows)
        ]
        return min(ahead)[3] if ahead else None

    def _on_another_page(self, columns: int) -> CameraKey | None:
        """Return the camera after or before the selected one when the page ends there."""
        shown = self.shown_keys
        if columns == 0 or self.selected is None:
            return None
        wanted = shown.index(self.selected) + columns
        if not 0 <= wanted < len(shown) or self.page_of(shown[wanted]) == self.page:
            return None
        return shown[wanted]

    def _boxes(self, grid: Grid, width: int, height: int, gap: int) -> list[Box]:
        area = Box(0, 0, width, height)
        if self.shape is not None:
            area = fitted(grid, area, gap, self.shape)
        return boxes(grid, area, gap)

    def _keep_in_view(self) -> None:
        self.selected = self.selected if self.selected in self.keys else None
        self.enlarged = self.enlarged if self.enlarged in self.slots else None
        self.page = min(self.page, self.pages - 1)

    def _show_page_of(self, key: CameraKey | None) -> None:
        page = None if key is None else self.page_of(key)
        self.page = min(self.page if page is None else page, self.pages - 1)


def _is_ahead(own: Cell, other: Cell, columns: int, rows: int) -> bool:
    if columns:
        beside = own.row < other.row + other.rows and other.row < own.row + own.rows
        return beside and (other.column - own.column) * columns > 0
    above = own.column < other.column + other.columns and other.column < own.column + own.columns
    return above and (other.row - own.row) * rows > 0


def _distance(own: Cell, other: Cell, columns: int, rows: int) -> int:
    return abs(other.column - own.column) if columns else abs(other.row - own.row)
