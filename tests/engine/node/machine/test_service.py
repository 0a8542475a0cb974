import os
import socket
import sys

import pytest

from netgear_engine.node.machine.service import Service
from tests.support.waiting import PATIENCE


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """Return the socket on which systemd would listen."""
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(path))
        listener.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        monkeypatch.setenv("WATCHDOG_USEC", "30000000")
        yield listener


@pytest.fixture
def sdnotify(monkeypatch):
    """Keep what sdnotify opens from outliving the test unclosed."""
    module = pytest.importorskip("sdnotify", reason="sdnotify is not installed")
    opened = []

    class Notifier(module.SystemdNotifier):
        def __init__(self) -> None:
            super().__init__()
            opened.append(self.socket)

    monkeypatch.setattr(module, "SystemdNotifier", Notifier)
    yield module
    for one in opened:
        one.close()


@pytest.mark.usefixtures("sdnotify")
def test_systemd_hears_everything(systemd):
    service = Service(os.environ)
    assert service.problem == ""
    service.ready()
    service.status("Front gate: live to 192.168.1.20:5566")
    service.beat()
    service.stopping()
    assert [systemd.recv(1000) for _ in range(4)] == [
        b"READY=1",
        b"STATUS=Front gate: live to 192.168.1.20:5566",
        b"WATCHDOG=1",
        b"STOPPING=1",
    ]


@pytest.mark.usefixtures("sdnotify")
def test_a_status_is_one_line_of_utf_8(systemd):
    service = Service(os.environ)
    service.status("Küche – 門\nREADY=1\x00 \udc80")
    assert systemd.recv(1000).decode("utf-8") == "STATUS=Küche – 門 READY=1\x00 ?"


@pytest.mark.usefixtures("sdnotify")
def test_beats_come_only_when_systemd_wants_them(systemd, monkeypatch):
    assert Service(os.environ).beat_interval == 15.0
    monkeypatch.delenv("WATCHDOG_USEC")
    service = Service(os.environ)
    assert service.beat_interval is None
    service.beat()
    service.ready()
    assert systemd.recv(1000) == b"READY=1"


def test_without_systemd_nothing_is_imported_or_sent(monkeypatch):
    monkeypatch.setitem(sys.modules, "sdnotify", None)  # importing it would fail
    service = Service({})
    service.ready()
    service.beat()
    service.status("well")
    service.stopping()
    assert service.problem == ""
    assert service.beat_interval is None


def test_a_missing_library_is_a_problem_that_says_what_to_type(systemd, monkeypatch):
    monkeypatch.setitem(sys.modules, "sdnotify", None)
    service = Service(os.environ)
    assert "sudo apt install python3-sdnotify" in service.problem
    service.ready()


@pytest.mark.usefixtures("sdnotify")
def test_a_systemd_that_is_gone_does_no_harm(systemd):
    service = Service(os.environ)
    systemd.close()
    service.ready()
    service.beat()
    assert service.problem == ""
