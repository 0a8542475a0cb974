"""Every option has its reason; a lost one would be noticed only when a cable is pulled."""

import contextlib
import socket as plain
import subprocess
import sys

import pytest
import zmq

from netgear_engine.errors import ListenError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport.sockets import (
    ConnectSettings,
    ListenSettings,
    bind,
    connect,
    connecting_socket,
    listening_socket,
    monitor_socket,
)
from tests.architecture.source_tree import ROOT
from tests.support.free_ports import free_port


@pytest.fixture
def made():
    """Sockets that are closed at the end."""
    with zmq.Context() as context, contextlib.ExitStack() as sockets:
        yield lambda make, *how: sockets.enter_context(make(context, *how))


@pytest.fixture
def listening(made):
    def make(pattern=Pattern.REQUEST_REPLY, limits=None):
        return made(listening_socket, ListenSettings("*", pattern, limits or Limits()))

    return make


@pytest.fixture
def connecting(made):
    return lambda pattern=Pattern.REQUEST_REPLY: made(connecting_socket, ConnectSettings(pattern))


def why_not_bound(socket, address, port):
    with pytest.raises(ListenError) as caught:
        bind(socket, ListenSettings(address), port)
    return str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        (Pattern.PAIR, zmq.PAIR),
        (Pattern.REQUEST_REPLY, zmq.ROUTER),
        (Pattern.PUBLISH_SUBSCRIBE, zmq.SUB),
    ],
)
def test_what_listens(listening, pattern, kind):
    assert listening(pattern).type == kind


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        (Pattern.PAIR, zmq.PAIR),
        (Pattern.REQUEST_REPLY, zmq.DEALER),
        (Pattern.PUBLISH_SUBSCRIBE, zmq.XPUB),
    ],
)
def test_what_connects(connecting, pattern, kind):
    assert connecting(pattern).type == kind


@pytest.mark.parametrize("pattern", Pattern)
def test_a_dead_peer_is_noticed_within_five_seconds(connecting, listening, pattern):
    for socket in (listening(pattern), connecting(pattern)):
        assert socket.tcp_keepalive == 1
        asked_for = socket.tcp_keepalive_intvl * socket.tcp_keepalive_cnt
        assert 0 < socket.tcp_keepalive_idle + asked_for <= 5
        assert 0 < socket.get(zmq.TCP_MAXRT) <= 5000


@pytest.mark.parametrize("pattern", Pattern)
def test_zeromq_never_stops_reading_and_says_nothing_by_itself(connecting, listening, pattern):
    """Else whoever breaks his connection at the right moment ends the process."""
    for socket in (listening(pattern), connecting(pattern)):
        assert socket.rcvhwm == 0
        assert socket.heartbeat_ivl == 0


@pytest.mark.parametrize("pattern", Pattern)
def test_closing_never_waits(connecting, listening, pattern):
    assert listening(pattern).linger == 0
    assert connecting(pattern).linger == 0


@pytest.mark.parametrize("pattern", Pattern)
def test_who_says_nothing_has_seconds_for_his_handshake(connecting, listening, pattern):
    for socket in (listening(pattern), connecting(pattern)):
        assert 0 < socket.handshake_ivl <= 5000


@pytest.mark.parametrize("pattern", [Pattern.PAIR, Pattern.REQUEST_REPLY])
def test_an_answer_has_a_limit_too(connecting, pattern):
    assert 1024 * 1024 <= connecting(pattern).maxmsgsize <= 1200 * 1024


def test_who_subscribes_says_little(connecting):
    assert connecting(Pattern.PUBLISH_SUBSCRIBE).maxmsgsize == 4096


def test_what_exceeds_the_limit_is_never_in_memory(listening):
    assert listening(limits=Limits(payload_bytes=12345)).maxmsgsize == 12345


@pytest.mark.parametrize("pattern", Pattern)
def test_little_waits_on_either_side(connecting, listening, pattern):
    assert listening(pattern).sndhwm <= 16
    assert connecting(pattern).sndhwm <= 16
    assert connecting(pattern).sndbuf <= 1024 * 1024


def test_frames_are_not_kept_for_a_receiver_that_is_not_there(connecting):
    assert connecting().immediate


def test_a_receiver_that_comes_back_is_found_within_seconds(connecting):
    socket = connecting()
    assert 0 < socket.reconnect_ivl <= 500
    assert socket.reconnect_ivl_max <= 5000
    assert 0 < socket.connect_timeout <= 5000


def test_attempts_that_fail_are_not_reported(connecting):
    """Each would put off the moment at which the connector makes its socket anew."""
    socket = connecting()
    with plain.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with monitor_socket(socket, listens=False) as monitor:
        connect(socket, ConnectSettings(), "127.0.0.1", port)
        # Longer than several attempts take.
        is_told = monitor.poll(1000)
        socket.disable_monitor()
    assert not is_told


def test_conflate_is_never_set_because_it_breaks_messages_of_two_parts(connecting, listening):
    for pattern in Pattern:
        assert not listening(pattern).get(zmq.CONFLATE)
        assert not connecting(pattern).get(zmq.CONFLATE)


@pytest.mark.parametrize(
    ("host", "scheme", "on"),
    [
        ("127.0.0.1", "tcp", False),
        ("camera.invalid", "tcp", False),
        ("::1", "tcp", True),
        ("/tmp/netgear:camera", "ipc", False),
    ],
)
def test_ipv6_is_on_for_written_out_addresses_only(made, host, scheme, on):
    """A name's IPv6 address would be tried alone; stock receivers listen on IPv4."""
    settings = ConnectSettings(scheme=scheme)
    socket = made(connecting_socket, settings)
    connect(socket, settings, host, free_port())
    assert bool(socket.ipv6) is on


def test_a_listener_takes_ipv6_too(listening):
    assert listening().ipv6


def test_ipc_is_listened_on_where_it_is_said(made, tmp_path):
    settings = ListenSettings(str(tmp_path / "camera"), scheme="ipc")
    bind(made(listening_socket, settings), settings, 5566)
    assert (tmp_path / "camera:5566").is_socket()


class TestWhyAPortCannotBeHad:
    def test_it_is_in_use(self, listening):
        port = free_port()
        with plain.socket() as holder:
            holder.bind(("0.0.0.0", port))
            holder.listen()
            assert why_not_bound(listening(), "*", port) == f"port {port} is in use"

    def test_the_address_is_another_computers(self, listening):
        reason = why_not_bound(listening(), "192.0.2.7", free_port())
        assert reason == "192.0.2.7 is not an address of this computer"

    @pytest.mark.parametrize("address", ["not an address", "camera.invalid", ""])
    def test_the_address_is_none(self, listening, address):
        assert address in why_not_bound(listening(), address, free_port())


_NAMES = """
import zmq
from netgear_engine.transport.sockets import ListenSettings, listening_socket
with zmq.Context() as context, listening_socket(context, ListenSettings()) as router:
    router.bind("ipc://{path}")
    with context.socket(zmq.DEALER) as peer:
        peer.connect("ipc://{path}")
        peer.send(b"hello")
        print(router.recv_multipart()[0].hex())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="ZeroMQ has no ipc on Windows")
def test_nobody_knows_how_the_next_peer_will_be_named(tmp_path):
    """ZeroMQ ends the process if a peer has claimed the name that it gives the next one."""
    names = {
        subprocess.run(
            [sys.executable, "-c", _NAMES.format(path=tmp_path / str(number))],
            capture_output=True, text=True, check=True, cwd=ROOT, timeout=60,
        ).stdout
        for number in range(3)
    }  # fmt: skip
    assert len(names) == 3
