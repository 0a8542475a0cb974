import json

import pytest

from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import Command, WantedStream
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.receiver_session import (
    BadMessage,
    FrameReceived,
    GoodbyeReceived,
    Orders,
    ReceiverSession,
)
from netgear_engine.protocol.reply import ArrayReply
from tests.support.wire import stock_goodbye, stock_header

HEADER = stock_header(message="hello")
LIMITS = Limits(payload_bytes=1000)

# What a ROUTER puts before the message, and a PAIR or SUB does not.
ENVELOPES = {
    "stock's first REQ, with a request id": [b"peer", b"\0\0\0\7", b""],
    "stock's rebuilt REQ": [b"peer", b""],
    "a sender without an empty part": [b"peer"],
}


@pytest.fixture
def session():
    return ReceiverSession(Pattern.REQUEST_REPLY, LIMITS)


@pytest.mark.parametrize("envelope", ENVELOPES.values(), ids=ENVELOPES)
class TestBehindARouter:
    def test_a_frame_is_understood(self, session, envelope):
        received = session.receive_parts([*envelope, HEADER, b"jpeg"])
        assert isinstance(received, FrameReceived)
        assert received.header.message == "hello"
        assert received.header.content == Compression()
        assert received.payload == b"jpeg"

    def test_its_answer_takes_the_same_way_back(self, session, envelope):
        received = session.receive_parts([*envelope, HEADER, b"jpeg"])
        *path, answer = session.answer_to_send(received, "left", 1.0, 2.0)
        assert path == envelope
        assert json.loads(answer) == {"return_type": "str", "data": "left"}

    def test_a_goodbye_is_understood_and_answered(self, session, envelope):
        received = session.receive_parts([*envelope, stock_goodbye()])
        assert isinstance(received, GoodbyeReceived)
        assert session.answer_to_send(received, None, 1.0, 2.0)[:-1] == envelope

    def test_garbage_is_answered_too(self, session, envelope):
        received = session.receive_parts([*envelope, b"garbage"])
        assert isinstance(received, BadMessage)
        assert session.answer_to_send(received, None, 1.0, 2.0)[:-1] == envelope


@pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.PUBLISH_SUBSCRIBE])
class TestWithoutARouter:
    def test_a_frame_is_understood(self, pattern):
        received = ReceiverSession(pattern, LIMITS).receive_parts([HEADER, b"jpeg"])
        assert isinstance(received, FrameReceived)
        assert received.return_path == ()

    def test_a_goodbye_is_understood_and_not_answered(self, pattern):
        session = ReceiverSession(pattern, LIMITS)
        received = session.receive_parts([stock_goodbye()])
        assert isinstance(received, GoodbyeReceived)
        assert session.answer_to_send(received, None, 1.0, 2.0) is None


def test_a_pairs_frame_is_answered():
    session = ReceiverSession(Pattern.PAIR, LIMITS)
    received = session.receive_parts([HEADER, b"jpeg"])
    (answer,) = session.answer_to_send(received, "left", 1.0, 2.0)
    assert json.loads(answer)["data"] == "left"


def test_a_published_frame_is_not_answered():
    session = ReceiverSession(Pattern.PUBLISH_SUBSCRIBE, LIMITS)
    received = session.receive_parts([HEADER, b"jpeg"])
    assert session.answer_to_send(received, None, 1.0, 2.0) is None
    with pytest.raises(LocalProtocolError, match="publish/subscribe has no way back"):
        session.answer_to_send(received, "left", 1.0, 2.0)


def test_an_array_is_answered_in_a_second_part(session):
    received = session.receive_parts([b"peer", b"", HEADER, b"jpeg"])
    reply = ArrayReply(ArrayLayout("uint8", (2, 3)), b"abcdef")
    *path, answer, payload = session.answer_to_send(received, reply, 1.0, 2.0)
    assert (path, payload) == ([b"peer", b""], b"abcdef")
    assert json.loads(answer)["array_shape"] == [2, 3]


