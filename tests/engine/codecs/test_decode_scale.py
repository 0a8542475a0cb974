import numpy as np
import pytest

from netgear_engine.codecs.decode_scale import decode, measure
from netgear_engine.frame import Frame
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from tests.support.wire import noisy_jpeg

ARRAY = np.zeros((240, 320, 3), np.uint8)
ENCODED = {
    "jpeg": (Compression(), noisy_jpeg((320, 240))),
    "raw": (ArrayLayout("uint8", (240, 320, 3)), ARRAY.tobytes()),
}
both = pytest.mark.parametrize(("content", "payload"), ENCODED.values(), ids=ENCODED)


def frame(content, payload):
    return Frame(1, 1, payload, content, received_at=0, received_wall=0, changed_wall=0)


@both
def test_a_picture_with_exactly_the_allowed_pixels_is_measured(content, payload):
    assert measure(content, payload, Limits(pixels=320 * 240)) == (320, 240)


@both
def test_one_pixel_more_is_refused_before_it_is_decoded(content, payload):
    limits = Limits(pixels=320 * 240 - 1)
    with pytest.raises(RemoteProtocolError, match="320x240 pixels, allowed are 76799"):
        measure(content, payload, limits)
    with pytest.raises(RemoteProtocolError, match="320x240 pixels"):
        decode(frame(content, payload), None, limits)


@both
def test_the_picture_knows_its_frame_and_its_own_size(content, payload):
    received = frame(content, payload)
    picture = decode(received, (160, 120), Limits())
    assert picture.frame is received
    assert picture.pixels.shape == (120, 160, 4)
    assert picture.source_size == (320, 240)


@both
def test_without_a_size_it_is_decoded_whole(content, payload):
    assert decode(frame(content, payload), None, Limits()).pixels.shape == (240, 320, 4)
