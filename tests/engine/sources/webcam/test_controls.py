"""One program sets what can be set on a camera of the kernel's own numbers and tells all of it."""

import pytest

from tests.support.v4l2_camera import V4l2Camera

_PROGRAM = """
import json, os, sys
from netgear_engine.errors import ControlError
from netgear_engine.sources.webcam.controls import WebcamControls

controls = WebcamControls(sys.argv[1])

def attempt(name, value):
    try:
        return controls.set(name, value)
    except ControlError as error:
        return str(error)

told = {
    "all": {
        name: [one.kind, one.minimum, one.maximum, one.default, one.choices]
        for name, one in controls.all().items()
    },
    "before": controls.values(),
    "brightness": attempt("brightness", -7),
    "white balance": attempt("auto_white_balance", False),
    "sharpness": attempt("sharpness", "4000000000"),
    "held": attempt("exposure", 300),
    "manual": attempt("auto_exposure", "Manual Mode"),
    "free": attempt("exposure", 300),
    "gap": attempt("auto_exposure", "Shutter Priority Mode"),
    "failing": attempt("contrast", 5),
    "disabled": attempt("gain", 5),
    "unknown": attempt("no_such", 5),
    "after": controls.values(),
}
os.unlink(sys.argv[1])
told["unplugged"] = [controls.values(), attempt("brightness", 1)]
told["absent"] = WebcamControls(sys.argv[1]).all()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return V4l2Camera(tmp_path_factory.mktemp("camera"), []).run(_PROGRAM)


def test_bounds_and_words_are_the_drivers(told):
    assert told["all"] == {
        "brightness": ["int", -64, 64, 10, []],
        "contrast": ["int", 0, 95, 32, []],
        "auto_white_balance": ["bool", None, None, True, []],
        "sharpness": ["choice", None, None, "-1", ["-1", "4000000000"]],
        "auto_exposure": [
            "choice", None, None, "Aperture Priority Mode",
            ["Manual Mode", "Aperture Priority Mode"],
        ],
        "exposure": ["int", 1, 5000, 156, []],
    }  # fmt: skip


def test_values_are_those_of_now(told):
    assert told["before"] == {
        "brightness": 20,
        "contrast": 32,
        "auto_white_balance": True,
        "sharpness": "-1",
        "auto_exposure": "Aperture Priority Mode",
        "exposure": 156,
    }
    assert told["after"] == told["before"] | {
        "brightness": -7,
        "auto_white_balance": False,
        "sharpness": "4000000000",
        "auto_exposure": "Manual Mode",
        "exposure": 300,
    }


def test_what_is_set_is_answered_with_what_the_camera_has(told):
    assert told["brightness"] == -7
    assert told["white balance"] is False
    assert told["manual"] == "Manual Mode"


def test_what_the_camera_sets_itself_is_refused_until_it_is_left_to_us(told):
    assert told["held"].endswith("exposure is set by the camera itself: change auto_exposure first")
    assert told["free"] == 300


def test_refusals_name_the_reason(told):
    assert told["gap"].endswith("auto_exposure cannot be Shutter Priority Mode")
    assert told["failing"].endswith("does not take contrast 5: Input/output error")
    assert told["disabled"].endswith("has no control gain")
    assert told["unknown"].endswith("has no control no_such")


def test_an_unplugged_camera_has_nothing_to_set(told):
    assert told["absent"] == {}
    values, refusal = told["unplugged"]
    assert values == {}
    assert refusal.endswith("does not take brightness 1: No such file or directory")
