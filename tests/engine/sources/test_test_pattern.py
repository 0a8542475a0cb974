import itertools
from datetime import datetime

import numpy as np
import pytest

from netgear_engine.errors import SourceError
from netgear_engine.sources.lettering import Lettering
from netgear_engine.sources.source import SourceOptions
from netgear_engine.sources.test_pattern import TestPattern
from tests.engine.sources.reading import next_frame, next_pixels

SMALL = SourceOptions(size=(320, 180))


def letters_are_at(pixels, text, height):
    """Return whether `text` stands somewhere in the picture's middle column, as white letters."""
    letters = Lettering(height)
    stamp = np.zeros((height, letters.width(text), 3), np.uint8)
    letters.draw(stamp, text, 0, 0)
    left = pixels.shape[1] // 2 - stamp.shape[1] // 2
    for top in range(pixels.shape[0] - height):
        region = pixels[top : top + height, left : left + stamp.shape[1]]
        if (region[stamp > 200] > 200).all() and (region[stamp == 0] < 160).all():
            return True
    return False


def test_it_needs_nothing_and_is_720p_at_25_fps(manual_clock):
    with TestPattern("", SourceOptions(), manual_clock) as source:
        frame = next_frame(source)
        assert frame is not None
        assert frame.pixels is not None
        assert frame.pixels.shape == (720, 1280, 3)
        assert frame.pixels.dtype == np.uint8
        assert source.fps == 25
        assert source.title == "test-pattern"


def test_more_than_it_can_draw_in_time_is_refused_for_good(manual_clock):
    with pytest.raises(SourceError, match="draws no 8192x8192: 3840x2160 at most") as caught:
        TestPattern("", SourceOptions(size=(8192, 8192)), manual_clock)
    assert caught.value.permanent


def test_the_frame_number_and_the_time_can_be_read(manual_clock):
    with TestPattern("3", SourceOptions(), manual_clock) as source:
        for _ in range(2):
            source.read()
        pixels = next_pixels(source)
        local = datetime.fromtimestamp(manual_clock.wall())
    assert letters_are_at(pixels, "frame 000003", round(720 * 0.11 * 0.42))
    assert not letters_are_at(pixels, "frame 000004", round(720 * 0.11 * 0.42))
    time_of_day = f"{local:%H:%M:%S}.{local.microsecond // 10_000:02d}"
    assert letters_are_at(pixels, time_of_day, round(720 * 0.11))


def test_a_name_is_shown(manual_clock):
    named = TestPattern("1", SourceOptions(caption="Front gate"), manual_clock).start()
    assert letters_are_at(next_pixels(named), "FRONT GATE", round(720 * 0.11 * 0.42))


def test_a_long_name_is_cut_to_the_plate(manual_clock):
    options = SourceOptions(size=(320, 180), caption="a very long name indeed " * 9)
    pixels = next_pixels(TestPattern("1", options, manual_clock).start())
    assert (pixels[100:, :40] < 200).all()


def test_every_frame_is_new_and_owned_by_who_reads_it(manual_clock):
    source = TestPattern("1", SMALL, manual_clock).start()
    first = next_pixels(source)
    kept = first.copy()
    second = next_pixels(source)
    assert not np.shares_memory(first, second)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, kept)


def test_something_moves_besides_the_letters(manual_clock):
    source = TestPattern("1", SMALL, manual_clock).start()
    before = next_pixels(source)[:90].astype(int)
    manual_clock.advance(1)
    after = next_pixels(source)[:90].astype(int)
    assert (abs(before - after) > 40).sum() > 100


def test_variants_are_easily_told_apart(manual_clock):
    pictures = [
        next_pixels(TestPattern(str(number), SMALL, manual_clock).start()).astype(int)
        for number in range(1, 9)
    ]
    for one, other in itertools.combinations(pictures, 2):
        assert abs(one - other).mean() > 10


def test_the_light_crosses_the_whole_picture_without_a_fault(manual_clock):
    for variant in ("1", "2"):
        source = TestPattern(variant, SourceOptions(size=(97, 53), fps=10), manual_clock).start()
        for _ in range(300):
            assert next_pixels(source).shape == (53, 97, 3)


@pytest.mark.parametrize("size", [(16, 16), (120, 400), (1920, 200)])
def test_any_shape_can_be_drawn(manual_clock, size):
    source = TestPattern("1", SourceOptions(size=size), manual_clock).start()
    assert next_pixels(source).shape == (size[1], size[0], 3)


def test_it_keeps_its_pace_and_stamps_the_capture(manual_clock):
    source = TestPattern("1", SourceOptions(size=(64, 36), fps=10), manual_clock).start()
    moments = [next_frame(source).captured_at for _ in range(5)]
    assert np.diff(moments) == pytest.approx([0.1] * 4)
    manual_clock.advance(5)
    assert next_frame(source).captured_at == manual_clock.monotonic()


def test_stopped_it_gives_nothing_and_started_again_it_counts_from_one(manual_clock):
    source = TestPattern("1", SourceOptions(), manual_clock).start()
    source.read()
    source.stop()
    assert source.read() is None
    source.start()
    assert letters_are_at(next_pixels(source), "frame 000001", round(720 * 0.11 * 0.42))
