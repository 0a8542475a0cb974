"""Which tiles are to be seen, where, and which is selected. No Qt."""

from collections.abc import Sequence

from gui.wall.layouts import ONE_CELL, Box, Grid, Layout, boxes, fitted, grid_for, page_count


class Arrangement:
    """The order of the ports and what the operator made of it: layout, page, selected, enlarged.

    Enlarging changes nothing else, so going back gives exactly what was. `shape` is the width by
    height that all pictures share; without one the cells fill the wall.
    """

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.layout = Layout.AUTO
        self.page = 0
        self.selected: int | None = None
        self.enlarged: int | None = None
        self.shape: float | None = None

    @property
    def grid(self) -> Grid:
        """Return the grid of the chosen layout for this number of ports."""
        return grid_for(self.layout, len(self.ports))

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return page_count(self.grid, len(self.ports))

    def set_ports(self, ports: Sequence[int]) -> None:
        """Arrange exactly these ports, in this order."""
        self.ports = list(ports)
        self.selected = self.selected if self.selected in self.ports else None
        self.enlarged = self.enlarged if self.enlarged in self.ports else None
        self.page = min(self.page, self.pages - 1)

    def set_layout(self, layout: Layout) -> None:
        """Choose a layout; the selected camera stays on the page shown."""
        self.layout = layout
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

    def select(self, port: int) -> None:
        """Select a port and turn to its page; an enlarged tile gives its place to it."""
        self.selected = port
        if self.enlarged is not None:
            self.enlarged = port
        self._show_page_of(port)

    def step(self, columns: int, rows: int) -> int | None:
        """Return the port to select after an arrow key, None when there is nothing that way.

        While a tile is enlarged every arrow goes on or back by one, round and round.
        """
        if not self.ports:
            return None
        if self.selected is None:
            return self.ports[self.page * len(self.grid.cells)]
        index = self.ports.index(self.selected)
        if self.enlarged is not None:
            return self.ports[(index + columns + rows) % len(self.ports)]
        if self.layout is not Layout.ONE_AND_FIVE:
            rows *= self.grid.columns
        wanted = index + columns + rows
        return self.ports[wanted] if 0 <= wanted < len(self.ports) else None

    def places(self, width: int, height: int, gap: int) -> dict[int, Box]:
        """Return where each port that is to be seen lies in an area of this size."""
        if self.enlarged is not None:
            return {self.enlarged: self._cells(ONE_CELL, width, height, gap)[0]}
        cells = self._cells(self.grid, width, height, gap)
        return dict(zip(self._shown_ports(), cells, strict=False))

    def empty_places(self, width: int, height: int, gap: int) -> list[Box]:
        """Return the cells of this page that no camera fills."""
        if self.enlarged is not None:
            return []
        return self._cells(self.grid, width, height, gap)[len(self._shown_ports()) :]

    def _cells(self, grid: Grid, width: int, height: int, gap: int) -> list[Box]:
        area = Box(0, 0, width, height)
        if self.shape is not None:
            area = fitted(grid, area, gap, self.shape)
        return boxes(grid, area, gap)

    def _shown_ports(self) -> list[int]:
        cells = len(self.grid.cells)
        return self.ports[self.page * cells : (self.page + 1) * cells]

    def _show_page_of(self, port: int | None) -> None:
        if port is not None:
            self.page = self.ports.index(port) // len(self.grid.cells)
        self.page = min(self.page, self.pages - 1)
