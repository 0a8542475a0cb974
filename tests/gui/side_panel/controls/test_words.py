import pytest

from gui.side_panel.controls.words import (
    GROUPS,
    OTHER,
    limits_words,
    named_controls,
    spoken,
    title,
    value_words,
)
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pi_camera.legacy_controls import _NUMBERS, _WORDS
from netgear_engine.sources.webcam.controls import _NUMBERS as _WEBCAM
from tests.support.camera_report import CONTROLS


def test_settings_stand_in_groups_in_the_order_of_use():
    named = named_controls({"Unheard": Control("bool"), **CONTROLS})
    assert [one.title for one in named] == [
        *("Picture size", "JPEG quality", "Flip", "Brightness"),
        *("White balance by itself", "White balance", "Gain of red and blue", "Unheard"),
    ]
    groups = [GROUPS.index(one.group) for one in named]
    assert groups == sorted(groups)
    assert named[-1].group == OTHER


@pytest.mark.parametrize("name", [*_NUMBERS, *_WORDS, *_WEBCAM])
def test_every_setting_of_an_old_camera_and_of_a_webcam_has_a_name_of_its_own(name):
    (named,) = named_controls({name: Control("bool")})
    assert named.group != OTHER
    assert "_" not in named.title


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("StatsOutputEnable", "Stats output enable"),
        ("auto_low_light", "Auto low light"),
        ("HDR", "HDR"),
        ("FluorescentLight", "Fluorescent light"),
    ],
)
def test_an_unknown_name_is_written_as_people_write(name, said):
    assert spoken(name) == title(name) == said


def test_values_and_limits_in_words():
    assert value_words(CONTROLS["size"], [1280, 720]) == "1280×720"
    assert value_words(CONTROLS["AwbEnable"], True) == "on"
    assert value_words(CONTROLS["flip"], "none") == "None"
    assert value_words(CONTROLS["ColourGains"], [1.0000001, 2]) == "1, 2"
    assert limits_words(CONTROLS["quality"]) == "1 to 100, usually 85"
    assert limits_words(CONTROLS["ColourGains"]) == "0 to 32"
    assert limits_words(Control("bool")) == ""
