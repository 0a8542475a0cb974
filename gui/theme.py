"""Colours, spacing and fonts: the only place that names them.

The wall is the instrument and everything else recedes: a healthy wall has no colour but the
video's own. `contrast` is the ratio of WCAG 2, with which the tests check every text on its ground.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gui.sign import Sign
from gui.style_sheet import style_sheet

STEP = 4
TILE_GAP = 4
TILE_RADIUS = 3
PILL_RADIUS = 4
PILL_MARGIN = 8
BUBBLE_RADIUS = 8
TOP_BAR_HEIGHT = 44
STATUS_BAR_HEIGHT = 26
SIDE_PANEL_WIDTH = 320

# Where no desktop names a font, Qt falls back to whatever "Sans Serif" is; these read better.
_FALLBACK_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
_FALLBACK_MONOSPACED = ("JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as #RRGGBB, or #AARRGGBB for those that let the picture through."""

    wall: str
    empty_tile: str
    window: str
    panel: str
    raised: str
    hover: str
    bar: str
    line: str
    inner_line: str
    text: str
    secondary: str
    faint: str
    accent: str
    caution: str
    caution_text: str
    alarm: str
    alarm_ground: str
    alarm_text: str
    alarm_on_dark: str
    own_message: str
    own_message_faint: str
    primary: str
    primary_hover: str
    primary_text: str
    selected_row: str
    pill: str
    veil: str
    alarm_hatch: str
    caution_hatch: str
    calm_hatch: str

    def sign_colour(self, sign: Sign) -> str:
        """Return the colour in which a sign is drawn on a dark ground."""
        return {
            Sign.DOT: self.faint,
            Sign.RING: self.faint,
            Sign.BAR: self.secondary,
            Sign.TRIANGLE: self.caution,
            Sign.CROSS: self.alarm_on_dark,
        }[sign]


DARK = Theme(
    wall="#07090C",
    empty_tile="#0A0D11",
    window="#0E1116",
    panel="#12171D",
    raised="#1A2129",
    hover="#222B35",
    bar="#151A21",
    line="#262D37",
    inner_line="#1F262F",
    text="#E6EAF0",
    secondary="#9AA4B2",
    faint="#8590A1",
    accent="#4C9AFF",
    caution="#FFB000",
    caution_text="#1A1200",
    alarm="#E5484D",
    alarm_ground="#D13438",
    alarm_text="#FFFFFF",
    alarm_on_dark="#F2555A",
    own_message="#1D3350",
    own_message_faint="#9DB2CE",
    primary="#2B6CB8",
    primary_hover="#3478C6",
    primary_text="#FFFFFF",
    selected_row="#1B2530",
    pill="#B807090C",
    veil="#7607090C",
    alarm_hatch="#48E5484D",
    caution_hatch="#34FFB000",
    calm_hatch="#289AA4B2",
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #RRGGBB colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def font(pixels: int = 13, *, semibold: bool = False, monospaced: bool = False) -> QFont:
    """Return the window's font, with digits of equal width so that figures do not dance."""
    found = QFont(_monospaced_family() if monospaced else _family())
    found.setPixelSize(pixels)
    if semibold:
        found.setWeight(QFont.Weight.DemiBold)
    found.setFeature(QFont.Tag("tnum"), 1)
    return found


def apply(application: QApplication, theme: Theme = DARK) -> None:
    """Give the application the Fusion style, our palette, font and style sheet."""
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
    return {**tokens, "monospaced": _monospaced_family()}


def _family() -> str:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _first_installed(_FALLBACK_FAMILIES, system) if system == "Sans Serif" else system


def _monospaced_family() -> str:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return _first_installed(_FALLBACK_MONOSPACED, system) if system == "monospace" else system


def _first_installed(families: tuple[str, ...], otherwise: str) -> str:
    return next((family for family in families if QFontDatabase.hasFamily(family)), otherwise)
