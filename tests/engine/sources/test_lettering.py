import itertools
import string

import numpy as np
import pytest

from netgear_engine.sources.lettering import Lettering, drawable


def draw(letters, text):
    pixels = np.zeros((letters.height, letters.width(text), 3), np.uint8)
    letters.draw(pixels, text, 0, 0)
    return pixels


@pytest.mark.parametrize("height", [9, 20, 72])
def test_every_digit_looks_different(height):
    letters = Lettering(height)
    drawn = [draw(letters, digit).astype(int) for digit in string.digits]
    for one, other in itertools.combinations(drawn, 2):
        assert (abs(one - other) > 100).sum() > one.size * 0.02


def test_letters_fill_their_height_and_stay_inside():
    letters = Lettering(70)
    pixels = draw(letters, "8")
    rows = np.flatnonzero(pixels.max(axis=(1, 2)) > 128)
    columns = np.flatnonzero(pixels.max(axis=(0, 2)) > 128)
    assert rows[0] <= 2
    assert rows[-1] >= 67
    assert columns[0] > 0
    assert columns[-1] < pixels.shape[1] - 1


def test_times_take_the_same_width_whatever_the_digits():
    letters = Lettering(40)
    assert letters.width("11:11:11.11") == letters.width("20:59:48.63")


def test_what_lies_outside_is_cut_off():
    letters = Lettering(30)
    pixels = np.zeros((40, 50, 3), np.uint8)
    letters.draw(pixels, "8888888", 10, 25)
    letters.draw(pixels, "8", 10, -5)
    letters.draw(pixels, "8", -5, 0)
    assert pixels[25:].any()
    assert not pixels[:24].any()


def test_drawing_only_makes_lighter():
    letters = Lettering(30)
    pixels = np.full((30, 60, 3), 200, np.uint8)
    letters.draw(pixels, "88", 0, 0)
    assert pixels.min() == 200
    assert pixels.max() == 255


def test_names_are_drawn_in_capitals_without_accents():
    assert drawable("Küche à côté") == "KUCHE A COTE"
    letters = Lettering(20)
    assert np.array_equal(draw(letters, "é"), draw(letters, "E"))


def test_an_unknown_letter_is_a_box_and_a_space_is_empty():
    letters = Lettering(20)
    assert draw(letters, "猫").any()
    assert not draw(letters, " ").any()
