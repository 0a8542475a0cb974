"""Words on a small rounded ground, drawn once and kept: a tile is painted far more often."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from gui.look import theme
from gui.look.sign import Sign
from gui.look.sign_painter import draw_sign

_HEIGHT = 20
_SIGN_SIZE = 9
_SIDE = 7
_GAP = 6
_MOST_KEPT = 1024
_ANY_WIDTH = 100_000


@dataclass(frozen=True, slots=True)
class PillColours:
    """The colours of a pill, as #RRGGBB, or #AARRGGBB where it lets the picture through."""

    ground: str
    ink: str


class Pills:
    """Draws pills and keeps the newest thousand of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def pill(
        self,
        text: str,
        font: QFont,
        colours: PillColours,
        *,
        ratio: float,
        sign: Sign | None = None,
        most: int = _ANY_WIDTH,
    ) -> QPixmap:
        """Return a pill at most `most` pixels wide; longer text is elided in the middle.

        `ratio` is how many device pixels the screen has to each of ours.
        """
        wanted = (text, font.pixelSize(), font.weight(), colours, sign, most, ratio)
        kept = self._kept.get(wanted)
        if kept is None:
            kept = _draw(_elided(text, font, sign, most), font, colours, sign, ratio)
            self._kept[wanted] = kept
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(wanted)
        return kept


def pill_height() -> int:
    """Return how high every pill is."""
    return theme.scaled(_HEIGHT)


def pill_width(text: str, font: QFont, sign: Sign | None) -> int:
    """Return how many pixels wide a pill with all of this text is."""
    return QFontMetrics(font).horizontalAdvance(text) + _beside(sign)


def shown_width(pill: QPixmap) -> int:
    """Return the width of a drawn pill in our pixels."""
    return round(pill.width() / pill.devicePixelRatio())


def _beside(sign: Sign | None) -> int:
    return theme.scaled(2 * _SIDE + (_SIGN_SIZE + _GAP if sign is not None else 0))


def _elided(text: str, font: QFont, sign: Sign | None, most: int) -> str:
    metrics = QFontMetrics(font)
    room = max(metrics.averageCharWidth(), most - _beside(sign))
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)


def _draw(text: str, font: QFont, colours: PillColours, sign: Sign | None, ratio: float) -> QPixmap:
    width = pill_width(text, font, sign)
    height, side = pill_height(), theme.scaled(_SIDE)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.ground))
    ground = QRectF(0, 0, width, height)
    painter.drawRoundedRect(ground, theme.PILL_RADIUS, theme.PILL_RADIUS)
    left = side
    if sign is not None:
        size = theme.scaled(_SIGN_SIZE)
        draw_sign(painter, sign, QRectF(left, (height - size) / 2, size, size), colours.ink)
        left += theme.scaled(_SIGN_SIZE + _GAP)
    painter.setFont(font)
    painter.setPen(QColor(colours.ink))
    painter.drawText(ground.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
    painter.end()
    return pixmap
