"""Who breaks his connection while his messages are being read ends no program of ours."""

import contextlib
import socket

import pytest
import zmq

from netgear_engine.protocol.patterns import Pattern
from tests.hostile.half_read import break_off
from tests.support.free_ports import free_port
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.raw_peers import RawSender
from tests.support.waiting import PATIENCE, wait_until

TIMES = 60
SENDS = {
    Pattern.PAIR: b"PAIR",
    Pattern.REQUEST_REPLY: b"DEALER",
    Pattern.PUBLISH_SUBSCRIBE: b"PUB",
}
KIND = {
    Pattern.PAIR: zmq.PAIR,
    Pattern.REQUEST_REPLY: zmq.DEALER,
    Pattern.PUBLISH_SUBSCRIBE: zmq.PUB,
}
ANSWERS = {
    Pattern.PAIR: b"PAIR",
    Pattern.REQUEST_REPLY: b"ROUTER",
    Pattern.PUBLISH_SUBSCRIBE: b"SUB",
}


def slow_reader(kind, pattern, port):
    return JsonLinesProcess("tests.support.slow_reader", [kind, str(pattern.value), str(port)])


@pytest.mark.parametrize("pattern", SENDS)
def test_one_that_listens(pattern):
    port = free_port()
    with slow_reader("listener", pattern, port) as reader:
        reader.wait_for(1)
        done = 0
        for _ in range(TIMES):
            # A PAIR turns some of them away.
            with contextlib.suppress(ConnectionError):
                break_off(socket.create_connection(("127.0.0.1", port)), SENDS[pattern])
                done += 1
        assert done > (1 if pattern is Pattern.PAIR else TIMES / 2)

        def is_good_one_taken():
            return any(line.get("taken") == "a good one" for line in reader.lines)

        def goes_on():
            # A PAIR that is turned away while the last one's messages are read never comes again.
            with RawSender(port, KIND[pattern]) as good, contextlib.suppress(AssertionError):
                wait_until(lambda: good.send([b"a good one"]) or is_good_one_taken(), 2)
            return is_good_one_taken()

        wait_until(lambda: reader.exit_code is not None or goes_on())
        assert reader.exit_code is None


@pytest.mark.parametrize("pattern", ANSWERS)
def test_one_that_connects(pattern):
    port = free_port()
    with (
        socket.create_server(("127.0.0.1", port)) as server,
        slow_reader("connector", pattern, port) as reader,
    ):
        server.settimeout(PATIENCE)
        reader.wait_for(1)

        def has_read_some():
            break_off(server.accept()[0], ANSWERS[pattern])
            return any("taken" in line for line in reader.lines)

        for _ in range(10):
            has_read_some()
        wait_until(has_read_some)
        with server.accept()[0]:
            assert reader.exit_code is None
