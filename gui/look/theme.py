"""What everything is drawn with: the colours of the current theme, spacing, sizes and fonts.

The wall is the instrument and everything else recedes. What is drawn by hand asks for `colours()`,
`font()` and `scaled()` each time; what it keeps it makes anew when `edition()` is another number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

import resources
from gui.look.colours import DARK, Theme
from gui.look.style_sheet import style_sheet

STEP = 4
TILE_GAP = 4
TILE_RADIUS = 3
PILL_RADIUS = 4
PILL_MARGIN = 8
BUBBLE_RADIUS = 8
TOP_BAR_HEIGHT = 44
STATUS_BAR_HEIGHT = 26
SIDE_PANEL_WIDTH = 320

_SIZES = range(1, 61)
"""The sizes that the style sheet may ask for, as in $px12: they grow with the text."""

_PICTURES = {
    name: resources.path(f"style/{name}.svg").as_posix() for name in ("check", "up", "down")
}

# Where no desktop names a font, Qt falls back to whatever "Sans Serif" is; these read better.
_FALLBACK_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
_FALLBACK_MONOSPACED = ("JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")


@dataclass(frozen=True, slots=True)
class _Worn:
    """How the application looks now."""

    theme: Theme = DARK
    text_percent: int = 100
    animated: bool = True
    edition: int = 0


_worn = _Worn()


def colours() -> Theme:
    """Return the theme in which everything is drawn now."""
    return _worn.theme


def scaled(pixels: float) -> int:
    """Return a size that grows with the text, in pixels."""
    return round(pixels * _worn.text_percent / 100)


def is_animated() -> bool:
    """Return whether anything may pulse or glide."""
    return _worn.animated


def edition() -> int:
    """Return a number that is another one each time the look is changed."""
    return _worn.edition


def font(pixels: int = 13, *, semibold: bool = False, monospaced: bool = False) -> QFont:
    """Return the window's font, larger or smaller as the operator wants its text.

    Digits have equal width, so that figures do not dance.
    """
    found = QFont(_monospaced_family() if monospaced else _family())
    found.setPixelSize(scaled(pixels))
    if semibold:
        found.setWeight(QFont.Weight.DemiBold)
    found.setFeature(QFont.Tag("tnum"), 1)
    return found


def apply(
    application: QApplication,
    theme: Theme = DARK,
    *,
    text_percent: int = 100,
    animated: bool = True,
) -> None:
    """Give the application the Fusion style, and the theme's palette, font and style sheet."""
    global _worn  # noqa: PLW0603 - an application has one look, as it has one style sheet
    _worn = _Worn(theme, text_percent, animated, _worn.edition + 1)
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(theme))
    application.setFont(font())
    application.setStyleSheet(style_sheet(_tokens(theme)))


def palette(theme: Theme) -> QPalette:
    """Return the palette from which Fusion draws what the style sheet does not."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.raised,
        role.Text: theme.text,
        role.PlaceholderText: theme.faint,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.alarm_on_dark,
        role.Highlight: theme.primary,
        role.HighlightedText: theme.primary_text,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.Dark: theme.wall,
        role.Shadow: theme.wall,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.faint))
    return result


def _tokens(theme: Theme) -> Mapping[str, str]:
    tokens = {name: str(getattr(theme, name)) for name in Theme.__slots__}
    sizes = {f"px{pixels}": f"{scaled(pixels)}px" for pixels in _SIZES}
    return {**tokens, **sizes, **_PICTURES, "monospaced": _monospaced_family()}


def _family() -> str:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _first_installed(_FALLBACK_FAMILIES, system) if system == "Sans Serif" else system


def _monospaced_family() -> str:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return _first_installed(_FALLBACK_MONOSPACED, system) if system == "monospace" else system


@cache  # Qt takes a third of a millisecond to answer
def _first_installed(families: tuple[str, ...], otherwise: str) -> str:
    return next((family for family in families if QFontDatabase.hasFamily(family)), otherwise)
