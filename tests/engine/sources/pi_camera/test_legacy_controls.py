import pytest

from netgear_engine.errors import ControlError
from netgear_engine.sources.pi_camera.legacy_controls import check, read_controls
from tests.engine.sources.legacy_picamera import make_picamera


@pytest.fixture
def controls():
    return read_controls(make_picamera().PiCamera(resolution=(640, 480)))


def test_words_are_those_of_the_camera(controls):
    assert controls["awb_mode"].choices == ("auto", "off", "sunlight")
    assert controls["exposure_mode"].default == "auto"


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("brightness", 0, 0),
        ("hflip", True, True),
        ("meter_mode", "spot", "spot"),
        ("zoom", [0, 0.25, 1, 0.5], (0, 0.25, 1, 0.5)),
    ],
)
def test_a_value_is_taken_as_picamera_takes_it(controls, name, value, taken):
    assert check(name, controls[name], value) == taken


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("brightness", 0.5, "a whole number from 0 to 100"),
        ("brightness", True, "a whole number"),
        ("contrast", -101, "-100 to 100"),
        ("hflip", 1, "true or false"),
        ("meter_mode", "matrix", "one of average, spot"),
        ("meter_mode", [], "one of average, spot"),
        ("zoom", [0, 0, 1], "4 numbers from 0 to 1"),
        ("zoom", 1, "4 numbers from 0 to 1"),
        ("awb_gains", [1, "2"], "2 numbers from 0 to 8"),
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(controls, name, value, allowed):
    with pytest.raises(ControlError, match=f"^{name} cannot be .*; allowed is .*{allowed}"):
        check(name, controls[name], value)
