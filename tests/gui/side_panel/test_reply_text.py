import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.side_panel.reply_text import message_text, parse_reply

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("lights on", "lights on"),
        ("  lights on ", "lights on"),
        ('{"lights": "on"}', {"lights": "on"}),
        ("[1, 2]", [1, 2]),
        ("42", 42),
        ("-1.5", -1.5),
        ('"42"', "42"),
        ("true", "true"),
        ("{lights", "{lights"),
        ("12 o'clock", "12 o'clock"),
        ("NaN", "NaN"),
        ("[NaN]", "[NaN]"),
        ("[" * 100_000, "[" * 100_000),
        ("", ""),
    ],
)
def test_what_is_json_is_sent_as_json_and_all_else_as_text(typed, value):
    assert parse_reply(typed) == value
    assert type(parse_reply(typed)) is type(value)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("lights are on", "lights are on"),
        ("42", '"42"'),
        (42, "42"),
        (None, "null"),
        (True, "true"),
        ({"ö": [1, "x"]}, '{"ö": [1, "x"]}'),
    ],
)
def test_a_message_of_any_type_is_shown_so_that_its_type_can_be_told(message, text):
    assert message_text(message) == text


@given(json_values)
def test_every_json_message_has_a_text(value):
    text = message_text(value)
    assert isinstance(text, str)
    if len(text) < 2000 and not isinstance(value, str):
        assert json.loads(text) == value


def test_a_very_long_message_is_cut_and_says_so():
    assert message_text("x" * 5000).endswith("… (3000 characters more)")
