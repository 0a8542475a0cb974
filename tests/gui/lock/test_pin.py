import pytest

from gui.lock import pin


def test_a_pin_is_known_again_and_cannot_be_read():
    kept = pin.hash_of("274013")
    assert kept.startswith("$argon2id$")
    assert "274013" not in kept
    assert pin.is_pin("274013", kept)
    assert not pin.is_pin("274014", kept)


def test_two_with_the_same_pin_do_not_have_the_same_hash():
    assert pin.hash_of("1234") != pin.hash_of("1234")


@pytest.mark.parametrize("kept", ["", "1234", "$argon2id$broken"])
def test_what_is_no_hash_lets_nobody_in(kept):
    assert not pin.is_pin("1234", kept)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "digits only"),
        ("12a4", "digits only"),
        ("\N{ARABIC-INDIC DIGIT FIVE}" * 4, "digits only"),
        ("123", "4 to 12 digits"),
        ("1234567890123", "4 to 12 digits"),
        ("1234", ""),
        ("123456789012", ""),
    ],
)
def test_what_is_no_pin_is_said_in_words(typed, words):
    assert words in pin.problem_with(typed)
    assert bool(words) == bool(pin.problem_with(typed))


def test_every_wrong_pin_costs_twice_as_long_as_the_one_before():
    attempts = pin.Attempts()
    waits = []
    for number in range(9):
        attempts.note_wrong(now=float(number))
        waits.append(attempts.wait(now=float(number)))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert attempts.wait(now=8 + 59.5) == 0.5
    assert attempts.wait(now=8 + 60) == 0
    attempts.note_right()
    assert not attempts.any_wrong()
    attempts.note_wrong(now=0)
    assert attempts.wait(now=0) == 1
