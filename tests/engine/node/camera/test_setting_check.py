import pytest

from netgear_engine.errors import ControlError
from netgear_engine.node.camera.setting_check import checked_value, quoted
from netgear_engine.protocol.ext import Control

BRIGHTNESS = Control("float", -1.0, 1.0, 0.0)
GAIN = Control("int", 1, 16)
SWITCH = Control("bool")
MODE = Control("choice", choices=("auto", "manual"))
GAINS = Control("numbers", 0.0, 32.0, length=2)
SIZE = Control("size", 16, 1280, (1280, 720))


@pytest.mark.parametrize(
    ("control", "value", "result"),
    [
        (BRIGHTNESS, 0.5, 0.5),
        (BRIGHTNESS, -1, -1.0),
        (GAIN, 16, 16),
        (SWITCH, False, False),
        (MODE, "manual", "manual"),
        (GAINS, [1, 2.5], [1, 2.5]),
        (Control("numbers"), [1, 2, 3], [1, 2, 3]),
        (SIZE, [640, 480], [640, 480]),
        (SIZE, (1280, 720), [1280, 720]),
        (Control("float"), 1e9, 1e9),
    ],
)
def test_what_fits_is_taken_in_the_control_s_own_kind(control, value, result):
    checked = checked_value("x", control, value)
    assert checked == result
    assert type(checked) is type(result)


@pytest.mark.parametrize(
    ("control", "value", "reason"),
    [
        (BRIGHTNESS, 1.01, "X is -1 to 1, not 1.01"),
        (BRIGHTNESS, float("nan"), "X is a number -1 to 1, not nan"),
        (BRIGHTNESS, float("inf"), "X is a number -1 to 1, not inf"),
        (BRIGHTNESS, "0.5", "X is a number -1 to 1, not '0.5'"),
        (BRIGHTNESS, True, "X is a number -1 to 1, not True"),
        (BRIGHTNESS, None, "X is a number -1 to 1, not None"),
        (GAIN, 2.0, "X is a whole number 1 to 16, not 2.0"),
        (GAIN, True, "X is a whole number 1 to 16, not True"),
        (GAIN, 0, "X is 1 to 16, not 0"),
        (Control("int", 5), 4, "X is at least 5, not 4"),
        (Control("int", maximum=5), 6, "X is at most 5, not 6"),
        (SWITCH, 1, "X is true or false, not 1"),
        (MODE, "Auto", "X is one of auto, manual, not 'Auto'"),
        (MODE, ["auto"], "X is one of auto, manual, not ['auto']"),
        (GAINS, [1], "X is a list of 2 numbers 0 to 32, not [1]"),
        (GAINS, [1, 33], "X is a list of 2 numbers 0 to 32, not [1, 33]"),
        (GAINS, [1, True], "X is a list of 2 numbers 0 to 32, not [1, True]"),
        (GAINS, {"a": 1}, "X is a list of 2 numbers 0 to 32, not {'a': 1}"),
        (Control("numbers"), [], "X is a list of numbers, not []"),
        (Control("numbers"), [7] * 65, "X is a list of numbers, not [7, 7, 7"),
        (Control("float"), 10**400, "X is a number, not 1000"),
        (SIZE, [640.0, 480], "X is [width, height] in pixels, each 16 to 1280, not [640.0, 480]"),
        (SIZE, [640, 8], "X is [width, height] in pixels, each 16 to 1280, not [640, 8]"),
        (SIZE, [640, 800], "X is at most 1280x720, not 640x800"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_allowed(control, value, reason):
    with pytest.raises(ControlError) as caught:
        checked_value("X", control, value)
    assert str(caught.value).startswith(reason)
    assert len(str(caught.value)) < 150


def test_a_quote_stays_short():
    assert quoted("x" * 10_000) == "'" + "x" * 56 + "..."
