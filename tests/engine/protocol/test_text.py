import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.protocol.text import LONGEST_NAME, cleaned, one_line, without_joiners

anything = st.text(st.characters(exclude_categories=()), max_size=30)


@pytest.mark.parametrize(
    "name", ["Vault", "Gärtner", "Hof 2", "שער", "大门", "📷 Tor", "Caf\xe9", "x" * LONGEST_NAME]
)
def test_a_name_that_can_be_seen_stays_as_it_is(name):
    assert one_line(name, LONGEST_NAME) == name


@pytest.mark.parametrize(
    "unseen",
    [
        *(
            "\u200b",
            "\u200d",
            "\u200e",
            "\u202e",
            "\u2066",
            "\ufeff",
            "\u2060",
            "\xad",
            "\U000e0041",
        ),
        *("\x1b", "\x07", "\x00", "\x7f", "\x9b"),
        *("\u3164", "\u115f", "\u034f", "\ufe0f", "\U000e0100"),
    ],
    ids=ascii,
)
def test_a_sign_that_nobody_sees_makes_no_other_name(unseen):
    assert one_line(f"Va{unseen}ult", LONGEST_NAME) == "Vault"
    assert one_line(unseen, LONGEST_NAME) == ""


@pytest.mark.parametrize(
    "name", ["\u062f\u0631\u200c\u0647\u0627", "\u2764\ufe0f Gate", "\U0001f469\u200d\U0001f33e"]
)
def test_what_joins_letters_is_left_out_of_a_name_by_both_ends_alike(name):
    assert without_joiners(name) == one_line(name, LONGEST_NAME) != name


@pytest.mark.parametrize(
    "space", ["\n", "\r\n", "\t", "\xa0", "\u2028", "\u2029", "\u3000", "  "], ids=ascii
)
def test_every_white_space_is_one_space(space):
    assert one_line(f"{space}Gate{space}2{space}", LONGEST_NAME) == "Gate 2"


def test_two_ways_to_write_a_sign_are_one():
    assert one_line("Cafe\u0301", LONGEST_NAME) == one_line("Caf\xe9", LONGEST_NAME)


def test_a_name_is_no_higher_than_its_line():
    assert one_line("Va" + "\u0338" * 60 + "ult", LONGEST_NAME) == "Va" + "\u0338" * 4 + "ult"
    assert one_line("ที่นี่", LONGEST_NAME) == "ที่นี่"


def test_a_half_of_a_character_is_seen():
    assert one_line("Va\ud800ult", LONGEST_NAME) == "Va\ufffdult"


@pytest.mark.parametrize("sign", ["x", "ä", "\u200b", " "], ids=ascii)
def test_a_name_of_60_kb_is_cut(sign):
    assert len(one_line(sign * 60_000, LONGEST_NAME)) <= LONGEST_NAME


@given(anything)
def test_a_name_can_be_printed_stored_and_listed(text):
    name = one_line(text, LONGEST_NAME)
    assert len(name) <= LONGEST_NAME
    assert name.encode().decode() == name
    assert name == name.strip()
    assert len(name.splitlines()) <= 1
    rows = io.StringIO()
    csv.writer(rows).writerow([name, "next"])
    assert list(csv.reader(io.StringIO(rows.getvalue()))) == [[name, "next"]]


def inside(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3)


@given(st.recursive(anything, inside, max_leaves=6))
def test_free_data_keeps_its_form_and_can_be_written(value):
    for control_characters in (True, False):
        clean = cleaned(value, control_characters=control_characters)
        assert str(clean).encode().decode() == str(clean)
        assert type(clean) is type(value)
        assert cleaned(clean, control_characters=control_characters) == clean
