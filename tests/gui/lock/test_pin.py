import pytest

from gui.background.stored_file import StoredFile
from gui.lock import pin


def test_a_pin_is_known_again_and_cannot_be_read():
    kept = pin.hash_of("274013")
    assert kept.startswith("$argon2id$")
    assert "274013" not in kept
    assert pin.is_pin("274013", kept)
    assert not pin.is_pin("274014", kept)


@pytest.mark.parametrize("kept", ["", "1234", "$argon2id$broken", "$argon2id$v=19$é"])
def test_what_is_no_hash_is_known_and_lets_nobody_in(kept):
    assert not pin.is_hash(kept)
    assert not pin.is_pin("1234", kept)
    assert pin.is_hash(pin.hash_of("1234"))


def test_the_two_thousandth_wrong_pin_costs_its_time_too():
    attempts = pin.Attempts()
    for _ in range(2000):
        attempts.note_wrong(now=0.0)
    assert attempts.wait(now=0.0) == 60


def test_wrong_pins_count_over_a_restart_even_when_it_came_before_the_verdict(tmp_path):
    file = StoredFile(tmp_path / "wrong-pins.txt")
    attempts = pin.Attempts(file)
    for _ in range(3):
        attempts.begin()
        attempts.note_wrong(now=100.0)
        attempts.end()
    attempts.begin()
    again = pin.Attempts(file, now=5.0)
    assert again.any_wrong() and again.wait(now=5.0) == 8
    again.note_right()
    again.end()
    assert not pin.Attempts(file).any_wrong()


@pytest.mark.parametrize("text", [b"", b"\xff", b"many", b"9" * 5000])
def test_a_broken_count_keeps_nobody_out(tmp_path, text):
    (tmp_path / "wrong-pins.txt").write_bytes(text)
    assert not pin.Attempts(StoredFile(tmp_path / "wrong-pins.txt")).any_wrong()


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
