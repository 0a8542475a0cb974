"""The three sets of colours. No colour is named anywhere else. No Qt.

A healthy wall has no colour but the video's own; colour is kept for what needs the operator.
`contrast` is the ratio of WCAG 2, with which the tests check every text on its ground.
"""

from dataclasses import dataclass

from gui.look.sign import Sign


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
    paused_tint: str

    def sign_colour(self, sign: Sign) -> str:
        """Return the colour in which a sign is drawn in lists and bars."""
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
    paused_tint="#4C1F5FB8",
)

LIGHT = Theme(
    wall="#CDD4DC",
    empty_tile="#DDE2E8",
    window="#F4F6F8",
    panel="#FFFFFF",
    raised="#EBEFF3",
    hover="#DFE5EB",
    bar="#F1F4F7",
    line="#C3CBD4",
    inner_line="#DEE3E9",
    text="#14181D",
    secondary="#434C57",
    faint="#525C68",
    accent="#0A5FBF",
    caution="#8A5000",
    caution_text="#FFFFFF",
    alarm="#C2232A",
    alarm_ground="#C2232A",
    alarm_text="#FFFFFF",
    alarm_on_dark="#B51E25",
    own_message="#D5E5F8",
    own_message_faint="#3F5670",
    primary="#1F62B0",
    primary_hover="#2A6FBF",
    primary_text="#FFFFFF",
    selected_row="#DCE8F5",
    pill="#E0FFFFFF",
    veil="#96E4E8ED",
    alarm_hatch="#5CC2232A",
    caution_hatch="#5A8A5000",
    calm_hatch="#48434C57",
    paused_tint="#4C3D86DB",
)

HIGH_CONTRAST = Theme(
    wall="#000000",
    empty_tile="#000000",
    window="#000000",
    panel="#000000",
    raised="#161616",
    hover="#333333",
    bar="#000000",
    line="#A8A8A8",
    inner_line="#6E6E6E",
    text="#FFFFFF",
    secondary="#F2F2F2",
    faint="#DADADA",
    accent="#40D9FF",
    caution="#FFD21F",
    caution_text="#000000",
    alarm="#FF4F4F",
    alarm_ground="#B30000",
    alarm_text="#FFFFFF",
    alarm_on_dark="#FF8080",
    own_message="#003A75",
    own_message_faint="#E3EEFF",
    primary="#084C9E",
    primary_hover="#0A54AE",
    primary_text="#FFFFFF",
    selected_row="#00366B",
    pill="#F2000000",
    veil="#8C000000",
    alarm_hatch="#70FF4F4F",
    caution_hatch="#5CFFD21F",
    calm_hatch="#4CDADADA",
    paused_tint="#5C1F5FB8",
)

THEMES = {"dark": DARK, "light": LIGHT, "high contrast": HIGH_CONTRAST}
"""The sets of colours by the name that the settings give them."""


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
