import pytest

from gui.cameras.fault_words import fault_reason, fault_words


@pytest.mark.parametrize("told", ["camera fault: no frames for 3 s", "no frames for 3 s"])
def test_the_word_for_it_stands_there_once(told):
    assert fault_reason(told) == "no frames for 3 s"
    assert fault_words(told) == "camera fault: no frames for 3 s"


def test_without_a_reason_it_says_what_is_missing():
    assert fault_words("") == "camera fault: it gives no pictures"
