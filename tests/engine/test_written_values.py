import pytest

from netgear_engine.written_values import (
    WrongValueError,
    as_type,
    did_you_mean,
    nearest,
    not_that,
    number,
    shown,
)


@pytest.mark.parametrize(
    ("value", "words"), [("a", "'a'"), (5, "5"), (True, "true"), (["é"], '["é"]')]
)
def test_a_value_is_shown_as_a_file_has_it(value, words):
    assert shown(value) == words


def test_a_word_is_taken_for_the_one_it_is_much_like():
    assert nearest("Sise", ("size", "fps")) == "size"
    assert did_you_mean("portz", ("ports",)) == "; did you mean ports?"
    assert did_you_mean("framerate", ("format",)) == ""


def test_what_is_wrong_is_said_with_what_to_write():
    assert as_type(int, "a number")(5) == 5
    with pytest.raises(WrongValueError, match="'5' is not a number: write it without quotes"):
        as_type(int, "a number")("5")
    assert not_that(5, str, "text in quotes") == '5 is not text in quotes, as in "5"'


def test_a_number_is_found_in_a_text():
    assert [number("5"), number("0.5"), number("x"), number(5)] == [5, 0.5, None, None]
