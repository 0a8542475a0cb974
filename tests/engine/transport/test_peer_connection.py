import errno
import os
import socket
from pathlib import Path

import pytest

from netgear_engine.transport.peer_connection import PeerConnection
from tests.support.waiting import PATIENCE, wait_until


def test_it_knows_who_is_there(ends):
    one, other = ends
    connection = PeerConnection(other.fileno())
    assert connection.address == f"127.0.0.1:{one.getsockname()[1]}"
    connection.release()


@pytest.mark.parametrize("held", [True, False])
def test_it_counts_both_ways(ends, held):
    one, other = ends
    connection = PeerConnection(other.fileno())
    if not held:
        connection.release()
    one.sendall(bytes(1000))
    other.sendall(bytes(30))
    wait_until(lambda: connection.counts().received == 1000)
    assert connection.counts().sent == 30
    connection.release()


@pytest.mark.parametrize("held", [True, False])
def test_it_ends_the_connection(ends, held):
    one, other = ends
    connection = PeerConnection(other.fileno())
    if not held:
        connection.release()
    connection.cut()
    one.settimeout(PATIENCE)
    assert one.recv(1) == b""
    assert connection.is_cut
    connection.release()


def test_what_is_no_tcp_connection_is_not_ended_and_does_not_count_as_cut():
    one, other = socket.socketpair()
    with one, other:
        connection = PeerConnection(other.fileno())
        assert not connection.cut()
        assert not connection.is_cut
        one.sendall(b"still there")
        assert other.recv(100) == b"still there"


def test_another_connection_under_its_number_is_left_alone(ends):
    _, other = ends
    connection = PeerConnection(other.fileno())
    connection.release()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stranger = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
    with stranger, accepted:
        os.dup2(accepted.fileno(), other.fileno())
        connection.cut()
        assert connection.counts() is None
        accepted.sendall(b"still here")
        assert stranger.recv(100) == b"still here"


@pytest.mark.parametrize("number", [-1, 10_000_000])
def test_a_number_of_nothing_is_nobody(number):
    connection = PeerConnection(number)
    connection.cut()
    assert (connection.address, connection.counts()) == ("", None)


def test_a_file_and_a_local_socket_are_nobody(tmp_path):
    one, other = socket.socketpair()
    with one, other, (tmp_path / "file").open("w") as file:
        for thing in (one, file):
            before = open_files()
            connection = PeerConnection(thing.fileno())
            connection.cut()
            connection.release()
            assert (connection.address, connection.counts()) == ("", None)
            assert open_files() == before
        other.sendall(b"still here")
        assert one.recv(100) == b"still here"


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_one_is_named_and_cut_off_where_no_handle_is_left_for_a_copy(ends, monkeypatch):
    def dup(_descriptor):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "dup", dup)
    one, other = ends
    connection = PeerConnection(other.fileno())
    assert connection.address == "{}:{}".format(*other.getpeername())
    connection.cut()
    one.settimeout(PATIENCE)
    assert one.recv(1) == b""
    assert other.fileno() >= 0, "it is ZeroMQ that closes it"
