import pytest

from gui.side_panel.controls.size_choices import size_choices, typed_size
from netgear_engine.protocol.ext import Control


def test_parts_of_the_full_size_are_offered():
    sizes = size_choices(Control("size", 16, 1280, [1280, 720]))
    assert sizes == [(1280, 720), (960, 540), (640, 360), (320, 180)]
    assert all(
        side % 2 == 0
        for size in size_choices(Control("size", 16, 4608, [4608, 2593]))[1:]
        for side in size
    )


def test_without_a_full_size_the_usual_ones_within_the_bounds_are_offered():
    assert size_choices(Control("size", 16, 800)) == [(640, 480), (640, 360), (320, 240)]


@pytest.mark.parametrize("text", ["1280×720", "1280x720", " 1280 X 720 ", "1280*720", "1280, 720"])
def test_a_size_can_be_typed_in_many_ways(text):
    assert typed_size(text) == (1280, 720)


@pytest.mark.parametrize("text", ["", "1280", "large", "1280x", "-1x2", "123456x2"])
def test_what_is_no_size_is_none(text):
    assert typed_size(text) is None
