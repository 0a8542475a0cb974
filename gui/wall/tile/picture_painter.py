"""Drawing a tile's picture: as it is, turned, enlarged, or altered so that none takes it for live.

Pictures come many times a second, so nothing is made anew that can be kept.
"""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.cameras.key import CameraKey
from gui.look.colours import Theme
from gui.wall.placement import Area, Display, Placement, Zoom, place
from gui.wall.tile.altered_picture import grey_and_dim, hatch
from gui.wall.tile.state import ALARMING, Condition

_GREY = frozenset({Condition.STARTING, Condition.ENDED, *ALARMING})


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
        rect: QRect,
        image: QImage,
        condition: Condition,
        *,
        placement: Placement,
        display: Display,
        key: CameraKey,
    ) -> None:
        """Draw an image into `rect`, and what its look does to it."""
        target = pixels_of(placement.target, rect)
        for bar in _bars(rect, target):
            painter.fillRect(bar, self._ground)
        if condition in _GREY:
            image = self._in_grey(image, key)
        else:
            self._altered.pop(key, None)
        if display.rotation or display.mirrored:
            self._draw_turned(painter, target, image, placement, display)
        else:
            self._draw(painter, target, image, placement)
        if condition is Condition.PAUSED:
            painter.fillRect(target, self._tint)
        if condition in self._hatches:
            painter.drawTiledPixmap(target, self._hatches[condition])

    def forget(self, key: CameraKey) -> None:
        """Drop what is kept for a tile that is gone."""
        self._altered.pop(key, None)

    def _draw(self, painter: QPainter, target: QRect, image: QImage, placement: Placement) -> None:
        seen = placement.seen
        part = QRectF(
            seen.left * image.width(),
            seen.top * image.height(),
            seen.width * image.width(),
            seen.height * image.height(),
        )
        same_size = part.size().toSize() == target.size() * painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not same_size)
        painter.drawImage(QRectF(target), image, part)

    def _draw_turned(
        self,
        painter: QPainter,
        target: QRect,
        image: QImage,
        placement: Placement,
        display: Display,
    ) -> None:
        whole = placement.whole
        width, height = whole.width, whole.height
        if display.lies_on_its_side:
            width, height = height, width
        painter.save()
        painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(target.topLeft() - pixels_of(placement.target, QRect()).topLeft())
        painter.translate(QPointF(whole.left + whole.width / 2, whole.top + whole.height / 2))
        painter.rotate(display.rotation)
        if display.mirrored:
            painter.scale(-1, 1)
        painter.drawImage(QRectF(-width / 2, -height / 2, width, height), image)
        painter.restore()

    def _in_grey(self, image: QImage, key: CameraKey) -> QImage:
        """Return the picture in grey and dimmed, made once for each picture."""
        kept = self._altered.get(key)
        if kept is None or kept[0] != image.cacheKey():
            kept = (image.cacheKey(), grey_and_dim(image, self._veil))
            self._altered[key] = kept
        return kept[1]


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
