"""Drawing a tile's picture: as it is, turned, enlarged, or altered so that none takes it for live.

Pictures come many times a second, so nothing is made anew that can be kept.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.cameras.key import CameraKey
from gui.look.colours import Theme
from gui.wall.placement import Area, Display, Placement, Zoom, place
from gui.wall.tile.altered_picture import grey_and_dim, hatch
from gui.wall.tile.state import ALARMING, Condition

_GREY = frozenset({Condition.STARTING, Condition.ENDED, *ALARMING})


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where a picture lies in its tile, in the coordinates in which the tile is drawn.

    `bars` are what it leaves free, `on_screen` is its size in the screen's own pixels, of which
    there are `ratio` to each of Qt's.
    """

    placement: Placement
    display: Display
    target: QRect
    bars: tuple[QRect, ...]
    on_screen: QSize
    ratio: float

    @classmethod
    def of(
        cls, rect: QRect, picture: QSize, display: Display, zoom: Zoom, ratio: float
    ) -> "PicturePlace":
        """Return where a picture of this size lies in a tile at `rect`."""
        placement = placement_in(rect, picture, display, zoom)
        target = pixels_of(placement.target, rect)
        return cls(placement, display, target, _bars(rect, target), target.size() * ratio, ratio)


class PicturePainter:
    """Draws pictures of many tiles; `key` tells the tiles apart."""

    def __init__(self, colours: Theme) -> None:
        self._ground = QColor(colours.wall)
        self._veil = QColor(colours.veil)
        self._tint = QColor(colours.paused_tint)
        self._altered: dict[CameraKey, tuple[int, QImage]] = {}
        hatches = dict.fromkeys(ALARMING, colours.alarm_hatch)
        hatches |= {Condition.ENDED: colours.calm_hatch, Condition.REPEATING: colours.caution_hatch}
        self._hatches = {condition: hatch(QColor(colour)) for condition, colour in hatches.items()}

    def paint(
        self,
        painter: QPainter,
        place: PicturePlace,
        image: QImage,
        exact: QImage | None,
        condition: Condition,
        *,
        key: CameraKey,
    ) -> None:
        """Draw an image where it has its place, and what its look does to it.

        `exact` is the image as it is seen there, if that was made beforehand: it is only copied.
        """
        for bar in place.bars:
            painter.fillRect(bar, self._ground)
        is_exact = exact is not None and exact.size() == place.on_screen
        shown = exact if exact is not None and is_exact else image
        if condition in _GREY:
            shown = self._in_grey(shown, key)
        else:
            self._altered.pop(key, None)
        if is_exact:
            if not place.ratio.is_integer():
                # Half a pixel may be left at the edges.
                painter.fillRect(place.target, self._ground)
            shown.setDevicePixelRatio(place.ratio)
            painter.drawImage(place.target.topLeft(), shown)
        elif place.display.rotation or place.display.mirrored:
            _draw_turned(painter, place, shown)
        else:
            _draw(painter, place, shown)
        if condition is Condition.PAUSED:
            painter.fillRect(place.target, self._tint)
        if condition in self._hatches:
            painter.drawTiledPixmap(place.target, self._hatches[condition])

    def forget(self, key: CameraKey) -> None:
        """Drop what is kept for a tile that is gone."""
        self._altered.pop(key, None)

    def _in_grey(self, image: QImage, key: CameraKey) -> QImage:
        """Return the picture in grey and dimmed, made once for each picture."""
        kept = self._altered.get(key)
        if kept is None or kept[0] != image.cacheKey():
            kept = (image.cacheKey(), grey_and_dim(image, self._veil))
            self._altered[key] = kept
        return kept[1]


def _draw(painter: QPainter, place: PicturePlace, image: QImage) -> None:
    seen = place.placement.seen
    part = QRectF(
        seen.left * image.width(),
        seen.top * image.height(),
        seen.width * image.width(),
        seen.height * image.height(),
    )
    same_size = part.size().toSize() == place.on_screen
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not same_size)
    painter.drawImage(QRectF(place.target), image, part)


def _draw_turned(painter: QPainter, place: PicturePlace, image: QImage) -> None:
    whole, target = place.placement.whole, place.placement.target
    width, height = whole.width, whole.height
    if place.display.lies_on_its_side:
        width, height = height, width
    painter.save()
    painter.setClipRect(place.target, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(place.target.topLeft() - pixels_of(target, QRect()).topLeft())
    painter.translate(QPointF(whole.left + whole.width / 2, whole.top + whole.height / 2))
    painter.rotate(place.display.rotation)
    if place.display.mirrored:
        painter.scale(-1, 1)
    painter.drawImage(QRectF(-width / 2, -height / 2, width, height), image)
    painter.restore()


def placement_in(rect: QRect, picture: QSize, display: Display, zoom: Zoom) -> Placement:
    """Return where a picture lies in a tile; both may be empty while a window is being made."""
    return place(
        (max(1, picture.width()), max(1, picture.height())),
        (max(1, rect.width()), max(1, rect.height())),
        display,
        zoom,
    )


def pixels_of(area: Area, rect: QRect) -> QRect:
    """Return an area of a tile in the coordinates in which the tile is drawn."""
    left, top = rect.left() + round(area.left), rect.top() + round(area.top)
    return QRect(left, top, round(area.width), round(area.height))


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
