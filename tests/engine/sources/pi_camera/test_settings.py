import pytest

from netgear_engine.errors import ControlError
from netgear_engine.node.camera.own_settings import put_last
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
    "AwbEnable": PiControl("AwbEnable", Control("bool", default=True), False, True),
    "ColourGains": PiControl("ColourGains", Control("numbers", 0.0, 32.0, length=2), 0.0, 32.0),
    "ExposureTime": number("ExposureTime", 1, 66_666, 20_000),
    "LensPosition": number("LensPosition", 0.0, 32.0, 1.0),
}


def test_by_itself_a_camera_focuses_and_may_expose_longer_at_night_than_by_day():
    assert PiCameraSettings({}, 30.0).for_video(CONTROLS) == {
        "FrameDurationLimits": (33_333, 200_000),
        "AfMode": 2,
    }


def test_the_sensor_never_gets_so_slow_by_itself_that_changes_take_seconds():
    slow = PiCameraSettings({}, 0.2)
    assert slow.for_video(CONTROLS)["FrameDurationLimits"] == (200_000, 200_000)
    assert slow.rate(CONTROLS) == 0.2
    assert PiCameraSettings({"FrameRate": 2}, 30.0).rate(CONTROLS) == 2


@pytest.mark.parametrize(
    ("fps", "durations"), [(30, (33_333, 200_000)), (10, (100_000, 200_000)), (1, (200_000,) * 2)]
)
def test_the_sensor_goes_no_faster_than_it_is_wished_for(fps, durations):
    settings = PiCameraSettings({}, 30.0)
    assert settings.for_video(CONTROLS, fps)["FrameDurationLimits"] == durations


def test_a_duration_that_was_set_is_kept_where_the_wish_is_faster():
    settings = PiCameraSettings({"FrameDurationLimits": [50_000, 50_000]}, 30.0)
    assert settings.for_video(CONTROLS, 30)["FrameDurationLimits"] == (50_000, 50_000)
    assert settings.for_video(CONTROLS, 10)["FrameDurationLimits"] == (100_000, 100_000)
    assert settings.rate(CONTROLS) == 20


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
        "AwbEnable": True,
        "Brightness": 0.5,
        "ExposureTime": 20_000,
        "FrameDurationLimits": [33_333, 200_000],
        "LensPosition": 1.0,
    }


@pytest.mark.parametrize(
    ("commands", "last"),
    [
        ([("LensPosition", 3.0), ("AfMode", "Continuous"), ("LensPosition", 5.0)],
         {"LensPosition": 5.0, "AfMode": 0}),
        ([("AfMode", "Auto"), ("LensPosition", 0.0), ("AfMode", "Auto")], {"AfMode": 1}),
        ([("ExposureTime", 900), ("AeEnable", True), ("ExposureTime", 800)],
         {"ExposureTime": 800}),
        ([("AeEnable", True), ("AnalogueGain", 2.0), ("AeEnable", True)], {"AeEnable": True}),
        ([("ColourGains", [1, 2]), ("AwbEnable", True), ("ColourGains", [2, 3])],
         {"ColourGains": (2.0, 3.0)}),
        ([("AwbEnable", True), ("ColourGains", [1, 2]), ("AwbEnable", True)],
         {"AwbEnable": True}),
        ([("AeEnable", False), ("ExposureTime", 900)], {"AeEnable": False, "ExposureTime": 900}),
    ],
)  # fmt: skip
def test_the_last_of_commands_that_undo_each_other_counts_then_and_after_a_restart(commands, last):
    settings, again = PiCameraSettings({}, 30.0), PiCameraSettings({}, 30.0)
    applied = {}
    for name, value in commands:
        settings.keep(settings.changes(CONTROLS, name, value))
        put_last(applied, name, value)
    assert again.restore(CONTROLS, applied) == []
    usual = {"FrameDurationLimits": (33_333, 200_000), "AfMode": 2}
    assert settings.for_video(CONTROLS) == usual | last
    assert again.for_video(CONTROLS) == settings.for_video(CONTROLS)


def test_what_ends_an_automatic_is_told_of_it_too():
    settings = PiCameraSettings({"AwbEnable": True}, 30.0)
    for name, value in (("ColourGains", [1.0, 2.0]), ("ExposureTime", 900), ("LensPosition", 0)):
        settings.keep(settings.changes(CONTROLS, name, value))
    now = settings.now(CONTROLS, {})
    assert (now["AwbEnable"], now["AeEnable"], now["AfMode"]) == (False, True, "Manual")
    settings.keep(settings.changes(CONTROLS, "AnalogueGain", 2.0))
    assert settings.now(CONTROLS, {})["AeEnable"] is False


def test_what_is_refused_now_does_not_keep_the_rest_from_counting():
    settings = PiCameraSettings({}, 30.0)
    refused = settings.restore(CONTROLS, {"Zoom": 2, "Brightness": 0.5, "AnalogueGain": 99})
    assert [str(one).split(" ")[0] for one in refused] == ["Zoom", "AnalogueGain"]
    assert settings.for_video(CONTROLS)["Brightness"] == 0.5


def test_an_unknown_control_is_refused_and_the_one_that_is_meant_is_named():
    with pytest.raises(ControlError, match=r"Zoom is no control of this camera$"):
        PiCameraSettings({}, 30.0).changes(CONTROLS, "Zoom", 1)
    with pytest.raises(ControlError, match="this camera; did you mean Brightness"):
        PiCameraSettings({}, 30.0).changes(CONTROLS, "Bright", 1)
