"""netgear-server sends, stock VidGear receives."""

import pytest

from tests.support.free_ports import free_port, free_ports
from tests.support.running_server import RunningServer
from tests.support.stock_peer import StockReceiver
from tests.support.waiting import wait_until

pytestmark = pytest.mark.interop


def server(*ports: int, pattern: int = 1, name: str = "gate") -> RunningServer:
    connects = [part for port in ports for part in ("--connect", f"127.0.0.1:{port}")]
    picture = ("--source", "test-pattern", "--size", "320x240", "--fps", "30")
    return RunningServer(*connects, *picture, "--pattern", pattern, "--name", name, "--stdin")


@pytest.mark.parametrize("pattern", [1, 2])
def test_a_stock_receiver_shows_our_sender(pattern):
    port = free_port()
    with StockReceiver(port, pattern=pattern) as receiver, server(port, pattern=pattern) as sender:
        received = receiver.wait_for_received(30)
        assert {tuple(one["shape"]) for one in received} == {(240, 320, 3)}
        assert len({tuple(one["mean"]) for one in received}) > 5, "the pictures do not move"
        assert sender.end()[0] == 0
        if pattern == 1:
            receiver.wait_until_ended()


def test_a_stock_receiver_gets_our_messages_and_we_its_reply():
    port = free_port()
    with (
        StockReceiver(port, bidirectional_mode=True, reply={"pan": 10}) as receiver,
        server(port) as sender,
    ):
        sender.wait_for("reply from 127.0.0.1:" + str(port) + ': {"pan": 10}')
        sender.write('{"battery": 87}\nplain words\n')
        receiver.wait_for_received(len(receiver.received) + 30)
        messages = [one["before"][0] for one in receiver.received if one["before"] != [None]]
        assert messages == [{"battery": 87}, "plain words"]


@pytest.mark.parametrize("pattern", [1, 2])
def test_a_stock_receiver_of_many_tells_our_senders_apart(pattern):
    ports = free_ports(2)
    with StockReceiver(ports, pattern=pattern, multiserver_mode=True) as receiver:
        receiver.wait_until_ready()
        with server(ports[0], pattern=pattern), server(ports[1], pattern=pattern):
            names = {str(port) for port in ports}
            wait_until(lambda: {one["before"][0] for one in receiver.received} >= names)
            receiver.wait_for_received(len(receiver.received) + 60)
            assert {one["before"][0] for one in receiver.received} == names


def test_one_sender_feeds_two_stock_receivers():
    ports = free_ports(2)
    with StockReceiver(ports[0]) as first, StockReceiver(ports[1]) as second, server(*ports):
        first.wait_for_received(20)
        second.wait_for_received(20)


def test_a_stock_receiver_that_restarts_gets_the_frames_again():
    port = free_port()
    with server(port) as sender:
        for _ in range(2):
            with StockReceiver(port) as receiver:
                receiver.wait_for_received(10)
                receiver.kill()
        assert sender.process.poll() is None


def test_a_reply_that_a_stock_receiver_repeats_is_printed_once():
    port = free_port()
    with (
        StockReceiver(port, bidirectional_mode=True, reply="left") as receiver,
        server(port) as sender,
    ):
        sender.wait_for("reply from")
        receiver.wait_for_received(len(receiver.received) + 30)
        assert len([line for line in sender.lines if "reply from" in line]) == 1
