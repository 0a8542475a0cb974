import pytest
from PySide6.QtGui import QFont, QFontMetrics

from gui import theme
from gui.sign import Sign
from gui.theme import DARK, contrast

ON_GROUNDS = [
    ("text", ("wall", "empty_tile", "window", "panel", "raised", "hover", "bar", "selected_row")),
    ("text", ("own_message",)),
    ("secondary", ("wall", "empty_tile", "window", "panel", "raised", "bar", "selected_row")),
    ("faint", ("empty_tile", "window", "panel", "raised", "bar", "selected_row")),
    ("own_message_faint", ("own_message",)),
    ("caution", ("panel", "bar", "raised")),
    ("caution_text", ("caution",)),
    ("alarm_on_dark", ("panel", "bar", "raised")),
    ("alarm_text", ("alarm_ground",)),
    ("primary_text", ("primary", "primary_hover")),
]


@pytest.mark.parametrize(
    ("ink", "ground"), [(ink, ground) for ink, grounds in ON_GROUNDS for ground in grounds]
)
def test_text_can_be_read_on_its_ground(ink, ground):
    assert contrast(getattr(DARK, ink), getattr(DARK, ground)) >= 4.5


@pytest.mark.parametrize("frame", ["accent", "caution", "alarm"])
def test_frames_stand_out_from_the_wall(frame):
    assert contrast(getattr(DARK, frame), DARK.wall) >= 3


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("sign", Sign)
def test_signs_can_be_seen_in_lists_and_bars(sign):
    for ground in (DARK.panel, DARK.bar, DARK.selected_row):
        assert contrast(DARK.sign_colour(sign), ground) >= 3


def test_digits_do_not_dance(qapp):
    metrics = QFontMetrics(theme.font(12))
    assert len({metrics.horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


def test_the_font_keeps_what_was_asked_for(qapp):
    font = theme.font(11, semibold=True)
    assert (font.pixelSize(), font.weight()) == (11, QFont.Weight.DemiBold)


def test_the_style_sheet_knows_every_token(qapp):
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme.apply(qapp)
    try:
        assert "$" not in qapp.styleSheet()
        assert DARK.caution in qapp.styleSheet()
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])
