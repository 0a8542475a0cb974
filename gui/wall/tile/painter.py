"""Drawing a tile: the picture, what lies over it, and the frame that tells its state.

Hundreds of tiles are painted every second on the GUI thread, so nothing is made anew that can be
kept: pills of text are drawn once into pixmaps.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from gui.cameras.key import CameraKey
from gui.look import theme
from gui.look.colours import Theme
from gui.look.sign import Sign
from gui.wall.placement import AS_IT_IS, NO_ZOOM, Display, Zoom
from gui.wall.tile.picture_painter import PicturePainter, pixels_of, placement_in
from gui.wall.tile.pills import PillColours, Pills, pill_height, pill_width, shown_width
from gui.wall.tile.state import ALARMING, MOVING, UNSEEN, Condition, TileState

TEXT_LOOKS = UNSEEN | {Condition.REJECTED, Condition.FAILED}
"""Looks that, without a picture, fill the tile with text instead of a pill."""

_CAUTION_CONDITIONS = frozenset({Condition.SLOW, Condition.STALE, Condition.REPEATING})
_WITHOUT_SIGN = frozenset({Condition.LIVE, Condition.STARTING, Condition.ENDED})
_SELECTION_WIDTH = 2
_NARROW = 200


@dataclass(slots=True)
class TileFace:
    """Everything that is drawn of one tile; `clock` comes from the picture shown, never from now.

    `tools_width` is what the tools cover at the top right. `pulse` is false in the dark half of an
    unacknowledged alarm's blinking. `badges` are short words at the top right.
    """

    state: TileState
    name: str
    image: QImage | None = None
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


class TilePainter:
    """Draws tile faces. One painter serves all tiles, so that they share the drawn pills."""

    def __init__(self, colours: Theme | None = None) -> None:
        self._pills = Pills()
        self._follows_theme = colours is None
        self._wear(colours or theme.colours())

    def _wear(self, colours: Theme) -> None:
        """Make anew what is kept: another theme is worn, or its text is larger."""
        self._edition = theme.edition()
        self._colours = colours
        self._pictures = PicturePainter(colours)
        self._plain = PillColours(colours.pill, colours.text)
        self._caution = PillColours(colours.caution, colours.caution_text)
        self._alarm = PillColours(colours.alarm_ground, colours.alarm_text)
        self._badge = PillColours(colours.primary, colours.primary_text)
        self._font = theme.font(12)
        self._name_font = theme.font(12, semibold=True)
        self._small_font = theme.font(11)
        self._calm_font = theme.font(11, semibold=True)

    def paint(self, painter: QPainter, rect: QRect, face: TileFace, key: CameraKey) -> None:
        """Draw a face into `rect`; `key` tells tiles apart."""
        if self._follows_theme and self._edition != theme.edition():
            self._wear(theme.colours())
        if face.image is None or face.state.condition in UNSEEN:
            painter.fillRect(rect, QColor(self._colours.empty_tile))
        else:
            self._paint_picture(painter, rect, face, key)
        self._paint_overlays(painter, rect, face)
        self._paint_frame(painter, rect, face)

    def forget(self, key: CameraKey) -> None:
        """Drop what is kept for a tile that is gone."""
        self._pictures.forget(key)

    def _paint_picture(
        self, painter: QPainter, rect: QRect, face: TileFace, key: CameraKey
    ) -> None:
        if face.image is None:
            return
        self._pictures.paint(
            painter,
            rect,
            face.image,
            face.state.condition,
            placement=placement_in(rect, face.image.size(), face.display, face.zoom),
            display=face.display,
            key=key,
        )

    def _paint_overlays(self, painter: QPainter, rect: QRect, face: TileFace) -> None:
        margin = theme.PILL_MARGIN if rect.width() >= _NARROW else theme.STEP
        area = overlay_area(face, rect)
        inner = area.adjusted(margin, margin, -margin, -margin)
        room = Room.of(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatioF()
        lowest = inner.bottom() + 1 - pill_height()
        name_width = inner.width()
        if face.clock and room.clock and not face.says_in_text():
            pill = self._pills.pill(face.clock, self._font, self._plain, ratio=ratio)
            painter.drawPixmap(inner.right() + 1 - shown_width(pill), lowest, pill)
            name_width -= shown_width(pill) + theme.STEP
        if face.name_shown:
            name = self._pills.pill(
                face.name, self._name_font, self._plain, ratio=ratio, most=name_width
            )
            painter.drawPixmap(inner.left(), lowest, name)
        for index, line in enumerate(reversed(face.statistics.splitlines()[: room.statistics])):
            figures = self._pills.pill(
                line, self._small_font, self._plain, ratio=ratio, most=inner.width()
            )
            top = lowest - (index + 1) * (pill_height() + theme.STEP)
            painter.drawPixmap(inner.left(), top, figures)
        if not face.says_in_text():
            badges = self._paint_badges(painter, inner, face, ratio)
            painter.drawPixmap(
                inner.topLeft(), self._state_pill(face, inner.width(), ratio, badges)
            )
        if face.state.notice:
            below = 0 if face.says_in_text() else pill_height() + theme.STEP
            painter.drawPixmap(
                inner.left(), inner.top() + below, self._notice(face, inner.width(), ratio)
            )

    def _notice(self, face: TileFace, width: int, ratio: float) -> QPixmap:
        font, sign, state = self._name_font, Sign.TRIANGLE, face.state
        width -= face.tools_width if face.says_in_text() else 0
        fits = pill_width(state.notice, font, sign) <= width
        words = state.notice if fits else state.short_notice
        return self._pills.pill(words, font, self._caution, ratio=ratio, sign=sign, most=width)

    def _paint_badges(self, painter: QPainter, inner: QRect, face: TileFace, ratio: float) -> int:
        """Draw the badges left of the tools, and return how much of the width is taken."""
        taken = face.tools_width + theme.STEP if face.tools_width else 0
        for badge in face.badges:
            pill = self._pills.pill(badge, self._calm_font, self._badge, ratio=ratio)
            taken += shown_width(pill)
            painter.drawPixmap(inner.right() + 1 - taken, inner.top(), pill)
            taken += theme.STEP
        return taken

    def _state_pill(self, face: TileFace, width: int, ratio: float, taken: int) -> QPixmap:
        state = face.state
        font = self._calm_font if state.condition in MOVING else self._name_font
        sign = None if state.condition in _WITHOUT_SIGN else state.sign
        fits = pill_width(state.words, font, sign) <= width - taken
        words = state.words if fits else state.short_words
        colours = self._state_colours(state.condition)
        return self._pills.pill(words, font, colours, ratio=ratio, sign=sign, most=width)

    def _state_colours(self, condition: Condition) -> PillColours:
        if condition in _CAUTION_CONDITIONS:
            return self._caution
        if condition is Condition.PAUSED:
            return self._badge
        return self._alarm if condition in ALARMING else self._plain

    def _paint_frame(self, painter: QPainter, rect: QRect, face: TileFace) -> None:
        inset = 0
        if face.selected:
            _stroke(painter, rect, 0, QPen(QColor(self._colours.accent), _SELECTION_WIDTH))
            inset = _SELECTION_WIDTH + 1
        pen = self._state_pen(face)
        if pen is not None:
            _stroke(painter, rect, inset, pen)

    def _state_pen(self, face: TileFace) -> QPen | None:
        condition = face.state.condition
        if condition in ALARMING:
            ink = QColor(self._colours.alarm)
            return QPen(ink if face.pulse else ink.darker(230), 3)
        if condition is Condition.PAUSED:
            return QPen(QColor(self._colours.accent), 3)
        if condition not in _CAUTION_CONDITIONS:
            return None
        pen = QPen(QColor(self._colours.caution), 1 if condition is Condition.SLOW else 2)
        if condition is Condition.STALE:
            pen.setDashPattern([4, 3])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


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


def _stroke(painter: QPainter, rect: QRect, inset: int, pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    edge = inset + pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(rect).adjusted(edge, edge, -edge, -edge))
