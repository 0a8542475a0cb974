"""A view: a named arrangement of cameras, and what an operator can make of it. No Qt.

A view never changes by itself, and nobody but the operator moves a camera in it. Each change gives
a new view, so a view that was kept is as it was, bit for bit.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from gui.cameras.key import CameraKey
from gui.wall.layouts import Grid, Layout, grid_for, merged, split

Slots = tuple[CameraKey | None, ...]


class View(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which camera is in which cell, page after page; None is a cell that stays empty.

    `everything` is true for a view in which each camera has a place: those not placed yet follow
    the others. `grid` is None but for a CUSTOM layout. `dwell_s` is how long a tour stays.
    """

    name: str
    layout: Layout = Layout.AUTO
    grid: Grid | None = None
    slots: Slots = ()
    everything: bool = False
    dwell_s: float = 10.0

    def placed(self, keys: Sequence[CameraKey]) -> Slots:
        """Return the cells' cameras when these cameras are watched; unknown ones are left out."""
        known = set(keys)
        if not self.everything:
            return tuple(key if key in known else None for key in self.slots)
        kept = [key for key in self.slots if key is None or key in known]
        new = [key for key in keys if key not in self.slots]
        return _without_end((*kept, *new))

    def grid_of(self, count: int) -> Grid:
        """Return the grid for `count` cells in use."""
        return self.grid or grid_for(self.layout, count)


def everything(name: str = "All") -> View:
    """Return the view that shows every camera."""
    return View(name, everything=True)


def with_layout(view: View, layout: Layout) -> View:
    """Return the view laid out in another way; the cameras keep their order."""
    return msgspec.structs.replace(view, layout=layout, grid=None)


def with_camera_in(view: View, slots: Slots, index: int, key: CameraKey) -> View:
    """Return the view with a camera in a cell; who was there takes the place it comes from.

    `slots` are the cells as they are seen now. A camera that comes from outside the view takes the
    place of whoever is there. No other tile moves.
    """
    changed = [*slots, *[None] * (index + 1 - len(slots))]
    if key in changed:
        changed[changed.index(key)] = changed[index]
    changed[index] = key
    return msgspec.structs.replace(view, slots=_without_end(changed))


def without_camera(view: View, slots: Slots, key: CameraKey) -> View:
    """Return the view with a camera's cell empty."""
    emptied = (None if one == key else one for one in slots)
    return msgspec.structs.replace(view, slots=_without_end(emptied))


def with_merged(view: View, slots: Slots, page: int, indexes: Collection[int]) -> View | None:
    """Return the view with cells of its grid merged, None when they make no rectangle.

    The cameras of one page stay in their order; the first of the merged cells' stays in the large
    cell, the others move on.
    """
    grid = view.grid_of(len(slots))
    return _regridded(view, grid, merged(grid, indexes), slots, page)


def with_split(view: View, slots: Slots, page: int, index: int) -> View | None:
    """Return the view with a large cell taken apart, None when it is not one."""
    grid = view.grid_of(len(slots))
    return _regridded(view, grid, split(grid, index), slots, page)


def _regridded(view: View, old: Grid, new: Grid | None, slots: Slots, page: int) -> View | None:
    """Let every camera of the page stay where it is as far as its place is still there."""
    if new is None:
        return None
    size = len(old.cells)
    here = slots[page * size : (page + 1) * size]
    units = {
        unit: key
        for cell, key in zip(old.cells, here, strict=False)
        for unit in sorted(cell.units())[:1]
    }
    kept = [units.get((cell.column, cell.row)) for cell in new.cells]
    homeless = [key for key in here if key is not None and key not in kept]
    filled = [one if one is not None or not homeless else homeless.pop(0) for one in kept]
    changed = (*slots[: page * size], *filled, *homeless, *slots[(page + 1) * size :])
    return msgspec.structs.replace(
        view, layout=Layout.CUSTOM, grid=new, slots=_without_end(changed)
    )


def _without_end(slots: Iterable[CameraKey | None]) -> Slots:
    """Drop the empty cells behind the last camera: they are there anyway."""
    kept = list(slots)
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)
