"""A byte is spoiled on its way, in the clear and with keys: both ends find each other again.

ZeroMQ alone ends a connection for ever when it meets what its protocol does not allow. With keys
it ends the whole process if the connection breaks off within a second after that.
"""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from tests.support.flipping_proxy import DIRECTIONS, FlippingProxy
from tests.support.free_ports import free_port
from tests.support.netgear_threads import Feeder, Taker
from tests.support.netgear_under_test import netgears, ours_only
from tests.support.waiting import PATIENCE

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2

pytestmark = ours_only("it never connects again")

# Where it is: of a frame on the wire the flags, its length, what it holds.
_PLACES = [0, 1, 12]
# In a handshake: the greeting, the first command after it.
_HANDSHAKE_PLACES = [3, 70]
# Before the next look at the connections.
_SOON_S = 0.3


def spoil(pattern, secure, folder):
    """Spoil a byte in each direction, in a handshake and later; fail if no frames come then."""
    port = free_port()
    keys = {"secure_mode": 2, "custom_cert_location": str(folder)} if secure else {}
    with netgears() as netgear, FlippingProxy(port) as proxy:
        receiver = netgear(port, pattern, receive_mode=True, **keys)
        sender = netgear(proxy.port, pattern, max_retries=0, **keys)
        with Taker(receiver) as taker, Feeder(sender):
            taker.wait_for(5)
            for direction in DIRECTIONS:
                # Who subscribed says no more.
                is_silent = pattern == PUBLISH_SUBSCRIBE and direction == "to the connector"
                for place in () if is_silent else _PLACES:
                    proxy.flip(direction, place)
                    assert proxy.flipped.wait(PATIENCE)
                    proxy.ended.wait(_SOON_S)
                    proxy.break_off()
                    taker.wait_for(len(taker.results) + 10)
                for place in _HANDSHAKE_PLACES:
                    proxy.flip(direction, place)
                    proxy.break_off()
                    assert proxy.flipped.wait(PATIENCE)
                    taker.wait_for(len(taker.results) + 10)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """What became of each case; all at a time, as they mostly wait."""
    cases = [
        (pattern, secure)
        for pattern in (PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE)
        for secure in (False, True)
    ]
    with ThreadPoolExecutor(len(cases)) as pool:
        futures = {
            case: pool.submit(spoil, *case, tmp_path_factory.mktemp("keys")) for case in cases
        }
        wait(futures.values())
    return futures


@pytest.mark.parametrize("secure", [False, True], ids=["clear", "secure"])
@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE])
def test_frames_come_again_after_each_spoiled_byte(done, pattern, secure):
    assert done[pattern, secure].exception() is None
