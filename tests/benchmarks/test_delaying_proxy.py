"""The slow link of the benchmarks is as slow as it says, and loses nothing."""

import random
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.support.delaying_proxy import DelayingProxy

DELAY = 0.02


@pytest.fixture
def echo_port() -> Iterator[int]:
    """A program that sends back everything it gets, on each connection, until its end."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=_echo, args=(connection,)))
            threads[-1].start()

    threads: list[threading.Thread] = []
    listener = socket.create_server(("127.0.0.1", 0))
    acceptor = threading.Thread(target=serve)
    acceptor.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    acceptor.join()
    for thread in threads:
        thread.join()


def _echo(connection: socket.socket) -> None:
    with connection:
        try:
            while data := connection.recv(65536):
                connection.sendall(data)
        except ConnectionError:
            return


def test_each_direction_is_held_back(echo_port):
    with DelayingProxy(echo_port, delay=DELAY) as link, _connection(link) as connection:
        round_trips = [_round_trip(connection) for _ in range(10)]
    assert min(round_trips) >= 2 * DELAY
    # Much later than that it may only be when the computer is busy, and then not always.
    assert min(round_trips) < 2 * DELAY + 0.02


def test_bytes_arrive_whole_and_in_order_and_the_delay_costs_no_bandwidth(echo_port):
    sent = random.Random(1).randbytes(20_000_000)
    with DelayingProxy(echo_port, delay=DELAY) as link, _connection(link) as connection:
        started = time.monotonic()
        assert _exchange(connection, sent) == sent
        seconds = time.monotonic() - started
    # Held back chunk by chunk of 256 KiB, one after the other, it would take 3 seconds.
    assert seconds < 2


def test_a_bandwidth_holds(echo_port):
    sent = random.Random(2).randbytes(300_000)
    with (
        DelayingProxy(echo_port, delay=0, bytes_per_second=1_000_000) as link,
        _connection(link) as connection,
    ):
        started = time.monotonic()
        assert _exchange(connection, sent) == sent
        assert time.monotonic() - started >= 0.29


def test_a_cut_ends_the_connections_and_a_new_one_may_come(echo_port):
    with DelayingProxy(echo_port, delay=0) as link, _connection(link) as connection:
        _round_trip(connection)
        link.cut()
        assert _is_over(connection)
        with _connection(link) as second:
            _round_trip(second)


def test_nobody_behind_it_ends_the_connection():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with DelayingProxy(port, delay=0) as link, _connection(link) as connection:
        assert _is_over(connection)


def _is_over(connection: socket.socket) -> bool:
    try:
        return not connection.recv(1)
    except ConnectionError:
        return True


def _connection(link: DelayingProxy) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", link.port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _round_trip(connection: socket.socket) -> float:
    started = time.monotonic()
    connection.sendall(b"x")
    assert connection.recv(1) == b"x"
    return time.monotonic() - started


def _exchange(connection: socket.socket, data: bytes) -> bytes:
    """Send all of `data` from another thread and return what comes back."""
    sending = threading.Thread(target=lambda: _send(connection, data))
    sending.start()
    received = bytearray()
    while part := connection.recv(1 << 20):
        received += part
    sending.join()
    return bytes(received)


def _send(connection: socket.socket, data: bytes) -> None:
    connection.sendall(data)
    connection.shutdown(socket.SHUT_WR)
