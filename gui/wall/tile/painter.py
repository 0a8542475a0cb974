"""Drawing a tile: the picture, what lies over it, and the frame that tells its state.

Hundreds of tiles are painted every second on the GUI thread, so nothing is made anew that can be
kept.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.cameras.key import CameraKey
from gui.look import theme
from gui.look.colours import Theme
from gui.wall.tile.face import TileFace
from gui.wall.tile.overlays import OverlayLayout, Overlays
from gui.wall.tile.picture_painter import PicturePainter, PicturePlace
from gui.wall.tile.pills import Pills
from gui.wall.tile.state import ALARMING, CAUTIONARY, UNSEEN, Condition

_SELECTION_WIDTH = 2


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where a tile's picture and words lie as long as `facts` are so."""

    facts: tuple[object, ...]
    place: PicturePlace | None
    overlays: Overlays


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
        self._layout = OverlayLayout(colours, self._pills)
        self._laid: dict[CameraKey, _Laid] = {}

    def paint(self, painter: QPainter, rect: QRect, face: TileFace, key: CameraKey) -> None:
        """Draw a face into `rect`; `key` tells tiles apart."""
        if self._follows_theme and self._edition != theme.edition():
            self._wear(theme.colours())
        laid = self._laid_out(rect, face, key, painter.device().devicePixelRatioF())
        if laid.place is None or face.image is None:
            painter.fillRect(rect, QColor(self._colours.empty_tile))
        else:
            self._pictures.paint(
                painter, laid.place, face.image, face.exact, face.state.condition, key=key
            )
        for corner, pixmap in laid.overlays:
            painter.drawPixmap(corner, pixmap)
        self._paint_frame(painter, rect, face)

    def forget(self, key: CameraKey) -> None:
        """Drop what is kept for a tile that is gone."""
        self._pictures.forget(key)
        self._laid.pop(key, None)

    def _laid_out(self, rect: QRect, face: TileFace, key: CameraKey, ratio: float) -> _Laid:
        size = None if face.image is None else face.image.size()
        facts = (
            *(rect, ratio, size, face.display, face.zoom, face.state, face.name, face.name_shown),
            *(face.clock, face.statistics, face.tools_width, face.badges),
        )
        laid = self._laid.get(key)
        if laid is None or laid.facts != facts:
            place = None
            if size is not None and face.state.condition not in UNSEEN:
                place = PicturePlace.of(rect, size, face.display, face.zoom, ratio)
            laid = self._laid[key] = _Laid(facts, place, self._layout.of(face, rect, ratio))
        return laid

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
        if condition not in CAUTIONARY:
            return None
        pen = QPen(QColor(self._colours.caution), 1 if condition is Condition.SLOW else 2)
        if condition is Condition.STALE:
            pen.setDashPattern([4, 3])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def _stroke(painter: QPainter, rect: QRect, inset: int, pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    edge = inset + pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(rect).adjusted(edge, edge, -edge, -edge))
