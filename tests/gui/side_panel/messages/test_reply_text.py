import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.side_panel.messages.reply_text import (
    can_be_kept,
    looks_broken,
    message_text,
    parse_reply,
    sent_as,
    typed,
)
from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.reply import ArrayReply
from tests.support.pictures import gradient

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
    if not isinstance(value, str):
        assert json.loads(text) == value


@given(json_values)
def test_a_preset_is_written_so_that_it_is_read_as_the_same_value(value):
    line = typed(value)
    if isinstance(value, bool) or value is None:
        assert parse_reply(line) == line, "bare words are text: such a preset is made by the file"
    elif not isinstance(value, str) or value == value.strip():
        assert parse_reply(line) == value


def test_a_message_of_a_megabyte_is_cut_and_says_so():
    assert message_text("x" * 1_000_000).endswith("… (900000 characters more)")
    assert len(message_text({"list": list(range(200_000))})) < 101_000


def test_what_does_not_fit_one_line_is_indented_and_short_parts_stay_together():
    message = {"name": "front gate", "door": "closed", "list": [1, 2, 3], "far": {"a": "b" * 40}}
    assert message_text(message) == (
        '{\n  "name": "front gate",\n  "door": "closed",\n  "list": [1, 2, 3],\n'
        '  "far": {\n    "a": "' + "b" * 40 + '"\n  }\n}'
    )


def test_short_values_of_a_long_list_stand_side_by_side():
    lines = message_text({"list": list(range(60))}).splitlines()
    assert lines[2] == "    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,"
    assert max(map(len, lines)) <= 40


def test_a_long_one_is_indented_too():
    text = message_text({"list": list(range(1000))})
    assert text.startswith('{\n  "list": [\n    0,\n')


@pytest.mark.parametrize("depth", [30, 500, 100_000])
def test_deep_nesting_makes_neither_an_error_nor_a_huge_text(depth):
    message = inner = []
    for _ in range(depth):
        inner.append([])
        inner = inner[0]
    inner.append("a message that is long enough not to fit into one line of the panel as it is")
    assert len(message_text(message)) < 3 * depth + 200


@pytest.mark.parametrize("odd", [float("nan"), "half \ud800 a character", {"\ud800": "x" * 100}])
def test_what_is_no_proper_json_has_a_text_too(odd):
    assert message_text(odd).encode()
    assert b"more" in message_text({"odd": odd, "more": "x" * 100}).encode()


def test_a_picture_says_how_large_it_is():
    reply = ArrayReply(Compression(), jpeg.encode(gradient(64, 48), JpegSettings()))
    assert message_text(reply) == "Picture, 64 × 48, 1 KB"
    assert message_text(ArrayReply(Compression(), b"x" * 4000)) == "Picture, 4 KB"


@pytest.mark.parametrize(
    ("text", "words", "broken"),
    [
        ("lights on", "text", False),
        ("42", "number 42", False),
        ("-1.50", "number -1.5", False),
        ('{"lights": true}', "JSON object, 1 field", False),
        ("[1, 2]", "list, 2 values", False),
        ('"42"', "text", False),
        ('{"lights": tr', "text", True),
        ("[1, 2", "text", True),
        ('"open', "text", True),
        ("12 o'clock", "text", False),
        ("", "text", False),
    ],
)
def test_while_typing_it_says_as_what_it_will_be_sent(text, words, broken):
    assert (sent_as(text), looks_broken(text)) == (words, broken)


@pytest.mark.parametrize(
    ("value", "kept"), [("on", True), ({"a": [1, {"b": None}]}, False), ([1, "null"], True)]
)
def test_a_preset_cannot_hold_null(value, kept):
    assert can_be_kept(value) is kept
