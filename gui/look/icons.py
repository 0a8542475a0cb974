"""The window's icons, drawn from their SVG files in a colour of the current theme.

An icon remembers its colour, so `renew_icons` draws them all again when the theme changes.
"""

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

import resources
from gui.look import theme
from gui.look.colours import Theme
from gui.look.sign import Sign
from gui.look.sign_painter import draw_sign

_SIZE = 16
_SIGN_SIZE = 10
# 1.5 is drawn too: for text of 150 %.
_RATIOS = (1, 1.5, 2, 3, 4)

_Wanted = tuple[str | Sign, str]
# What was drawn, by the number that Qt gives an icon and all its copies.
_drawn: dict[int, _Wanted] = {}


def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon of `resources/icons/<name>.svg`, its lines in the theme's `role`."""
    return _kept((name, role), theme.colours())


def sign_icon(sign: Sign) -> QIcon:
    """Return a sign as an icon of 10 logical pixels."""
    return _kept((sign, ""), theme.colours())


def renew_icons(window: QWidget) -> None:
    """Draw every icon of a window's buttons and actions in the theme of now."""
    for owner in _owners(window):
        wanted = _drawn.get(owner.icon().cacheKey())
        if wanted is not None:
            owner.setIcon(_kept(wanted, theme.colours()))


@cache
def pixmap(name: str, colour: str, ratio: float) -> QPixmap:
    """Return an icon of 16 logical pixels for a screen with `ratio` device pixels to each."""
    picture = _render(name, colour, round(_SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def window_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resources.path("icons/netgear-monitor.svg")))


@cache
def _kept(wanted: _Wanted, colours: Theme) -> QIcon:
    what, role = wanted
    result = QIcon()
    for ratio in _RATIOS:
        if isinstance(what, Sign):
            colour = colours.sign_colour(what)
            result.addPixmap(_draw_sign(what, colour, round(_SIGN_SIZE * ratio)))
        else:
            for mode, ink in ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, "faint")):
                result.addPixmap(_render(what, getattr(colours, ink), round(_SIZE * ratio)), mode)
    _drawn[result.cacheKey()] = wanted
    return result


def _owners(window: QWidget) -> Iterable[QAbstractButton | QAction]:
    # Not all widgets of the application: one that is being deleted crashes who asks for them.
    for widget in (window, *window.findChildren(QWidget)):
        yield from widget.actions()
        if isinstance(widget, QAbstractButton):
            yield widget


def _render(name: str, colour: str, size: int) -> QPixmap:
    source = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    picture = _blank(size)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _draw_sign(sign: Sign, colour: str, size: int) -> QPixmap:
    picture = _blank(size)
    painter = QPainter(picture)
    painter.scale(size / _SIGN_SIZE, size / _SIGN_SIZE)
    draw_sign(painter, sign, QRectF(0, 0, _SIGN_SIZE, _SIGN_SIZE - 1), colour)
    painter.end()
    return picture


def _blank(size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
