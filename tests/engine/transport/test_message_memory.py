import ctypes
import resource
import subprocess
import sys

import pytest
import zmq

from netgear_engine.transport import message_memory

LARGE = b"picture" * 10_000


@pytest.fixture
def pair():
    """Two connected sockets."""
    with zmq.Context() as context, context.socket(zmq.PAIR) as one, context.socket(zmq.PAIR) as two:
        one.bind("inproc://memory")
        two.connect("inproc://memory")
        yield one, two


def address(view):
    return ctypes.addressof(ctypes.c_char.from_buffer(view.obj))


class TestCopying:
    def test_a_copy_stays_when_the_original_changes(self):
        original = bytearray(LARGE)
        copy = message_memory.copied(original)
        original[:7] = b"changed"
        assert copy == LARGE

    def test_a_copy_cannot_be_written_to(self):
        assert message_memory.copied(b"any").readonly

    def test_any_size_can_be_copied(self):
        assert [bytes(message_memory.copied(data)) for data in (b"", b"1")] == [b"", b"1"]


class TestSending:
    def test_a_copy_is_handed_over_as_it_is_and_as_often_as_one_likes(self, pair):
        one, two = pair
        copy = message_memory.copied(LARGE)
        ready = message_memory.to_send([b"header", copy])
        assert ready[0] == b"header" and ready[1] is copy.obj
        for _ in range(2):
            one.send_multipart(ready)
            _, arrived = message_memory.received(two.recv_multipart(copy=False))
            # Within a process ZeroMQ hands over the very memory that it was given.
            assert address(arrived) == address(copy)
        assert copy == LARGE

    def test_what_was_received_can_be_sent_on(self, pair):
        one, two = pair
        one.send(LARGE)
        (arrived,) = message_memory.received(two.recv_multipart(copy=False))
        two.send_multipart(message_memory.to_send([arrived]))
        assert one.recv() == LARGE

    def test_a_piece_of_a_view_is_sent_as_a_piece(self, pair):
        one, two = pair
        piece = message_memory.copied(LARGE)[7:21]
        one.send_multipart(message_memory.to_send([piece]))
        assert two.recv() == b"picturepicture"

    def test_a_view_of_other_memory_is_sent_as_well(self, pair):
        one, two = pair
        one.send_multipart(message_memory.to_send([memoryview(LARGE)]))
        assert two.recv() == LARGE


class TestReceiving:
    def test_small_parts_are_bytes_and_large_ones_read_only_views(self, pair):
        one, two = pair
        one.send_multipart([b"", b"header", LARGE])
        empty, header, picture = message_memory.received(two.recv_multipart(copy=False))
        assert (empty, header) == (b"", b"header")
        assert isinstance(empty, bytes) and isinstance(header, bytes)
        assert isinstance(picture, memoryview) and picture.readonly
        assert picture == LARGE

    def test_a_view_outlives_its_socket(self, pair):
        one, two = pair
        one.send(LARGE)
        (picture,) = message_memory.received(two.recv_multipart(copy=False))
        one.close()
        two.close()
        assert picture == LARGE


_FRAMES = """
import resource
from netgear_engine.transport import message_memory

message_memory.keep_freed_memory()

def use_and_free(times):
    for _ in range(times):
        [message_memory.copied(bytes(3_000_000)) for _ in range(4)]

use_and_free(3)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
use_and_free(10)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="it is glibc that gives memory back")
def test_freed_memory_is_used_again_without_asking_the_system():
    # A process of its own: here others may have freed large blocks already.
    run = subprocess.run([sys.executable, "-c", _FRAMES], capture_output=True, check=True)
    pages = 10 * 4 * 3_000_000 / resource.getpagesize()
    assert int(run.stdout) < pages / 5
