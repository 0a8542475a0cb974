import pytest

from netgear_engine.node.remote.audience import STALLED_FOR_S, Audience
from netgear_engine.protocol.ext import WantedStream
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState

DESK, HALL = Receiver("desk", 5566), Receiver("hall", 5566)
WISH = WantedStream(640, 360)
NOTHING = WantedStream(0, 0)


@pytest.fixture
def audience():
    return Audience()


def test_nobody_has_come(audience):
    audience.states_are({DESK: ReceiverState.WAITING, HALL: ReceiverState.REFUSED}, 10.0)
    assert audience.wishes(10.0) == []


def test_each_receiver_that_is_there_has_one_wish(audience):
    audience.wanted(DESK, WISH)
    audience.states_are({DESK: ReceiverState.CONNECTED, HALL: ReceiverState.CONNECTED}, 10.0)
    assert audience.wishes(10.0) == [WISH, None]
    audience.wanted(HALL, NOTHING)
    audience.wanted(DESK, None)
    assert audience.wishes(10.0) == [None, NOTHING]


def test_who_leaves_does_not_count(audience):
    audience.wanted(DESK, WISH)
    audience.states_are({DESK: ReceiverState.GONE}, 10.0)
    assert audience.wishes(10.0) == []
    audience.states_are({DESK: ReceiverState.CONNECTED}, 11.0)
    assert audience.wishes(11.0) == [None]


def test_who_answers_nothing_for_long_gets_a_frame_now_and_then(audience):
    audience.wanted(DESK, WISH)
    audience.states_are({DESK: ReceiverState.STALLED}, 10.0)
    assert audience.wishes(10.0 + STALLED_FOR_S - 0.1) == [WISH]
    audience.states_are({DESK: ReceiverState.STALLED}, 14.0)
    assert audience.wishes(10.0 + STALLED_FOR_S) == [NOTHING]
    audience.states_are({DESK: ReceiverState.CONNECTED}, 20.0)
    assert audience.wishes(20.0) == [WISH]
    audience.states_are({DESK: ReceiverState.STALLED}, 21.0)
    assert audience.wishes(21.0) == [WISH]
