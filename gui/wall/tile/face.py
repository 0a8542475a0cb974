"""Everything that is drawn of one tile, and what there is room for."""

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from gui.look import theme
from gui.wall.placement import AS_IT_IS, NO_ZOOM, Display, Zoom
from gui.wall.tile.picture_painter import pixels_of, placement_in
from gui.wall.tile.state import UNSEEN, Condition, TileState

TEXT_LOOKS = UNSEEN | {Condition.REJECTED, Condition.FAILED}
"""Looks that, without a picture, fill the tile with text instead of a pill."""


@dataclass(slots=True)
class TileFace:
    """Everything that is drawn of one tile; `clock` comes from the picture shown, never from now.

    `exact` is the image as it is seen in this tile, None when it has to be scaled while painting.
    `tools_width` is what the tools cover at the top right. `pulse` is false in the dark half of an
    unacknowledged alarm's blinking. `badges` are short words at the top right.
    """

    state: TileState
    name: str
    image: QImage | None = None
    exact: QImage | None = None
    clock: str = ""
    statistics: str = ""
    selected: bool = False
    tools_width: int = 0
    pulse: bool = True
    display: Display = AS_IT_IS
    zoom: Zoom = NO_ZOOM
    badges: tuple[str, ...] = ()
    name_shown: bool = True

    def says_in_text(self) -> bool:
        """Return whether text fills the tile in place of a picture."""
        condition = self.state.condition
        return condition in UNSEEN or (condition in TEXT_LOOKS and self.image is None)


@dataclass(frozen=True, slots=True)
class Room:
    """Which overlays a tile of some size has room for; state and name always have.

    `statistics` is how many lines of figures fit.
    """

    tools: bool
    statistics: int
    clock: bool

    @classmethod
    def of(cls, width: int, height: int) -> "Room":
        """Return what fits: first the tools give way, then the statistics, then the clock."""
        return cls(
            tools=width >= theme.scaled(260) and height >= theme.scaled(120),
            statistics=_lines_of_figures(width, height),
            clock=width >= theme.scaled(170) and height >= theme.scaled(64),
        )


def _lines_of_figures(width: int, height: int) -> int:
    if width < theme.scaled(220) or height < theme.scaled(96):
        return 0
    return 1 if height < theme.scaled(160) else 2


def overlay_area(face: TileFace, rect: QRect) -> QRect:
    """Return the area at whose edges the overlays lie: between the bars above and below."""
    if face.image is None or face.says_in_text():
        return rect
    placement = placement_in(rect, face.image.size(), face.display, face.zoom)
    place = pixels_of(placement.target, rect)
    return QRect(rect.left(), place.top(), rect.width(), place.height())
