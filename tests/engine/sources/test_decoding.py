import numpy as np
import pytest
import simplejpeg

from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources import decoded

BLUE = np.full((48, 64, 3), (250, 120, 10), np.uint8)


def test_pixels_are_left_as_they_are():
    assert decoded(CapturedFrame(0.0, BLUE)) is BLUE


def test_a_jpeg_is_decoded():
    jpeg = simplejpeg.encode_jpeg(BLUE, 95, "BGR")
    pixels = decoded(CapturedFrame(0.0, jpeg=jpeg))
    assert pixels.shape == BLUE.shape
    assert np.allclose(pixels, BLUE, atol=6)


@pytest.mark.parametrize("jpeg", [b"no JPEG", None])
def test_a_broken_one_is_told(jpeg):
    with pytest.raises(SourceError, match="a broken JPEG"):
        decoded(CapturedFrame(0.0, jpeg=jpeg))
