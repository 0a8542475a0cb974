import numpy as np

from netgear_engine.codecs import jpeg as codec
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.header import ArrayLayout
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from tests.support.wire import jpeg

PIXELS = np.full((48, 64, 3), (250, 120, 10), np.uint8)


def test_a_cameras_own_jpeg_is_passed_on_untouched():
    own = jpeg() + bytes(10)
    frame = OutgoingFrame.of(CapturedFrame(12.5, jpeg=own), 7, None, JpegSettings(85))
    assert frame.payload() is own


def test_pixels_become_a_jpeg():
    payload = OutgoingFrame.of(CapturedFrame(12.5, PIXELS), 7, None, JpegSettings(90)).payload()
    assert np.allclose(codec.decode(payload, None)[:, :, :3], PIXELS, atol=6)


def test_they_are_encoded_as_they_are_told():
    frame = OutgoingFrame.of(CapturedFrame(12.5, PIXELS), 7, None, JpegSettings(77))
    assert frame.payload() == codec.encode(PIXELS, JpegSettings(77))


def test_they_are_encoded_at_the_first_call_and_only_then():
    calls = []
    content = JpegSettings(77).content
    frame = OutgoingFrame(7, content, lambda: calls.append("once") or b"encoded")
    assert calls == []
    assert [frame.payload(), frame.payload()] == [b"encoded", b"encoded"]
    assert calls == ["once"]


def test_it_keeps_its_number_its_time_and_its_message():
    frame = OutgoingFrame.of(CapturedFrame(12.5, PIXELS), 7, {"go": 1}, JpegSettings(85))
    assert (frame.number, frame.captured_at, frame.message) == (7, 12.5, {"go": 1})


def test_it_says_how_it_is_encoded():
    settings = JpegSettings(fast_dct=False, subsampling="420")
    frame = OutgoingFrame.of(CapturedFrame(12.5, PIXELS), 7, None, settings)
    assert frame.content == settings.content


def test_an_encoded_array_is_passed_on_untouched():
    payload = PIXELS.tobytes()
    layout = ArrayLayout("uint8", PIXELS.shape)
    frame = OutgoingFrame(7, layout, payload)
    assert (frame.content, frame.payload()) == (layout, payload)
    assert (frame.message, frame.captured_at) == (None, None)
