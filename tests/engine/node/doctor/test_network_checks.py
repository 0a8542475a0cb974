import errno
import socket
import threading
from contextlib import ExitStack, contextmanager

import pytest

from netgear_engine.node.configuration.config import CameraConfig
from netgear_engine.node.doctor import network_checks
from netgear_engine.node.doctor.finding import Outcome
from netgear_engine.node.doctor.network_checks import check_keys, check_monitor, check_monitors
from netgear_engine.security.curve_keys import RECEIVER, make_keys, secret_file
from netgear_engine.sending.receiver_address import Receiver
from tests.support.free_ports import free_port


@contextmanager
def listening(backlog: int = 1):
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as server:
        yield Receiver("127.0.0.1", server.getsockname()[1])


@contextmanager
def full():
    """Give a port that answers nobody: no room is left in its queue of connections."""
    with listening(0) as receiver, ExitStack() as stack:
        for _ in range(3):
            caller = stack.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex((receiver.host, receiver.port))
        yield receiver


def test_a_monitor_that_listens():
    with listening() as receiver:
        finding = check_monitor(receiver)
    assert (finding.outcome, finding.found) == (Outcome.OK, "listens")
    assert finding.name == f"Monitor {receiver}"


def test_nobody_listens():
    finding = check_monitor(Receiver("127.0.0.1", free_port()))
    assert finding.outcome is Outcome.FAULT
    assert "nothing listens on port" in finding.found
    assert "netgear-monitor" in finding.remedy


def test_nobody_answers():
    with full() as receiver:
        finding = check_monitor(receiver, 0.3)
    assert finding.outcome is Outcome.FAULT
    assert "no answer" in finding.found
    assert finding.remedy == "ping 127.0.0.1"


@pytest.mark.parametrize("number", [errno.EHOSTUNREACH, errno.ENETUNREACH])
def test_there_is_no_way(monkeypatch, number):
    refuse(monkeypatch, OSError(number, "No route to host"))
    finding = check_monitor(Receiver("10.0.0.1", 5566))
    assert finding.outcome is Outcome.FAULT
    assert "no way" in finding.found
    assert finding.remedy == "ip route get 10.0.0.1"


def test_the_name_is_unknown(monkeypatch):
    refuse(monkeypatch, socket.gaierror(socket.EAI_NONAME, "Name or service not known"))
    finding = check_monitor(Receiver("desk.local", 5566))
    assert finding.outcome is Outcome.FAULT
    assert finding.found == "no computer is called desk.local"


def test_no_name_server_answers(monkeypatch):
    refuse(monkeypatch, socket.gaierror(socket.EAI_AGAIN, "Temporary failure"))
    finding = check_monitor(Receiver("desk.local", 5566))
    assert "no name server" in finding.found


def refuse(monkeypatch, error: OSError) -> None:
    def connect(*_arguments, **_options):
        raise error

    monkeypatch.setattr(socket, "create_connection", connect)


def test_every_monitor_is_asked_once():
    with listening() as first, listening() as second:
        cameras = (
            CameraConfig(source="test-pattern", connect=(first, second)),
            CameraConfig(source="test-pattern", connect=(second,)),
        )
        findings = list(check_monitors(cameras))
    assert [one.name for one in findings] == [f"Monitor {first}", f"Monitor {second}"]
    assert {one.outcome for one in findings} == {Outcome.OK}


def test_a_name_that_is_looked_up_for_ever_holds_up_nothing(monkeypatch):
    release = threading.Event()
    real = network_checks.check_monitor

    def check(receiver, connect_s):
        if receiver.host == "desk.local":
            release.wait(30)
        return real(receiver, connect_s)

    monkeypatch.setattr(network_checks, "check_monitor", check)
    with listening() as there:
        camera = CameraConfig(source="test-pattern", connect=(Receiver("desk.local", 1), there))
        first, second = check_monitors((camera,), all_s=0.3)
    release.set()
    assert "no name server" in first.found
    assert second.outcome is Outcome.OK


# ---- keys


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path)
    return tmp_path


def test_without_secure_no_keys_are_needed(tmp_path):
    (finding,) = check_keys(0, tmp_path, "netgear")
    assert finding.outcome is Outcome.OK
    assert "in the clear" in finding.found


def test_keys_that_are_there_and_private(keys):
    (finding,) = check_keys(2, keys, "root")
    assert finding.outcome is Outcome.OK


def test_missing_keys_are_to_be_made(tmp_path):
    (finding,) = check_keys(1, tmp_path, "netgear")
    assert finding.outcome is Outcome.FAULT
    assert finding.remedy == f"netgear-server --make-keys {tmp_path}"


def test_a_missing_key_of_the_receiver_is_to_be_copied(keys):
    (keys / "keys/public_keys" / f"{RECEIVER}.key").unlink()
    (finding,) = check_keys(1, keys, "netgear")
    assert finding.outcome is Outcome.FAULT
    assert finding.remedy.startswith("scp MONITOR:")


def test_a_secret_that_others_can_read_is_a_fault(keys):
    secret = secret_file(keys, "client")
    secret.chmod(0o640)
    (finding,) = check_keys(1, keys, "netgear")
    assert finding.outcome is Outcome.FAULT
    assert "others can read" in finding.found
    assert finding.remedy == f"chmod 600 {secret}"


def test_a_secret_of_root_is_none_for_the_service(keys, monkeypatch):
    monkeypatch.setattr(network_checks.os, "geteuid", lambda: 0)
    monkeypatch.setattr(network_checks, "present_user", lambda: "root")
    if secret_file(keys, "client").stat().st_uid != 0:
        pytest.skip("the tests do not run as root")
    (finding,) = check_keys(1, keys, "netgear")
    assert finding.outcome is Outcome.WARNING
    assert finding.remedy.startswith("sudo chown -R netgear")
