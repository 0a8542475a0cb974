"""A call that waits costs nothing, and Ctrl+C gets through it."""

import os
import signal
import threading

import psutil
import pytest

from tests.support.free_ports import free_port
from tests.support.netgear_threads import Taker
from tests.support.netgear_under_test import ours_only
from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.own_peer import OwnReceiver, OwnSender
from tests.support.stopwatch import Stopwatch
from tests.support.waiting import stays_true, wait_until

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ALL = [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE]
MEASURED_S = 3.0
MEASUREMENTS = 10
MOST_OF_A_CORE = 0.03

pytestmark = ours_only("a call that waits looks a hundred thousand times a second")


def core_seconds(pids):
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return [one.user + one.system for one in times]


@pytest.fixture(scope="module")
def cores():
    """How much of a core each waiting process took; all were measured at the same time.

    As often as it takes: whoever loops does so for ever, but a program that has not had its turns
    on a busy computer is still beginning.
    """
    both = {"bidirectional_mode": True}
    waiting = {
        **{f"recv {pattern}": OwnReceiver(free_port(), pattern=pattern) for pattern in ALL},
        **{
            f"send {pattern}": OwnSender(free_port(), pattern=pattern, **both) for pattern in (0, 1)
        },
    }
    for one in waiting.values():
        one.__enter__()
    try:
        pids = [one.pid for one in waiting.values()]
        for pid in pids:
            wait_until(lambda pid=pid: psutil.Process(pid).num_threads() > 1)
        for _ in range(MEASUREMENTS):
            used = dict(zip(waiting, shares(pids), strict=True))
            if max(used.values()) < MOST_OF_A_CORE:
                break
        return used
    finally:
        for one in waiting.values():
            if isinstance(one, OwnSender):
                one.kill()
            one.__exit__(None, None, None)


def shares(pids):
    """Return how much of a core each process takes for three seconds."""
    before, watch = core_seconds(pids), Stopwatch()
    stays_true(lambda: all(map(psutil.pid_exists, pids)), MEASURED_S, "their waiting")
    used = zip(core_seconds(pids), before, strict=True)
    return [(now - then) / watch.seconds for now, then in used]


@pytest.mark.parametrize("pattern", ALL)
def test_a_recv_that_waits_costs_nothing(cores, pattern):
    assert cores[f"recv {pattern}"] < MOST_OF_A_CORE


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_a_send_that_waits_costs_nothing(cores, pattern):
    assert cores[f"send {pattern}"] < MOST_OF_A_CORE


def interrupt_soon():
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    return timer


@pytest.mark.parametrize("pattern", ALL)
def test_ctrl_c_gets_through_recv(netgear, pattern):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True)
    timer, watch = interrupt_soon(), Stopwatch()
    with pytest.raises(KeyboardInterrupt):
        receiver.recv()
    timer.join()
    assert watch.seconds < 1


@pytest.mark.parametrize("options", [{}, {"bidirectional_mode": True}], ids=["plain", "both ways"])
@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_ctrl_c_gets_through_send_and_all_goes_on(netgear, pattern, options):
    port = free_port()
    sender = netgear(port, pattern, **options)
    timer, watch = interrupt_soon(), Stopwatch()
    with pytest.raises(KeyboardInterrupt):
        sender.send(numbered_frame(1))
    timer.join()
    assert watch.seconds < 1
    with Taker(netgear(port, pattern, receive_mode=True)) as taker:
        sender.send(numbered_frame(2))
        wait_until(lambda: 2 in taker.numbers)
        assert number_of(taker.results[-1]) == 2
