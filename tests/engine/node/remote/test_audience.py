import pytest

from netgear_engine.node.remote.audience import STALLED_FOR_S, Audience
from netgear_engine.protocol.ext import WantedStream
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus

DESK, HALL = Receiver("desk", 5566), Receiver("hall", 5566)
WISH = WantedStream(640, 360)
NOTHING = WantedStream(0, 0)
CONNECTED, STALLED = ReceiverState.CONNECTED, ReceiverState.STALLED


@pytest.fixture
def audience():
    return Audience()


def status(receiver, state, wanted=None):
    return ReceiverStatus(receiver, state, wanted=wanted)


@pytest.mark.parametrize(
    "state", [ReceiverState.WAITING, ReceiverState.REFUSED, ReceiverState.GONE]
)
def test_who_is_not_there_does_not_count(audience, state):
    assert audience.wishes([status(DESK, state, WISH)], 10.0) == []


def test_each_receiver_that_is_there_has_one_wish(audience):
    there = [status(DESK, CONNECTED, WISH), status(HALL, CONNECTED)]
    assert audience.wishes(there, 10.0) == [WISH, None]


def test_who_answers_nothing_for_long_gets_a_frame_now_and_then(audience):
    stalled = [status(DESK, STALLED, WISH)]
    assert audience.wishes(stalled, 10.0) == [WISH]
    assert audience.wishes(stalled, 10.0 + STALLED_FOR_S - 0.1) == [WISH]
    assert audience.wishes(stalled, 10.0 + STALLED_FOR_S) == [NOTHING]
    assert audience.wishes([status(DESK, CONNECTED, WISH)], 20.0) == [WISH]
    assert audience.wishes(stalled, 21.0) == [WISH]
