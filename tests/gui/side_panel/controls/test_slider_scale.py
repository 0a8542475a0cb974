import pytest

from gui.side_panel.controls.slider_scale import SliderScale
from netgear_engine.protocol.ext import Control


@pytest.mark.parametrize(
    "control",
    [
        Control("int", 1, 100),
        Control("int", 0, 66_000_000),
        Control("float", -1.0, 1.0),
        Control("float", 0.01, 30.0),
        Control("float", 0.0, 16.0),
        Control("int", -100, 100),
        Control("int", 0, 1600),
    ],
)
def test_places_and_numbers_belong_together(control):
    scale = SliderScale.of(control)
    assert scale.value_at(0) == control.minimum
    assert scale.value_at(scale.places) == control.maximum
    values = [scale.value_at(place) for place in range(scale.places + 1)]
    assert values == sorted(values)
    assert all(control.minimum <= value <= control.maximum for value in values)
    assert all(isinstance(value, int) for value in values) is (control.kind == "int")
    for value in values:
        again = scale.value_at(scale.place_of(value))
        assert abs(again - value) <= max(0.04 * abs(value), 0.01)


def test_every_whole_number_of_a_small_range_can_be_chosen():
    scale = SliderScale.of(Control("int", 1, 100))
    assert {scale.value_at(place) for place in range(scale.places + 1)} == set(range(1, 101))


def test_a_wide_range_gives_the_short_times_as_much_room_as_the_long_ones():
    scale = SliderScale.of(Control("int", 0, 10_000_000))
    assert scale.value_at(scale.places // 2) < 10_000


@pytest.mark.parametrize(
    "control", [Control("int", None, 3), Control("float"), Control("bool"), Control("int", 3, 3)]
)
def test_without_two_bounds_there_is_no_slider(control):
    assert SliderScale.of(control) is None
