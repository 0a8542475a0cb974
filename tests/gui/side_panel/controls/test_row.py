"""A report that makes no sense costs nothing but its own place in the panel."""

import math

import pytest

from gui.side_panel.controls.book import ControlTalk
from gui.side_panel.controls.row import ControlRow
from gui.side_panel.controls.words import NamedControl
from netgear_engine.protocol.ext import Control

HUGE = 10**400
VALUES = (None, 1, math.inf, math.nan, HUGE, "x", ["a", "b"], {"a": 1}, True, [1] * 9)
CONTROLS = (
    Control("float", -math.inf, 1.0, 0.5),
    Control("float", math.nan, math.inf, math.nan),
    Control("float", 5e-324, 1e308, 3.0),
    Control("int", -1e308, 1e308, HUGE),
    Control("int", 1e300, 2e300, 1),
    Control("int", 0, math.nan, math.nan),
    Control("numbers", length=10**7),
    Control("numbers", length=-5),
    Control("size", 16, 1280, ["a", "b"]),
    Control("size", math.nan, math.inf, [HUGE, math.nan]),
    Control("choice", default=["x"]),
    Control("bool", default="maybe"),
)


@pytest.mark.parametrize("control", CONTROLS)
def test_whatever_a_camera_reports_is_shown_or_left_out(qtbot, control):
    for value in VALUES:
        row = ControlRow(NamedControl("name", "Title", "Other", control))
        qtbot.addWidget(row)
        row.show_talk(value, ControlTalk())
        assert len(row.findChildren(type(row.editor.widget))) <= 20
