"""Either end dies without a goodbye and comes back; the other end never has to be touched."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder, Taker
from tests.support.netgear_under_test import netgears, ours_only
from tests.support.own_peer import OwnReceiver, OwnSender
from tests.support.stock_peer import StockReceiver, StockSender
from tests.support.waiting import wait_until

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ALL = [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE]
MULTI = [REQUEST_REPLY, PUBLISH_SUBSCRIBE]
# Half a second is what it takes to see that a receiver is dead; stock waits for four.
LONGEST_GAP_S = 2.0

pytestmark = ours_only("it needs seconds, or never comes back")


KINDS = {"ours": (OwnSender, OwnReceiver), "stock": (StockSender, StockReceiver)}


def sender_returns(pattern, kind):
    """Kill a sender and start it again; return how many frames came then."""
    port = free_port()
    make = KINDS[kind][0]
    with netgears() as netgear, Taker(netgear(port, pattern, receive_mode=True)) as taker:
        with make(port, pattern=pattern) as sender:
            taker.wait_for(3, 20)
            sender.kill()
        before = len(taker.results)
        with make(port, pattern=pattern) as sender:
            sender.wait_for_sent(1)
            taker.wait_for(before + 5)
            return len(taker.results) - before


def receiver_returns(pattern, kind):
    """Kill a receiver and start it again; return how many frames it got then."""
    port = free_port()
    make = KINDS[kind][1]
    with netgears() as netgear, Feeder(netgear(port, pattern)) as feeder:
        for _ in range(2):
            with make(port, pattern=pattern) as receiver:
                receiver.wait_until_ready(20)
                received = receiver.wait_for_received(5)
                receiver.kill()
        assert feeder.runs
        return len(received)


@pytest.fixture(scope="module")
def returns():
    """What became of each end that was killed and came back; six at a time."""
    cases = [
        (one, pattern, kind)
        for one in (sender_returns, receiver_returns)
        for pattern in ALL
        for kind in KINDS
    ]
    with ThreadPoolExecutor(6) as pool:
        futures = {case: pool.submit(*case) for case in cases}
        wait(futures.values())
    return futures


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pattern", ALL)
def test_a_sender_is_killed_and_started_again(returns, pattern, kind):
    assert returns[sender_returns, pattern, kind].result() >= 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pattern", ALL)
def test_a_receiver_is_killed_and_started_again(returns, pattern, kind):
    assert returns[receiver_returns, pattern, kind].result() >= 5


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_answers_come_from_a_receiver_that_was_killed_and_came_back(netgear, pattern):
    port = free_port()
    both = {"bidirectional_mode": True}
    with Feeder(netgear(port, pattern, max_retries=2, **both)) as feeder:
        for word in ("first", "second"):
            with OwnReceiver(port, pattern=pattern, reply=word, **both) as receiver:
                wait_until(lambda word=word: word in feeder.replies, what="an answer")
                receiver.kill()


@pytest.mark.parametrize("pattern", ALL)
def test_a_receiver_that_starts_after_the_sender_gets_its_frames(netgear, pattern):
    port = free_port()
    with Feeder(netgear(port, pattern)) as feeder:
        if pattern == PUBLISH_SUBSCRIBE:
            feeder.wait_for_sent(10)
        else:
            feeder.wait_until_stuck()
        with Taker(netgear(port, pattern, receive_mode=True)) as taker:
            taker.wait_for(5)


@pytest.mark.parametrize(("pattern", "kind"), [(1, "ours"), (1, "stock"), (2, "stock")])
def test_one_of_many_senders_dies_and_the_others_go_on(netgear, pattern, kind):
    sender_class = KINDS[kind][0]
    ports = free_ports(3)
    options = {"multiserver_mode": True}
    receiver = netgear(ports, pattern, receive_mode=True, **options)
    with (
        Taker(receiver) as taker,
        sender_class(ports[0], pattern=pattern, **options) as victim,
        Feeder(netgear(ports[1], pattern, **options)) as second,
        Feeder(netgear(ports[2], pattern, **options)) as third,
    ):

        def count(port):
            return sum(str(result[0]) == str(port) for result in list(taker.results))

        wait_until(lambda: all(count(port) >= 5 for port in ports), what="frames of all three")
        victim.kill()
        before = [second.sent, third.sent]
        for feeder, sent in zip((second, third), before, strict=True):
            feeder.wait_for_sent(sent + 40)
        wait_until(lambda: min(count(ports[1]), count(ports[2])) >= min(before) + 38)
        assert taker.longest_gap < LONGEST_GAP_S
        assert taker.runs
        with sender_class(ports[0], pattern=pattern, **options):
            seen = count(ports[0])
            wait_until(lambda: count(ports[0]) > seen, what="the sender again")


@pytest.mark.parametrize("end", ["kill", "freeze"])
@pytest.mark.parametrize("pattern", MULTI)
def test_one_of_three_receivers_dies_and_the_others_get_every_frame_in_time(netgear, pattern, end):
    ports = free_ports(3)
    options = {"multiclient_mode": True}
    first = netgear(ports[0], pattern, receive_mode=True, **options)
    second = netgear(ports[1], pattern, receive_mode=True, **options)
    with (
        OwnReceiver(ports[2], pattern=pattern, **options) as victim,
        Taker(first) as one,
        Taker(second) as other,
    ):
        victim.wait_until_ready()
        with Feeder(netgear(ports, pattern, **options)) as feeder:
            victim.wait_for_received(10)
            getattr(victim, end)()
            feeder.wait_for_sent(feeder.sent + 60)
            last = feeder.sent - 1
            for taker in (one, other):
                wait_until(lambda taker=taker: last in taker.numbers, what="the last frame")
    for taker in (one, other):
        assert taker.longest_gap < LONGEST_GAP_S
        numbers = taker.numbers
        if pattern == REQUEST_REPLY:
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert len(numbers) > 60


def test_a_receiver_of_many_comes_back_and_gets_frames_again(netgear):
    ports = free_ports(2)
    options = {"multiclient_mode": True}
    first = netgear(ports[0], receive_mode=True, **options)
    with Taker(first) as taker, Feeder(netgear(ports, **options)):
        for _ in range(2):
            with OwnReceiver(ports[1], **options) as second:
                second.wait_until_ready()
                second.wait_for_received(5)
                second.kill()
        taker.wait_for(20)
        assert taker.longest_gap < LONGEST_GAP_S


@pytest.mark.parametrize("pattern", ALL)
def test_five_outages_are_survived(netgear, pattern):
    """Stock counts them and ends at the third."""
    port = free_port()
    with Feeder(netgear(port, pattern, max_retries=3)) as feeder:
        for _ in range(5):
            receiver = netgear(port, pattern, receive_mode=True)
            with Taker(receiver) as taker:
                taker.wait_for(2)
        assert feeder.runs
