import pytest

from netgear_engine.errors import ControlError
from netgear_engine.protocol.ext import Control
from netgear_engine.sources.pi_camera.controls import PiControl, read_controls
from netgear_engine.sources.pi_camera.finding import close_camera, find_camera, open_camera

FLOAT = PiControl("Brightness", Control("float", -1.0, 1.0), -1.0, 1.0)
EXPOSURE = PiControl("ExposureTime", Control("int", 0, 66666), 100, 66666, whole=True)
BOOL = PiControl("AeEnable", Control("bool"), False, True)
CHOICE = PiControl(
    "AfMode",
    Control("choice", choices=("Manual", "Continuous")),
    None,
    None,
    choices={"Manual": 0, "Continuous": 2},
)
GAINS = PiControl("ColourGains", Control("numbers", 0.0, 32.0, length=2), 0.0, 32.0)
DURATIONS = PiControl(
    "FrameDurationLimits", Control("numbers", 100, 5000, length=2), 100, 5000, whole=True
)
CROP = PiControl(
    "ScalerCrop",
    Control("numbers", 0, 2304, length=4),
    [0, 0, 64, 64],
    [8, 0, 2304, 1296],
    whole=True,
    rectangle=True,
)
WINDOWS = PiControl(
    "AfWindows",
    Control("numbers", 0, 2304),
    [0, 0, 0, 0],
    [0, 0, 2304, 1296],
    whole=True,
    rectangle=True,
)


@pytest.mark.parametrize(
    ("control", "value", "taken"),
    [
        (FLOAT, 0.5, 0.5),
        (FLOAT, 1, 1.0),
        (EXPOSURE, 100, 100),
        (EXPOSURE, 2000.0, 2000),
        (EXPOSURE, 0, 0),  # automatic again
        (BOOL, True, True),
        (CHOICE, "Continuous", 2),
        (GAINS, [1, 2.5], (1.0, 2.5)),
        (DURATIONS, [100, 5000], (100, 5000)),
        (CROP, [8, 0, 2304, 1296], (8, 0, 2304, 1296)),
        (WINDOWS, [0, 0, 10, 10, 20, 20, 10, 10], ((0, 0, 10, 10), (20, 20, 10, 10))),
    ],
)
def test_a_value_is_given_to_libcamera_in_the_type_that_it_takes(control, value, taken):
    told = control.to_camera(value)
    assert told == taken
    assert type(told) is type(taken)


@pytest.mark.parametrize(
    ("control", "value", "allowed"),
    [
        (FLOAT, 1.01, r"-1.0 to 1.0"),
        (FLOAT, "0.5", "a number"),
        (FLOAT, True, "a number"),
        (FLOAT, float("nan"), "a number"),
        (FLOAT, None, "a number"),
        (EXPOSURE, 50, "100 to 66666"),
        (EXPOSURE, 100.5, "a whole number"),
        (EXPOSURE, float("inf"), "a whole number"),
        (BOOL, 1, "true or false"),
        (CHOICE, "Auto", "one of Manual, Continuous"),
        (CHOICE, 2, "one of Manual, Continuous"),
        (CHOICE, [], "one of Manual, Continuous"),
        (GAINS, [1.0], "2 numbers"),
        (GAINS, 1.0, "2 numbers"),
        (GAINS, [1.0, 33.0], "0.0 to 32.0"),
        (GAINS, [1.0, "x"], "a number"),
        (DURATIONS, [5000, 100], "the shorter duration first"),
        (CROP, [0, 0, 2304, 1296], "x, y, width and height within 8, 0, 2304, 1296"),
        (CROP, [8, 0, 2304, 1297], "x, y, width and height within"),
        (CROP, [8, 0, 32, 32], "at least 64 x 64"),
        (WINDOWS, [], "x, y, width and height"),
        (WINDOWS, [0, 0, 10], "x, y, width and height"),
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(control, value, allowed):
    with pytest.raises(ControlError, match=f"^{control.name} cannot be .*; allowed is .*{allowed}"):
        control.to_camera(value)


@pytest.mark.parametrize(
    ("control", "told", "value"),
    [
        (CHOICE, 2, "Continuous"),
        (CHOICE, 1, None),
        (GAINS, (1.5, 2.0), [1.5, 2.0]),
        (WINDOWS, [(0, 0, 10, 10), (20, 20, 10, 10)], [0, 0, 10, 10, 20, 20, 10, 10]),
        (FLOAT, 0.25, 0.25),
    ],
)
def test_what_libcamera_tells_is_put_in_words_and_lists(control, told, value):
    assert control.from_camera(told) == value


@pytest.mark.picamera2
@pytest.mark.usefixtures("pi_cameras")
def test_a_cameras_controls_are_told_with_kind_bounds_and_default():
    camera = open_camera(find_camera("0"))
    found = {name: one.control for name, one in read_controls(camera).items()}
    close_camera(camera)
    assert found["Brightness"] == Control("float", -1.0, 1.0, 0.0)
    assert found["AeEnable"] == Control("bool", default=True)
    assert found["ExposureTime"] == Control("int", 0, 66666, 20000)
    assert found["AwbMode"].kind == "choice"
    assert found["AwbMode"].default == "Auto"
    assert {"Daylight", "Cloudy"} <= set(found["AwbMode"].choices)
    assert found["NoiseReductionMode"].choices[:2] == ("Off", "Fast")
    assert found["ColourGains"] == Control("numbers", 0.0, 32.0, length=2)
    assert found["ScalerCrop"] == Control("numbers", 0, 2304, [0, 0, 2304, 1296], length=4)
    limits = found["FrameDurationLimits"]
    # The camera itself would take 120 s; one that slow would count as broken.
    assert (limits.kind, limits.length, limits.maximum) == ("numbers", 2, 1_000_000)
    # picamera2 sets this along with the time.
    assert "ExposureTimeMode" not in found
