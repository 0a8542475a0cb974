import pytest
import simplejpeg

from netgear_engine.codecs import decode_scale
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import AnswerTimes, SenderExt
from netgear_engine.protocol.header import ArrayLayout, Compression, FrameHeader
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.receiver_session import FrameReceived
from netgear_engine.receiving.sender_stream import SenderStream
from tests.support.wire import jpeg

PORT = 5566


def received(payload=None, *, ext=None, message=None, content=None):
    header = FrameHeader(content or Compression(), message, ext=ext)
    return FrameReceived(header, jpeg() if payload is None else payload)


@pytest.fixture
def stream(manual_clock):
    return SenderStream(PORT, manual_clock, Limits())


def our_frame(sequence, *, captured=None, answer=None, node="pi/gate", name="Gate"):
    return received(ext=SenderExt(1, sequence, captured, answer, node, name))


def exchange(stream, clock, sequence, node="pi/gate"):
    """A frame is answered at once, and the next tells that its sender's clock shows 900 less."""
    first = our_frame(sequence, node=node)
    now = clock.monotonic()
    stream.frame(first, 1, now)
    stream.answered(first, now, now)
    times = AnswerTimes(sequence, now - 900 - 0.25, now - 900 + 0.25)
    return stream.frame(our_frame(sequence + 1, captured=50.0, answer=times, node=node), 2, now)


def test_a_frame_carries_what_came_and_when(stream, manual_clock):
    payload = jpeg(size=(32, 16))
    frame = stream.frame(received(payload, message="hello"), 5, manual_clock.monotonic())
    assert (frame.port, frame.number, frame.payload, frame.message) == (PORT, 5, payload, "hello")
    assert frame.received_at == manual_clock.monotonic()
    assert frame.received_wall == frame.changed_wall == manual_clock.wall()
    assert stream.size == (32, 16)
    assert stream.last_frame is frame


def test_a_picture_is_looked_at_once_and_what_was_found_goes_with_the_frame(stream, monkeypatch):
    frame = stream.frame(received(jpeg(size=(32, 16))), 1, 0.0)
    monkeypatch.setattr(simplejpeg, "decode_jpeg_header", None)
    monkeypatch.setattr(decode_scale, "read_jpeg_header", None)
    picture = decode_scale.decode(frame, (8, 4), Limits())
    assert (picture.source_size, picture.pixels.shape) == ((32, 16), (4, 8, 4))


def test_a_broken_picture_is_refused_and_leaves_the_last_one(stream):
    good = stream.frame(received(), 1, 0.0)
    with pytest.raises(RemoteProtocolError):
        stream.frame(received(b"broken"), 2, 0.0)
    with pytest.raises(RemoteProtocolError):
        stream.frame(received(b"broken", content=ArrayLayout("uint8", (48, 64))), 2, 0.0)
    assert stream.last_frame is good


def test_the_same_bytes_are_the_same_picture(stream):
    same = []
    for shade in (1, 1, 1, 2, 1):
        stream.frame(received(jpeg(shade)), 1, 0.0)
        same.append(stream.same_picture)
    assert same == [False, True, True, False, False]


@pytest.mark.parametrize("kind", [bytes, memoryview])
def test_a_difference_anywhere_is_another_picture(stream, kind):
    """Views of large frames are compared piece by piece."""
    picture = bytes(10_001)
    same = []
    for other in (picture, picture, picture[:-1] + b"1", b"1" + picture[1:], picture):
        layout = ArrayLayout("uint8", (len(other), 1))
        stream.frame(received(kind(other), content=layout), 1, 0.0)
        same.append(stream.same_picture)
    shorter = received(kind(picture[:-1]), content=ArrayLayout("uint8", (10_000, 1)))
    stream.frame(shorter, 1, 0.0)
    assert [*same, stream.same_picture] == [False, True, False, False, False, False]


def test_the_clock_of_a_repeated_picture_stands_still(stream, manual_clock):
    first = stream.frame(received(jpeg(1)), 1, 0.0)
    manual_clock.advance(5)
    second = stream.frame(received(jpeg(1)), 2, 5.0)
    assert second.changed_wall == first.received_wall
    assert second.received_wall == first.received_wall + 5
    third = stream.frame(received(jpeg(2)), 3, 5.0)
    assert third.changed_wall == third.received_wall


def placeholder(payload):
    return received(payload, ext=SenderExt(1, 1, fault="no frames for 3 s"))


class TestPlaceholders:
    def test_they_say_why_and_their_clock_stands_still(self, stream, manual_clock):
        picture = stream.frame(received(jpeg(1)), 1, 0.0)
        for shade in (2, 3):
            manual_clock.advance(5)
            frame = stream.frame(placeholder(jpeg(shade)), 2, 0.0)
            assert frame.fault == "no frames for 3 s"
            assert stream.same_picture
            assert frame.changed_wall == picture.changed_wall
            assert frame.received_wall == manual_clock.wall()

    def test_a_stream_may_begin_with_one(self, stream, manual_clock):
        first = stream.frame(placeholder(jpeg(1)), 1, 0.0)
        manual_clock.advance(5)
        assert stream.frame(placeholder(jpeg(2)), 2, 0.0).changed_wall == first.received_wall
        picture = stream.frame(received(jpeg(1)), 3, 0.0)
        assert not stream.same_picture, "a placeholder is no picture to be the same as"
        assert (picture.fault, picture.changed_wall) == ("", manual_clock.wall())

    def test_a_picture_after_them_is_compared_with_the_one_before(self, stream, manual_clock):
        first = stream.frame(received(jpeg(1)), 1, 0.0)
        manual_clock.advance(5)
        stream.frame(placeholder(jpeg(2)), 2, 0.0)
        again = stream.frame(received(jpeg(1)), 3, 0.0)
        assert stream.same_picture
        assert again.changed_wall == first.changed_wall
        stream.frame(received(jpeg(2)), 4, 0.0)
        assert not stream.same_picture


def test_a_stock_sender_has_no_name_and_no_capture_time(stream):
    frame = stream.frame(received(), 1, 0.0)
    assert stream.name == ""
    assert (frame.captured_at, frame.capture_uncertainty) == (None, None)


def test_our_sender_says_its_name(stream):
    stream.frame(our_frame(1), 1, 0.0)
    assert stream.name == "Gate"
    stream.frame(received(), 2, 0.0)
    assert stream.name == ""


def test_the_capture_time_is_unknown_before_the_first_answer_came_back(stream):
    assert stream.frame(our_frame(1, captured=50.0), 1, 0.0).captured_at is None


def test_the_capture_time_is_known_after_an_exchange(stream, manual_clock):
    frame = exchange(stream, manual_clock, 1)
    assert frame.captured_at == pytest.approx(950.0)
    assert frame.capture_uncertainty == pytest.approx(0.25)


def test_a_frame_without_a_capture_time_has_none(stream, manual_clock):
    exchange(stream, manual_clock, 1)
    assert stream.frame(our_frame(3), 3, 0.0).captured_at is None


@pytest.mark.parametrize(("sequence", "node"), [(1, "pi/gate"), (3, "pi/garden")])
def test_a_restarted_or_another_sender_has_a_clock_of_its_own(stream, manual_clock, sequence, node):
    exchange(stream, manual_clock, 1)
    frame = stream.frame(our_frame(sequence, captured=50.0, node=node), 3, 0.0)
    assert frame.captured_at is None
