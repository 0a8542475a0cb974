"""The window's icons, drawn from their SVG files in the colour that is asked for."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from gui.theme import DARK

_SIZE = 16
_RATIOS = (1, 2, 3)


@cache
def icon(name: str, colour: str = DARK.text, disabled_colour: str = DARK.faint) -> QIcon:
    """Return the icon of `resources/icons/<name>.svg`, its lines in `colour`."""
    result = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled_colour)):
        for ratio in _RATIOS:
            result.addPixmap(_render(name, ink, ratio), mode)
    return result


@cache
def pixmap(name: str, colour: str, ratio: int) -> QPixmap:
    """Return an icon of 16 logical pixels for a screen with `ratio` device pixels to each."""
    return _render(name, colour, ratio)


def window_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resources.path("icons/netgear-monitor.svg")))


def _render(name: str, colour: str, ratio: int) -> QPixmap:
    source = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    picture = QPixmap(_SIZE * ratio, _SIZE * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, _SIZE, _SIZE))
    painter.end()
    return picture
