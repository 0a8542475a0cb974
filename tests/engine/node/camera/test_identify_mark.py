import numpy as np
import pytest

from netgear_engine.node.camera.identify_mark import IdentifyMark


def test_it_blinks_for_as_long_as_it_was_told():
    mark = IdentifyMark("Yard")
    assert not mark.is_on(100.0)
    mark.show(100.0, 2.0)
    shown = [mark.is_on(100.0 + step / 4) for step in range(12)]
    assert shown == [True, True, False, False] * 2 + [False] * 4


def test_no_seconds_end_it():
    mark = IdentifyMark("")
    mark.show(100.0, 60.0)
    mark.show(101.0, 0.0)
    assert not mark.is_on(101.0)


@pytest.mark.parametrize("size", [(1280, 720), (320, 180), (64, 36), (16, 16), (90, 1600)])
@pytest.mark.parametrize("caption", ["", "Front gate", "a name that is far too long " * 9])
def test_it_is_seen_at_every_size(size, caption):
    pixels = np.full((size[1], size[0], 3), 90, np.uint8)
    IdentifyMark(caption).draw(pixels)
    for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
        assert (edge == (0, 214, 255)).all(axis=1).all()
    if min(size) > 100:
        assert (pixels[2:-2, 2:-2].min(axis=2) > 200).mean() > 0.002, "no letters"
