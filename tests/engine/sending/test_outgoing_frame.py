import numpy as np

from netgear_engine.codecs import jpeg as codec
from netgear_engine.frame import CapturedFrame
from netgear_engine.sending.outgoing_frame import OutgoingFrame
from tests.support.wire import jpeg

PIXELS = np.full((48, 64, 3), (250, 120, 10), np.uint8)


def test_a_cameras_own_jpeg_is_passed_on_untouched():
    own = jpeg() + bytes(10)
    assert OutgoingFrame(CapturedFrame(12.5, jpeg=own), None, 85).payload() is own


def test_pixels_become_a_jpeg():
    payload = OutgoingFrame(CapturedFrame(12.5, PIXELS), None, 90).payload()
    assert np.allclose(codec.decode(payload, None)[:, :, :3], PIXELS, atol=6)


def test_they_are_encoded_at_the_first_call_and_only_then(monkeypatch):
    calls = []
    monkeypatch.setattr(codec, "encode", lambda *how: calls.append(how) or b"encoded")
    frame = OutgoingFrame(CapturedFrame(12.5, PIXELS), None, 77)
    assert calls == []
    assert [frame.payload(), frame.payload()] == [b"encoded", b"encoded"]
    ((pixels, quality),) = calls
    assert pixels is PIXELS
    assert quality == 77


def test_it_keeps_its_time_and_its_message():
    frame = OutgoingFrame(CapturedFrame(12.5, PIXELS), {"go": 1}, 85)
    assert (frame.captured_at, frame.message) == (12.5, {"go": 1})
