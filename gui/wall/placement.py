"""Where in its tile a picture lies, and which part of it is seen. No Qt.

Numbers from 0 to 1 are parts of the picture as it is displayed: mirrored first, then turned.
"""

from dataclasses import dataclass, replace
from typing import Literal

Fitting = Literal["fit", "fill", "stretch"]
Rotation = Literal[0, 90, 180, 270]

MOST_ZOOM = 16.0
# Rounding may leave a sliver of a pixel or two, which is not worth a line of black.
_SLIVER = 2.0


@dataclass(frozen=True, slots=True)
class Display:
    """How a camera's picture is displayed; the rotation is clockwise."""

    fitting: Fitting = "fit"
    rotation: Rotation = 0
    mirrored: bool = False

    @property
    def lies_on_its_side(self) -> bool:
        """Whether width and height change places."""
        return self.rotation in (90, 270)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in pixels or in parts of a picture."""

    left: float
    top: float
    width: float
    height: float


WHOLE = Area(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Zoom:
    """How much a picture is enlarged, and the point of it that is in the middle."""

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_on(self) -> bool:
        """Whether anything is enlarged."""
        return self.factor > 1.0


AS_IT_IS = Display()
NO_ZOOM = Zoom()


@dataclass(frozen=True, slots=True)
class Placement:
    """The pixels of the tile that the picture takes, and the part of it that is seen there."""

    target: Area
    seen: Area

    @property
    def whole(self) -> Area:
        """The pixels that the whole picture would take, most of it outside when zoomed."""
        width = self.target.width / self.seen.width
        height = self.target.height / self.seen.height
        left = self.target.left - self.seen.left * width
        return Area(left, self.target.top - self.seen.top * height, width, height)


def displayed_size(picture: tuple[int, int], display: Display) -> tuple[int, int]:
    """Return width and height of a picture as it is displayed."""
    return (picture[1], picture[0]) if display.lies_on_its_side else picture


def place(
    picture: tuple[int, int], tile: tuple[int, int], display: Display, zoom: Zoom
) -> Placement:
    """Return where a picture of this size lies in a tile of this size."""
    width, height = displayed_size(picture, display)
    target, seen = Area(0.0, 0.0, *map(float, tile)), WHOLE
    if display.fitting == "fit":
        target = _letterbox(width, height, tile)
    elif display.fitting == "fill":
        seen = _cropped(width / height, tile[0] / tile[1])
    part_width, part_height = seen.width / zoom.factor, seen.height / zoom.factor
    if zoom.is_on:
        left = _within(zoom.x - part_width / 2, 1.0 - part_width)
        top = _within(zoom.y - part_height / 2, 1.0 - part_height)
        seen = Area(left, top, part_width, part_height)
    return Placement(target, seen)


def zoomed(now: Placement, zoom: Zoom, factor: float, point: tuple[float, float]) -> Zoom:
    """Return the zoom by `factor` times what it is; the picture below `point` stays where it is.

    `point` is in pixels of the tile.
    """
    wanted = min(max(zoom.factor * factor, 1.0), MOST_ZOOM)
    if wanted == 1.0:
        return Zoom()
    across = _within((point[0] - now.target.left) / now.target.width, 1.0)
    down = _within((point[1] - now.target.top) / now.target.height, 1.0)
    width = now.seen.width * zoom.factor / wanted
    height = now.seen.height * zoom.factor / wanted
    x = now.seen.left + across * (now.seen.width - width) + width / 2
    y = now.seen.top + down * (now.seen.height - height) + height / 2
    return _bounded(Zoom(wanted, x, y), width, height)


def panned(now: Placement, zoom: Zoom, pixels: tuple[float, float]) -> Zoom:
    """Return the zoom with the picture moved by so many pixels, never beyond its edges."""
    if not zoom.is_on:
        return zoom
    x = now.seen.left + now.seen.width / 2 - pixels[0] / now.target.width * now.seen.width
    y = now.seen.top + now.seen.height / 2 - pixels[1] / now.target.height * now.seen.height
    return _bounded(replace(zoom, x=x, y=y), now.seen.width, now.seen.height)


def size_wanted(tile: tuple[int, int], display: Display, zoom: Zoom) -> tuple[int, int]:
    """Return the size into which a picture must be decoded to be sharp in such a tile."""
    width, height = displayed_size(tile, display)
    if display.fitting != "fit":
        # Whatever the picture's shape is, it has to cover the tile.
        width = height = max(width, height)
    return round(width * zoom.factor), round(height * zoom.factor)


def _bounded(zoom: Zoom, width: float, height: float) -> Zoom:
    x = _within(zoom.x - width / 2, 1.0 - width) + width / 2
    y = _within(zoom.y - height / 2, 1.0 - height) + height / 2
    return replace(zoom, x=x, y=y)


def _letterbox(width: int, height: int, tile: tuple[int, int]) -> Area:
    scale = min(tile[0] / width, tile[1] / height)
    # A pixel at least: nobody zooms into nothing.
    shown_width = max(float(round(width * scale)), 1.0)
    shown_height = max(float(round(height * scale)), 1.0)
    shown_width = tile[0] if tile[0] - shown_width <= _SLIVER else shown_width
    shown_height = tile[1] if tile[1] - shown_height <= _SLIVER else shown_height
    left, top = (tile[0] - shown_width) // 2, (tile[1] - shown_height) // 2
    return Area(left, top, shown_width, shown_height)


def _cropped(picture: float, tile: float) -> Area:
    """Return the middle of a picture of one shape that fills a tile of another."""
    if picture > tile:
        part = tile / picture
        return Area((1.0 - part) / 2, 0.0, part, 1.0)
    part = picture / tile
    return Area(0.0, (1.0 - part) / 2, 1.0, part)


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)
