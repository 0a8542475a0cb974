"""Drawing a tile: the picture, what lies over it, and the frame that tells its state.

Hundreds of tiles are painted every second on the GUI thread, so nothing is made anew that can be
kept: pills of text are drawn once into pixmaps, an altered picture once per picture and size.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from gui import theme
from gui.wall.altered_picture import grey_and_dim, hatch
from gui.wall.pills import PILL_HEIGHT, PillColours, Pills, pill_width, shown_width
from gui.wall.tile_state import MOVING, Look, TileState

TEXT_LOOKS = frozenset({Look.WAITING, Look.REJECTED, Look.FAILED})
"""Looks that, without a picture, fill the tile with text instead of a pill."""

_CAUTION_LOOKS = frozenset({Look.SLOW, Look.STALE, Look.REPEATING})
_ALARM_LOOKS = frozenset({Look.LOST, Look.REJECTED, Look.FAILED, Look.FAULT})
_ALTERED = frozenset({Look.STARTING, Look.ENDED, *_ALARM_LOOKS})
_WITHOUT_SIGN = frozenset({Look.LIVE, Look.STARTING, Look.ENDED})
_SELECTION_WIDTH = 2
_NARROW = 200


@dataclass(slots=True)
class TileFace:
    """Everything that is drawn of one tile; `clock` comes from the picture shown, never from now.

    `tools_width` is what the tools cover at the top right. `pulse` is false in the dark half of an
    unacknowledged alarm's blinking.
    """

    state: TileState
    name: str
    image: QImage | None = None
    clock: str = ""
    statistics: str = ""
    selected: bool = False
    tools_width: int = 0
    pulse: bool = True

    def says_in_text(self) -> bool:
        """Return whether text fills the tile in place of a picture."""
        look = self.state.look
        return look is Look.WAITING or (look in TEXT_LOOKS and self.image is None)


@dataclass(frozen=True, slots=True)
class Room:
    """Which overlays a tile of some size has room for; state and name always have."""

    tools: bool
    statistics: bool
    clock: bool

    @classmethod
    def of(cls, width: int, height: int) -> "Room":
        """Return what fits: first the tools give way, then the statistics, then the clock."""
        return cls(
            tools=width >= 260 and height >= 120,
            statistics=width >= 220 and height >= 96,
            clock=width >= 170 and height >= 64,
        )


class TilePainter:
    """Draws tile faces. One painter serves all tiles, so that they share the drawn pills."""

    def __init__(self, colours: theme.Theme = theme.DARK) -> None:
        self._colours = colours
        self._pills = Pills()
        self._altered: dict[int, tuple[tuple[object, ...], QImage]] = {}
        self._hatches = {
            look: hatch(QColor(colour)) for look, colour in _hatch_colours(colours).items()
        }
        self._veil = QColor(colours.veil)
        self._plain = PillColours(colours.pill, colours.text)
        self._caution = PillColours(colours.caution, colours.caution_text)
        self._alarm = PillColours(colours.alarm_ground, colours.alarm_text)
        self._font = theme.font(12)
        self._name_font = theme.font(12, semibold=True)
        self._small_font = theme.font(11)
        self._calm_font = theme.font(11, semibold=True)

    def paint(self, painter: QPainter, rect: QRect, face: TileFace, key: int) -> None:
        """Draw a face into `rect`; `key` tells tiles apart (the port)."""
        if face.image is None or face.state.look is Look.WAITING:
            painter.fillRect(rect, QColor(self._colours.empty_tile))
        else:
            self._paint_picture(painter, rect, face, key)
        self._paint_overlays(painter, rect, face)
        self._paint_frame(painter, rect, face)

    def forget(self, key: int) -> None:
        """Drop what is kept for a tile that is gone."""
        self._altered.pop(key, None)

    def _paint_picture(self, painter: QPainter, rect: QRect, face: TileFace, key: int) -> None:
        if face.image is None:
            return
        place = letterbox(face.image.size(), rect)
        for bar in _bars(rect, place):
            painter.fillRect(bar, QColor(self._colours.wall))
        look = face.state.look
        image = face.image
        if look in _ALTERED:
            image = self._altered_image(painter, image, place.size(), key)
        else:
            self._altered.pop(key, None)
        same_size = image.size() == place.size() * painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not same_size)
        painter.drawImage(place, image)
        if look in self._hatches:
            painter.drawTiledPixmap(place, self._hatches[look])

    def _altered_image(self, painter: QPainter, image: QImage, size: QSize, key: int) -> QImage:
        """Return the picture in grey and dimmed, made once for each picture and size."""
        wanted = QSize(size) * painter.device().devicePixelRatioF()
        made_for = (image.cacheKey(), wanted.width(), wanted.height())
        kept = self._altered.get(key)
        if kept is None or kept[0] != made_for:
            kept = (made_for, grey_and_dim(image, wanted, self._veil))
            self._altered[key] = kept
        return kept[1]

    def _paint_overlays(self, painter: QPainter, rect: QRect, face: TileFace) -> None:
        margin = theme.PILL_MARGIN if rect.width() >= _NARROW else theme.STEP
        area = overlay_area(None if face.says_in_text() else _size(face.image), rect)
        inner = area.adjusted(margin, margin, -margin, -margin)
        room = Room.of(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatioF()
        lowest = inner.bottom() + 1 - PILL_HEIGHT
        name_width = inner.width()
        if face.clock and room.clock and not face.says_in_text():
            pill = self._pills.pill(face.clock, self._font, self._plain, ratio=ratio)
            painter.drawPixmap(inner.right() + 1 - shown_width(pill), lowest, pill)
            name_width -= shown_width(pill) + theme.STEP
        name = self._pills.pill(
            face.name, self._name_font, self._plain, ratio=ratio, most=name_width
        )
        painter.drawPixmap(inner.left(), lowest, name)
        if face.statistics and room.statistics:
            figures = self._pills.pill(
                face.statistics, self._small_font, self._plain, ratio=ratio, most=inner.width()
            )
            painter.drawPixmap(inner.left(), lowest - PILL_HEIGHT - theme.STEP, figures)
        if not face.says_in_text():
            painter.drawPixmap(inner.topLeft(), self._state_pill(face, inner.width(), ratio))

    def _state_pill(self, face: TileFace, width: int, ratio: float) -> QPixmap:
        state = face.state
        font = self._calm_font if state.look in MOVING else self._name_font
        sign = None if state.look in _WITHOUT_SIGN else state.sign
        most = width - (face.tools_width + theme.STEP if face.tools_width else 0)
        fits = pill_width(state.words, font, sign) <= most
        words = state.words if fits else state.short_words
        colours = self._state_colours(state.look)
        return self._pills.pill(words, font, colours, ratio=ratio, sign=sign, most=width)

    def _state_colours(self, look: Look) -> PillColours:
        if look in _CAUTION_LOOKS:
            return self._caution
        return self._alarm if look in _ALARM_LOOKS else self._plain

    def _paint_frame(self, painter: QPainter, rect: QRect, face: TileFace) -> None:
        inset = 0
        if face.selected:
            _stroke(painter, rect, 0, QPen(QColor(self._colours.accent), _SELECTION_WIDTH))
            inset = _SELECTION_WIDTH + 1
        pen = self._state_pen(face)
        if pen is not None:
            _stroke(painter, rect, inset, pen)

    def _state_pen(self, face: TileFace) -> QPen | None:
        look = face.state.look
        if look in _ALARM_LOOKS:
            ink = QColor(self._colours.alarm)
            return QPen(ink if face.pulse else ink.darker(230), 3)
        if look not in _CAUTION_LOOKS:
            return None
        pen = QPen(QColor(self._colours.caution), 1 if look is Look.SLOW else 2)
        if look is Look.STALE:
            pen.setDashPattern([4, 3])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def letterbox(picture: QSize, rect: QRect) -> QRect:
    """Return where a picture lies in `rect`: whole, centred, its proportions kept."""
    size = picture.scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    # Rounding may leave a sliver of a pixel or two, which is not worth a line of black.
    width = rect.width() if rect.width() - size.width() <= 2 else size.width()
    height = rect.height() if rect.height() - size.height() <= 2 else size.height()
    left = rect.left() + (rect.width() - width) // 2
    top = rect.top() + (rect.height() - height) // 2
    return QRect(left, top, width, height)


def overlay_area(picture: QSize | None, rect: QRect) -> QRect:
    """Return the area at whose edges the overlays lie: between the bars above and below."""
    if picture is None:
        return rect
    place = letterbox(picture, rect)
    return QRect(rect.left(), place.top(), rect.width(), place.height())


def _bars(rect: QRect, place: QRect) -> tuple[QRect, ...]:
    """Return what is left of `rect` beside a picture: above and below, or at both sides."""
    if place.width() < rect.width():
        left = place.left() - rect.left()
        right = rect.right() - place.right()
        return (
            QRect(rect.left(), rect.top(), left, rect.height()),
            QRect(place.right() + 1, rect.top(), right, rect.height()),
        )
    above = place.top() - rect.top()
    below = rect.bottom() - place.bottom()
    return (
        QRect(rect.left(), rect.top(), rect.width(), above),
        QRect(rect.left(), place.bottom() + 1, rect.width(), below),
    )


def _hatch_colours(colours: theme.Theme) -> dict[Look, str]:
    hatches = dict.fromkeys(_ALARM_LOOKS, colours.alarm_hatch)
    return {**hatches, Look.ENDED: colours.calm_hatch, Look.REPEATING: colours.caution_hatch}


def _size(image: QImage | None) -> QSize | None:
    return None if image is None else image.size()


def _stroke(painter: QPainter, rect: QRect, inset: int, pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    edge = inset + pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(rect).adjusted(edge, edge, -edge, -edge))
