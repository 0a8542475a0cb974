import pytest
from PySide6.QtGui import QFont, QFontMetrics

from gui.look import theme
from gui.look.colours import DARK, HIGH_CONTRAST, LIGHT, THEMES, contrast
from gui.look.heartbeat import Heartbeat
from gui.look.sign import Sign

ON_GROUNDS = [
    ("text", ("wall", "empty_tile", "window", "panel", "raised", "hover", "bar", "selected_row")),
    ("text", ("own_message",)),
    ("secondary", ("wall", "empty_tile", "window", "panel", "raised", "bar", "selected_row")),
    ("faint", ("empty_tile", "window", "panel", "raised", "bar", "selected_row")),
    ("own_message_faint", ("own_message",)),
    ("caution", ("window", "panel", "bar", "raised")),
    ("caution_text", ("caution",)),
    ("alarm_on_dark", ("window", "panel", "bar", "raised")),
    ("alarm_text", ("alarm_ground",)),
    ("primary_text", ("primary", "primary_hover")),
]
ENOUGH = {"dark": 4.5, "light": 4.5, "high contrast": 7}


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read_on_its_ground(name):
    colours = THEMES[name]
    unreadable = [
        (ink, ground)
        for ink, grounds in ON_GROUNDS
        for ground in grounds
        if contrast(getattr(colours, ink), getattr(colours, ground)) < ENOUGH[name]
    ]
    assert unreadable == []


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("frame", ["accent", "caution", "alarm"])
def test_frames_and_the_focus_stand_out(colours, frame):
    for ground in (colours.wall, colours.window, colours.panel, colours.bar):
        assert contrast(getattr(colours, frame), ground) >= 3


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_signs_can_be_seen_in_lists_and_bars(colours):
    grounds = (colours.panel, colours.bar, colours.selected_row)
    faint = [
        sign
        for sign in Sign
        if any(contrast(colours.sign_colour(sign), ground) < 3 for ground in grounds)
    ]
    assert faint == []


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_words_on_a_picture_can_be_read_whatever_it_shows(colours):
    """A pill lets a little of the picture through: black or white at worst."""
    for below in ("#000000", "#FFFFFF"):
        assert contrast(colours.text, _over(colours.pill, below)) >= 4.5


def _over(pill: str, below: str) -> str:
    share = int(pill[1:3], 16) / 255
    mixed = (
        round(int(pill[at + 2 : at + 4], 16) * share + int(below[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02X}" for value in mixed)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def test_digits_do_not_dance(qapp):
    metrics = QFontMetrics(theme.font(12))
    assert len({metrics.horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


def test_the_font_keeps_what_was_asked_for(qapp):
    font = theme.font(11, semibold=True)
    assert (font.pixelSize(), font.weight()) == (11, QFont.Weight.DemiBold)


@pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)
def test_the_style_sheet_knows_every_token(qapp, colours):
    theme.apply(qapp, colours)
    assert "$" not in qapp.styleSheet()
    assert colours.caution in qapp.styleSheet()
    assert theme.colours() is colours


def test_all_themes_have_colours_of_their_own():
    for other in (LIGHT, HIGH_CONTRAST):
        assert (other.text, other.panel, other.accent) != (DARK.text, DARK.panel, DARK.accent)


@pytest.mark.parametrize("percent", [80, 100, 200])
def test_all_text_grows_together(qapp, percent):
    before = theme.edition()
    theme.apply(qapp, text_percent=percent)
    assert theme.font(12).pixelSize() == 12 * percent // 100 or percent == 80
    assert qapp.font().pixelSize() == round(13 * percent / 100)
    assert f"font-size: {round(12 * percent / 100)}px" in qapp.styleSheet()
    assert theme.edition() != before


def test_without_animation_the_heartbeat_steps_once_a_second(qapp, qtbot, manual_clock):
    heartbeat = Heartbeat(manual_clock)
    qtbot.addWidget(heartbeat)
    manual_clock.advance(10 - manual_clock.monotonic() % 1)
    theme.apply(qapp, animated=False)
    places = []
    for _ in range(10):
        places.append(heartbeat.place())
        manual_clock.advance(0.25)
    assert places[0] == places[3] != places[4] == places[7] != places[8]
    theme.apply(qapp)
    glides = heartbeat.place()
    manual_clock.advance(0.05)
    assert heartbeat.place() != glides
