"""The real programs where the system lets them open few files."""

import contextlib
import signal
import socket

import psutil
import pytest

from netgear_engine.transport import handles
from tests.support.free_ports import free_port, free_ports
from tests.support.raw_peers import RawSender
from tests.support.running_monitor import read_report, start_monitor
from tests.support.running_server import RunningServer
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg, stock_header

pytestmark = pytest.mark.end_to_end

_FEW = 256
_FRAMES = 20
_PORTS = 16
_STRANGERS = 1000


def test_a_monitor_with_few_handles_runs_on_and_ends(tmp_path):
    """Sixteen ports, and a thousand who connect and say nothing: for a moment no handle is left."""
    handles.raise_limit()  # of this process, for the thousand
    report = tmp_path / "report.json"
    ports = free_ports(_PORTS)
    listen = ("--listen", "127.0.0.1", "--ports", ",".join(map(str, ports)))
    limits = f"ulimit -Sn {_FEW // 2} && ulimit -Hn {_FEW}"
    monitor = start_monitor(*listen, "--report", report, limits=limits)
    try:
        for port in ports:
            wait_until(lambda port=port: listens(port), what=f"port {port}")
        exchange_frames(ports[0])
        assert psutil.Process(monitor.pid).rlimit(psutil.RLIMIT_NOFILE) == (_FEW, _FEW)
        with contextlib.ExitStack() as strangers:
            for number in range(_STRANGERS):
                address = ("127.0.0.1", ports[number % _PORTS])
                strangers.enter_context(socket.create_connection(address, PATIENCE))
            exchange_frames(ports[0])
            exchange_frames(ports[-1])
            monitor.send_signal(signal.SIGTERM)
            _, errors = monitor.communicate(timeout=PATIENCE)
    finally:
        monitor.kill()
    assert monitor.returncode == 0, errors
    told = read_report(report)["ports"]
    assert {told[str(port)]["state"] for port in ports[1:-1]} == {"WAITING"}
    assert told[str(ports[0])]["received"] >= 2 * _FRAMES
    assert told[str(ports[-1])]["received"] >= _FRAMES
    assert told[str(ports[0])]["rejected_messages"] > 0, "that strangers were cut off"


def test_a_node_takes_all_the_handles_it_may_have():
    few = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({_FEW}, {2 * _FEW}))"
    address = f"127.0.0.1:{free_port()}"
    with RunningServer("--connect", address, "--source", "test-pattern", sabotage=few) as server:
        process = psutil.Process(server.process.pid)
        wait_until(lambda: process.rlimit(psutil.RLIMIT_NOFILE) == (2 * _FEW, 2 * _FEW))


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def exchange_frames(port):
    """Come as a camera, send pictures until so many were answered, and go.

    Where too many knock, one of them may be cut off before its first picture is seen; a camera that
    gets no answer sends the next picture.
    """
    with RawSender(port) as camera:

        def answered():
            camera.send([stock_header(), jpeg(1)])
            return camera.socket.poll(2000) and camera.answer()

        for _ in range(_FRAMES):
            wait_until(answered)
