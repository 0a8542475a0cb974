"""A node makes no more than what its receivers show."""

import pytest

from tests.support.free_ports import free_port
from tests.support.node_watcher import NodeWatcher
from tests.support.running_server import RunningServer
from tests.support.stock_peer import StockReceiver
from tests.support.waiting import stays_true, wait_until

pytestmark = pytest.mark.end_to_end


def node(*ports):
    connects = [word for port in ports for word in ("--connect", f"127.0.0.1:{port}")]
    return RunningServer(*connects, "--source", "test-pattern", "--size", "1280x720", "--fps", "20")


def test_the_largest_wish_wins_and_nothing_shown_is_a_frame_a_second():
    with (
        NodeWatcher(size=(320, 180)) as desk,
        NodeWatcher(size=(300, 160)) as hall,
        node(desk.port, hall.port),
    ):
        desk.wait_for_size(320, 180)
        hall.wait_for_size(320, 180)
        hall.engine.show(hall.port, (640, 360))
        desk.wait_for_size(640, 360)
        hall.engine.show(hall.port, None)
        desk.engine.show(desk.port, None)
        desk.wait_for_size(160, 90)
        received = desk.status.received
        wait_until(lambda: desk.status.received > received)
        stays_true(lambda: desk.status.received <= received + 3, 1, "a slow stream")
        desk.engine.show(desk.port, (1280, 720))
        desk.wait_for_size(1280, 720)


@pytest.mark.interop
def test_a_stock_receiver_gets_the_configured_stream_beside_a_small_tile():
    port = free_port()
    with NodeWatcher(size=(160, 90)) as small, StockReceiver(port) as stock:
        stock.wait_until_ready()
        with node(port, small.port) as server:
            assert stock.wait_for_received(50)[-1]["shape"] == [720, 1280, 3]
            assert server.end()[0] == 0
            assert small.status.size == (1280, 720)
