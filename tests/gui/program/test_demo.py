import socket
import sys

import pytest
from PySide6.QtCore import QProcess

from gui.program import demo as demo_module
from gui.program.demo import ADDRESS, Demo, free_ports
from netgear_engine.protocol.patterns import Pattern

_LISTENS = "import sys; sys.stdin.read()"
_HANGS = "import threading; threading.Event().wait()"


def test_free_ports_leaves_out_what_is_in_use():
    first = free_ports(3)
    with socket.socket() as holder:
        holder.bind((ADDRESS, first[1]))
        holder.listen()
        found = free_ports(3)
    assert len(set(found)) == 3
    assert first[1] not in found


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ((sys.executable, ["-c", _LISTENS]), QProcess.ExitStatus.NormalExit),
        ((sys.executable, ["-c", _HANGS]), QProcess.ExitStatus.CrashExit),
        (("/no/such/program", []), QProcess.ExitStatus.NormalExit),
    ],
    ids=["says goodbye", "is killed", "never began"],
)
def test_the_end_of_every_camera_is_awaited(qtbot, monkeypatch, program, status):
    monkeypatch.setattr(demo_module, "server_command", lambda: program)
    demo = Demo((5566, 5567), Pattern.REQUEST_REPLY, lambda *_: None)
    qtbot.awaited(demo.stop())
    cameras = demo.findChildren(QProcess)
    assert [one.state() for one in cameras] == [QProcess.ProcessState.NotRunning] * 2
    assert [one.exitStatus() for one in cameras] == [status] * 2
