"""How long calls wait and when they give up.

The shortest request_timeout is 4 s, and a receiver waits three times as long: all that takes so
long happens side by side, once, in `patience`.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder, Taker
from tests.support.netgear_under_test import netgears, ours_only
from tests.support.numbered_frames import numbered_frame
from tests.support.stopwatch import Stopwatch

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ANSWERED = [PAIR, REQUEST_REPLY]
BIDIRECTIONAL = {"bidirectional_mode": True}

REQUEST_TIMEOUT_S = 4.0
RECEIVER_PATIENCE_S = 3 * REQUEST_TIMEOUT_S
LEEWAY_S = 1.5


def timed(call, *arguments):
    """Return how long a call took, in seconds, and what it returned or raised."""
    watch = Stopwatch()
    try:
        result = call(*arguments)
    except RuntimeError as error:
        result = error
    return watch.seconds, result


def sends_to_nobody(count, pattern, **options):
    """Return what `count` calls of send() took and gave."""
    with netgears() as netgear:
        several = options.get("multiclient_mode")
        sender = netgear(free_ports(2) if several else free_port(), pattern, **options)
        return [timed(sender.send, numbered_frame(1)) for _ in range(count)]


def waits_for_nobody(pattern, **options):
    """Return what a recv() took and gave, and what the next one gave."""
    with netgears() as netgear:
        several = options.get("multiserver_mode")
        port = free_ports(2) if several else free_port()
        receiver = netgear(port, pattern, receive_mode=True, **options)
        return timed(receiver.recv), receiver.recv()


def success_between_failures(pattern):
    """Return what send() gave: two failures are too many, but not with a success between."""
    port = free_port()
    with netgears() as netgear:
        sender = netgear(port, pattern, max_retries=2, **BIDIRECTIONAL)
        first = timed(sender.send, numbered_frame(1))[1]
        with Taker(netgear(port, pattern, receive_mode=True, **BIDIRECTIONAL)) as taker:
            success = timed(sender.send, numbered_frame(2))
            taker.wait_for(1)
        return first, success, timed(sender.send, numbered_frame(3))[1]


def frame_in_the_silence(pattern):
    """Return whether recv() still waits when its patience, but for one frame, would be over."""
    port = free_port()
    with netgears() as netgear:
        receiver = netgear(port, pattern, receive_mode=True, max_retries=1)
        with Taker(receiver) as taker:
            assert lasts(taker, 1)
            netgear(port, pattern).send(numbered_frame(1))
            taker.wait_for(1)
            return lasts(taker, RECEIVER_PATIENCE_S - 0.4)


def never_gives_up(pattern):
    """Return whether recv() still waits long after its patience, and whether close() ends that."""
    with netgears() as netgear:
        receiver = netgear(free_port(), pattern, receive_mode=True, max_retries=0)
        with Taker(receiver) as taker:
            waited = lasts(taker, RECEIVER_PATIENCE_S + 0.6)
        return waited, not taker.runs


def subscriber_with_frames():
    """Return how long a subscriber with one second of patience waited after the last frame."""
    port = free_port()
    with netgears() as netgear:
        receiver = netgear(port, PUBLISH_SUBSCRIBE, receive_mode=True, subscriber_timeout=1)
        with Taker(receiver) as taker:
            with Feeder(netgear(port, PUBLISH_SUBSCRIBE), fps=4) as feeder:
                feeder.wait_for_sent(8)
            watch = Stopwatch()
            taker.wait_for_end()
            return watch.seconds, len(taker.results)


def subscriber_without_limit():
    """Return whether a recv() still waits after a few seconds."""
    with netgears() as netgear:
        receiver = netgear(free_port(), PUBLISH_SUBSCRIBE, receive_mode=True)
        with Taker(receiver) as taker:
            return lasts(taker, 6)


def lasts(taker, seconds):
    """Return whether recv() still waits after so long."""
    return not taker.ends_within(seconds)


SCENARIOS = {
    **{
        f"gives up {pattern} {mode}": (sends_to_nobody, 2, pattern, {"max_retries": 2, **options})
        for pattern in ANSWERED
        for mode, options in (("plain", {}), ("bidirectional", BIDIRECTIONAL))
    },
    "gives up many": (
        sends_to_nobody, 2, REQUEST_REPLY, {"max_retries": 2, "multiclient_mode": True}
    ),
    "gives up at once": (sends_to_nobody, 1, REQUEST_REPLY, {"max_retries": 1, **BIDIRECTIONAL}),
    "timeout of 5": (sends_to_nobody, 1, REQUEST_REPLY, {"request_timeout": 5, **BIDIRECTIONAL}),
    "for ever": (sends_to_nobody, 3, REQUEST_REPLY, {"max_retries": 0, **BIDIRECTIONAL}),
    **{
        f"recv gives up {pattern}": (waits_for_nobody, pattern, {"max_retries": 1})
        for pattern in ANSWERED
    },
    "recv gives up many": (
        waits_for_nobody, REQUEST_REPLY, {"max_retries": 1, "multiserver_mode": True}
    ),
    **{f"success {pattern}": (success_between_failures, pattern, {}) for pattern in ANSWERED},
    **{f"frame {pattern}": (frame_in_the_silence, pattern, {}) for pattern in ANSWERED},
    **{f"recv for ever {pattern}": (never_gives_up, pattern, {}) for pattern in ANSWERED},
    "subscriber of one": (waits_for_nobody, PUBLISH_SUBSCRIBE, {"subscriber_timeout": 1}),
    "subscriber of many": (
        waits_for_nobody, PUBLISH_SUBSCRIBE, {"subscriber_timeout": 1, "multiserver_mode": True}
    ),
    "subscriber with frames": (subscriber_with_frames, {}),
    "subscriber without limit": (subscriber_without_limit, {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def patience():
    """What became of each scenario; all run side by side."""

    def run(do, *arguments):
        return do(*arguments[:-1], **arguments[-1])

    with ThreadPoolExecutor(len(SCENARIOS)) as pool:
        futures = {name: pool.submit(run, *scenario) for name, scenario in SCENARIOS.items()}
        return {name: future.result(30) for name, future in futures.items()}


def assert_took(seconds, expected):
    assert expected - 0.1 <= seconds <= expected + LEEWAY_S


# ------------------------------------------------------------------------- nobody at the other end


@pytest.mark.parametrize("mode", ["plain", "bidirectional"])
@pytest.mark.parametrize("pattern", ANSWERED)
def test_send_gives_none_when_nobody_is_there_and_at_last_raises(patience, pattern, mode):
    (first, returned), (second, raised) = patience[f"gives up {pattern} {mode}"]
    assert returned is None
    assert isinstance(raised, RuntimeError)
    assert_took(first, REQUEST_TIMEOUT_S)
    assert_took(second, REQUEST_TIMEOUT_S)


def test_send_to_many_gives_up_when_none_of_them_is_there(patience):
    (first, returned), (second, raised) = patience["gives up many"]
    assert returned is None
    assert isinstance(raised, RuntimeError)
    assert_took(first + second, 2 * REQUEST_TIMEOUT_S)


def test_with_one_try_the_first_failure_is_the_end(patience):
    [(seconds, raised)] = patience["gives up at once"]
    assert isinstance(raised, RuntimeError)
    assert_took(seconds, REQUEST_TIMEOUT_S)


def test_the_timeout_is_what_was_asked_for(patience):
    [(seconds, returned)] = patience["timeout of 5"]
    assert returned is None
    assert_took(seconds, 5)


def test_send_never_gives_up_when_told_so(patience):
    assert [returned for _, returned in patience["for ever"]] == [None] * 3


@pytest.mark.parametrize("pattern", ANSWERED)
def test_recv_gives_none_for_good_after_three_times_the_timeout(patience, pattern):
    (seconds, result), after = patience[f"recv gives up {pattern}"]
    assert result is None
    assert after is None
    assert_took(seconds, RECEIVER_PATIENCE_S)


def test_recv_from_many_gives_up_too(patience):
    (seconds, result), after = patience["recv gives up many"]
    assert result is None
    assert after is None
    assert_took(seconds, RECEIVER_PATIENCE_S)


@ours_only("the tries are counted over the whole life")
@pytest.mark.parametrize("pattern", ANSWERED)
def test_a_success_makes_up_for_all_failures(patience, pattern):
    first, (seconds, success), last = patience[f"success {pattern}"]
    assert first is None
    assert success is None, "the answer has no data"
    assert seconds < REQUEST_TIMEOUT_S, "a failure"
    assert last is None, "the second failure is the first one after the success"


@pytest.mark.parametrize("pattern", ANSWERED)
def test_a_frame_makes_recv_patient_anew(patience, pattern):
    assert patience[f"frame {pattern}"]


@pytest.mark.parametrize("pattern", ANSWERED)
def test_recv_never_gives_up_when_told_so_until_it_is_closed(patience, pattern):
    assert patience[f"recv for ever {pattern}"] == (True, True)


# -------------------------------------------------------------------------------------- PUB/SUB


@pytest.mark.parametrize("mode", ["one", "many"])
def test_a_subscriber_ends_when_its_time_is_over(patience, mode):
    (seconds, result), after = patience[f"subscriber of {mode}"]
    assert result is None
    assert after is None
    assert_took(seconds, 1)


def test_frames_give_a_subscriber_its_time_back(patience):
    seconds, frames = patience["subscriber with frames"]
    assert seconds < 1 + LEEWAY_S
    assert frames > 4, "it ended while frames came"


def test_a_subscriber_waits_for_ever_by_default(patience):
    assert patience["subscriber without limit"]


@ours_only("it has no timeouts over PUB/SUB but takes the options")
def test_the_other_limits_mean_nothing_over_publish_subscribe(netgear):
    port = free_port()
    options = {"max_retries": 1, "request_timeout": 4}
    receiver = netgear(port, PUBLISH_SUBSCRIBE, receive_mode=True, **options)
    sender = netgear(port, PUBLISH_SUBSCRIBE, **options)
    assert sender.send(numbered_frame(1)) is None
    assert sender.send(numbered_frame(1)) is None
    with Taker(receiver) as taker, Feeder(sender):
        taker.wait_for(3)


def test_publishing_to_nobody_costs_no_time(netgear):
    sender = netgear(free_port(), PUBLISH_SUBSCRIBE)
    with Feeder(sender, fps=1000) as feeder:
        feeder.wait_for_sent(100)
    assert set(feeder.replies) == {None}