@pytest.mark.parametrize("port", [5566, "5566"])
def test_the_port_is_in_every_answer_as_it_was_given(port):
    session = ReceiverSession(Pattern.REQUEST_REPLY, LIMITS, port=port)
    for content in ([HEADER, b"jpeg"], [b"garbage"], [stock_goodbye()]):
        received = session.receive_parts([b"peer", b"", *content])
        answer = session.answer_to_send(received, None, 1.0, 2.0)[-1]
        assert json.loads(answer)["port"] == port


def test_times_go_only_to_a_sender_with_the_extension(session):
    ours = stock_header(ext={"v": 1, "sequence": 7})
    received = session.receive_parts([b"peer", b"", ours, b"jpeg"])
    answer = session.answer_to_send(received, None, 3.0, 4.0)[-1]
    assert json.loads(answer)["ext"] == {"v": 1, "sequence": 7, "received": 3.0, "answered": 4.0}
    received = session.receive_parts([b"peer", b"", HEADER, b"jpeg"])
    assert b"ext" not in session.answer_to_send(received, None, 3.0, 4.0)[-1]


def test_orders_go_only_to_a_sender_with_the_extension(session):
    orders = Orders(WantedStream(640, 360), (Command("a1", "still"),))
    ours = stock_header(ext={"v": 1, "sequence": 7})
    received = session.receive_parts([b"peer", b"", ours, b"jpeg"])
    ext = json.loads(session.answer_to_send(received, None, 3.0, 4.0, orders=orders)[-1])["ext"]
    assert ext["wanted"] == {"width": 640, "height": 360}
    assert ext["commands"] == [{"id": "a1", "command": "still"}]
    for content in ([HEADER, b"jpeg"], [stock_goodbye()], [b"garbage"]):
        received = session.receive_parts([b"peer", b"", *content])
        answer = session.answer_to_send(received, None, 3.0, 4.0, orders=orders)[-1]
        assert b"a1" not in answer and b"640" not in answer


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([], "a message of 0 parts"),
        ([HEADER, b"jpeg", b"more"], "a message of 3 parts"),
        ([HEADER], "a frame without a picture"),
        ([b"garbage", b"jpeg"], "a header that is not JSON"),
        ([HEADER, bytes(1001)], "a picture of 1001 bytes, allowed are 1000"),
    ],
)
def test_a_bad_message_says_what_is_wrong(session, content, reason):
    assert session.receive_parts([b"peer", b"", *content]) == BadMessage(reason, (b"peer", b""))


def test_a_picture_of_the_largest_size_is_not_bad(session):
    assert isinstance(session.receive_parts([b"peer", b"", HEADER, bytes(1000)]), FrameReceived)


def test_large_parts_may_be_views(session):
    content = [stock_header(port=5566), memoryview(b"picture")]
    received = session.receive_parts([b"peer", b"", *content])
    assert received.payload == b"picture"
    for parts in ([b"peer", b"", memoryview(bytes(100_000))], [memoryview(bytes(100_000))] * 2):
        bad = session.receive_parts(parts)
        assert isinstance(bad, BadMessage)
        assert all(isinstance(part, bytes) for part in bad.return_path)


class NeverCopied(bytes):
    """A part so large that nobody may copy it."""

    def __bytes__(self):
        raise AssertionError("copied before its length was looked at")


@pytest.mark.parametrize("at", [1, 2, 3])
def test_the_length_is_looked_at_before_anything_is_copied(at):
    parts = [b"peer", b"", HEADER, b"jpeg"]
    parts.insert(at, NeverCopied(3_000_000))
    for messages in (parts, parts[: at + 1], [*parts[: at + 1], b""]):
        bad = ReceiverSession(Pattern.REQUEST_REPLY, LIMITS).receive_parts(messages)
        assert isinstance(bad, BadMessage)
        assert len(bad.reason) < 400
        assert all(len(part) < 256 for part in bad.return_path)
