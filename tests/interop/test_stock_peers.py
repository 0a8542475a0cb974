"""Stock VidGear against itself: shows that the two peers the other tests lean on are sound."""

import pytest

from tests.support.free_ports import free_port, free_ports
from tests.support.stock_peer import StockReceiver, StockSender

pytestmark = pytest.mark.interop

COLOR = (40, 120, 200)


def assert_is_ground_color(mean: list[float]) -> None:
    # The white bar covers 1/64 of the picture at most.
    assert all(abs(have - want) < 8 for have, want in zip(mean, COLOR, strict=True)), mean


@pytest.mark.parametrize("pattern", [1, 2])
def test_frames_cross(pattern):
    port = free_port()
    with StockReceiver(port, pattern=pattern) as receiver:
        receiver.wait_until_ready()
        with StockSender(port, pattern=pattern, color=COLOR) as sender:
            first = receiver.wait_for_received(10)[0]
            assert first["shape"] == [240, 320, 3]
            assert_is_ground_color(first["mean"])
            assert sender.replies == []


def test_messages_and_replies_cross():
    port = free_port()
    with StockReceiver(port, reply={"go": "left"}, bidirectional_mode=True) as receiver:
        receiver.wait_until_ready()
        with StockSender(
            port, bidirectional_mode=True, message="hello", number_messages=True
        ) as sender:
            assert sender.wait_for_replies(3)[-1] == {"go": "left"}
            numbers = [one["before"][0]["number"] for one in receiver.wait_for_received(10)]
            assert numbers == sorted(set(numbers))


def test_one_receiver_takes_several_senders():
    ports = free_ports(2)
    with StockReceiver(ports, multiserver_mode=True) as receiver:
        receiver.wait_until_ready()
        with (
            StockSender(ports[0], multiserver_mode=True, message="one") as first,
            StockSender(ports[1], multiserver_mode=True, port_as_number=True) as second,
        ):
            first.wait_for_sent(20)
            second.wait_for_sent(20)
            before = [one["before"] for one in receiver.received]
            assert [str(ports[0]), "one"] in before
            assert [ports[1]] in before


def test_a_goodbye_ends_the_receiver():
    port = free_port()
    with StockReceiver(port) as receiver:
        receiver.wait_until_ready()
        with StockSender(port, frames=10) as sender:
            sender.wait_for_sent(10)
        receiver.wait_until_ended()
        assert sender.exit_code == 0
