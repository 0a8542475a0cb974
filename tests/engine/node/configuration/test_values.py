import datetime

import pytest

from netgear_engine.node.configuration.values import (
    WrongValueError,
    as_type,
    did_you_mean,
    read_controls,
    read_format,
    read_name,
    read_receivers,
    read_sensor,
    read_size,
    read_transform,
    shown,
)
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import Sensor, Transform


@pytest.mark.parametrize(
    ("read", "value", "meaning"),
    [
        (read_receivers, "desk.local:5566", (Receiver("desk.local", 5566),)),
        (read_receivers, ["a:1", "[fe80::1]:2"], (Receiver("a", 1), Receiver("fe80::1", 2))),
        (read_size, "1280x720", (1280, 720)),
        (read_size, [1280, 720], (1280, 720)),
        (read_sensor, "2304x1296", Sensor((2304, 1296))),
        (read_sensor, "9152x6944", Sensor((9152, 6944))),
        (read_sensor, "2304x1296:10", Sensor((2304, 1296), 10)),
        (read_sensor, {"output_size": [2304, 1296], "bit_depth": 10}, Sensor((2304, 1296), 10)),
        (read_sensor, {"bit_depth": 12}, Sensor(None, 12)),
        (read_transform, "", Transform()),
        (read_transform, "none", Transform()),
        (read_transform, "vflip, hflip", Transform(hflip=True, vflip=True)),
        (read_transform, {"vflip": True}, Transform(vflip=True)),
        (read_controls, '{"AfMode": "Auto"}', {"AfMode": "Auto"}),
        (read_controls, {"AfWindows": [[0, 0, 9, 9]]}, {"AfWindows": [[0, 0, 9, 9]]}),
        (read_format, "RGB888", "RGB888"),
        (read_name, "Gate\xa0 2 ", "Gate\xa0 2 "),
        (read_name, "Cafe\u0301", "Cafe\u0301"),
        # Persian for "gates", and what a keyboard of emoji types.
        (read_name, "\u062f\u0631\u200c\u0647\u0627", "\u062f\u0631\u0647\u0627"),
        (
            read_name,
            "\u2764\ufe0f Gate \U0001f469\u200d\U0001f33e",
            "\u2764 Gate \U0001f469\U0001f33e",
        ),
    ],
)
def test_a_value_means_the_same_however_it_is_written(read, value, meaning):
    assert read(value) == meaning


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (read_receivers, 5566, "5566 is not HOST:PORT in quotes"),
        (read_receivers, [], "no receiver"),
        (read_receivers, ["a:1", "b"], "'b' is not HOST:PORT, as in 192.168.1.20:5566"),
        (read_size, "big", "'big' is not a size, as in 1280x720"),
        (read_size, [1280, 720, 3], "[1280, 720, 3] is not a size, as in 1280x720"),
        (read_size, [8, 720], "each side must be 16 to 8192 pixels"),
        (read_sensor, "2304", "'2304' is not a sensor mode, as in 2304x1296"),
        (read_sensor, "2304x1296:99", "8 to 16 bits"),
        (
            read_sensor,
            {"output_sise": [1, 2]},
            "output_sise: unknown key; did you mean output_size",
        ),
        (read_transform, "hfilp", "'hfilp' is not a transform: hflip, vflip or hflip,vflip"),
        (read_transform, {"hflip": 1}, '{"hflip": 1} is not a transform'),
        (read_transform, True, "true is not a transform"),
        (read_controls, "{", "'{' is not a set of controls"),
        (read_controls, [1], "[1] is not a set of controls"),
        (read_controls, {"Brightness": {}}, "Brightness: {} is not true, false, a number"),
        (read_controls, {"Gain": float("inf")}, "Gain: inf is not"),
        (read_controls, {"When": datetime.date(2026, 1, 1)}, "When: 2026-01-01 is not"),
        (read_format, "rgb888", "did you mean RGB888?"),
        (read_name, "Ga\u200bte", "cannot be seen: write it as it is shown, 'Gate'"),
        (read_name, "Ga\u2060te", "cannot be seen: write it as it is shown, 'Gate'"),
        (read_name, "Gate\u3164", "cannot be seen: write it as it is shown, 'Gate'"),
        (read_format, 3, "3 is not text in quotes"),
        (as_type(int, "a number"), "85", "'85' is not a number: write it without quotes"),
        (as_type(int, "a number"), "much", "'much' is not a number"),
        (as_type(str, "text"), 0, '0 is not text, as in "0"'),
        (as_type(bool, "true or false"), 1, "1 is not true or false"),
    ],
)
def test_what_cannot_be_is_named_together_with_what_is_allowed(read, value, complaint):
    with pytest.raises(WrongValueError) as caught:
        read(value)
    assert complaint in str(caught.value)
    assert ("without quotes" in str(caught.value)) == ("without quotes" in complaint)


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "'a'"), (True, "true"), ([1, "b"], '[1, "b"]'), (1.5, "1.5"), (float("nan"), "nan")],
)
def test_a_value_is_shown_as_the_file_has_it(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("qualty", "; did you mean quality?"),
        ("Buffer-Count", "; did you mean buffer_count?"),
        ("framerate", ""),
        ("", ""),
    ],
)
def test_the_nearest_right_name_is_named_when_it_is_near(word, hint):
    assert did_you_mean(word, ("quality", "buffer_count", "format", "fps")) == hint
