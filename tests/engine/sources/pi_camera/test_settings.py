import pytest

from netgear_engine.errors import ControlError
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pi_camera.controls import PiControl
from netgear_engine.sources.pi_camera.settings import PiCameraSettings


def number(name, low, high, default=None):
    return PiControl(name, Control("float", low, high, default), low, high)


CONTROLS = {
    "AeEnable": PiControl("AeEnable", Control("bool", default=True), False, True),
    "AfMode": PiControl(
        "AfMode",
        Control("choice", default="Manual", choices=("Manual", "Auto", "Continuous")),
        None,
        None,
        choices={"Manual": 0, "Auto": 1, "Continuous": 2},
    ),
    "AnalogueGain": number("AnalogueGain", 1.0, 16.0, 1.0),
    "Brightness": number("Brightness", -1.0, 1.0, 0.0),
    "FrameDurationLimits": PiControl(
        "FrameDurationLimits",
        Control("numbers", 8333, 10**8, length=2),
        8333,
        10**8,
        whole=True,
    ),
    "LensPosition": number("LensPosition", 0.0, 32.0, 1.0),
}


def test_by_itself_a_camera_focuses_and_may_expose_longer_at_night_than_by_day():
    assert PiCameraSettings({}, 30.0).for_video(CONTROLS) == {
        "FrameDurationLimits": (33_333, 200_000),
        "AfMode": 2,
    }
    assert PiCameraSettings({}, 2.0).for_video(CONTROLS)["FrameDurationLimits"] == (500_000,) * 2


def test_what_the_camera_does_not_have_is_left_alone():
    assert PiCameraSettings({}, 30.0).for_video({}) == {}


def test_what_is_configured_counts_before_that():
    settings = PiCameraSettings({"AfMode": "Auto", "FrameRate": 25, "Brightness": 0.5}, 30.0)
    assert settings.for_video(CONTROLS) == {
        "FrameDurationLimits": (40_000, 40_000),
        "AfMode": 1,
        "Brightness": 0.5,
    }


@pytest.mark.parametrize("rate", [0, -1, "30", True])
def test_a_wrong_rate_is_refused(rate):
    with pytest.raises(ControlError, match="FrameRate cannot be"):
        PiCameraSettings({"FrameRate": rate}, 30.0).for_video(CONTROLS)


def test_what_was_set_counts_before_what_is_configured():
    settings = PiCameraSettings({"Brightness": 0.5}, 30.0)
    settings.keep(settings.changes(CONTROLS, "Brightness", -0.5))
    assert settings.for_video(CONTROLS)["Brightness"] == -0.5


def test_a_still_may_be_exposed_as_long_as_it_takes():
    settings = PiCameraSettings({"Brightness": 0.5}, 30.0)
    assert settings.for_still(CONTROLS) == {"Brightness": 0.5, "AfMode": 2}


def test_a_position_of_the_lens_ends_the_autofocus_and_the_autofocus_forgets_the_position():
    settings = PiCameraSettings({}, 30.0)
    changes = settings.changes(CONTROLS, "LensPosition", 3.0)
    assert changes == {"LensPosition": 3.0, "AfMode": 0}
    settings.keep(changes)
    assert settings.for_video(CONTROLS)["AfMode"] == 0
    settings.keep(settings.changes(CONTROLS, "AfMode", "Continuous"))
    assert "LensPosition" not in settings.for_video(CONTROLS)


def test_automatic_exposure_forgets_what_was_exposed_by_hand():
    settings = PiCameraSettings({"AnalogueGain": 4.0}, 30.0)
    settings.keep(settings.changes(CONTROLS, "AeEnable", False))
    assert settings.for_video(CONTROLS)["AnalogueGain"] == 4.0
    settings.keep(settings.changes(CONTROLS, "AeEnable", True))
    assert "AnalogueGain" not in settings.for_video(CONTROLS)


def test_a_frame_tells_how_controls_are_set_and_then_we_and_then_the_camera():
    settings = PiCameraSettings({"Brightness": 0.5}, 30.0)
    assert settings.now(CONTROLS, {"AnalogueGain": 2.0, "Lux": 400}) == {
        "AeEnable": True,
        "AfMode": "Continuous",
        "AnalogueGain": 2.0,
        "Brightness": 0.5,
        "FrameDurationLimits": [33_333, 200_000],
        "LensPosition": 1.0,
    }


def test_an_unknown_control_is_refused():
    with pytest.raises(ControlError, match="Zoom is no control of this camera"):
        PiCameraSettings({}, 30.0).changes(CONTROLS, "Zoom", 1)
