"""In processes of their own: a limit that was lowered cannot be raised again."""

import subprocess
import sys

import pytest


def run(code, soft, hard):
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
    done = subprocess.run(
        [sys.executable, "-c", limited + code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(("soft", "hard", "wanted"), [(64, 512, 512), (512, 512, 512)])
def test_what_the_system_gives_is_taken(soft, hard, wanted):
    code = "from netgear_engine.transport import handles; handles.raise_limit()\n"
    assert run(f"{code}print(handles.limit())", soft, hard) == [str(wanted)]


@pytest.mark.parametrize("error", ["ValueError", "PermissionError"])
def test_where_the_system_refuses_more_it_stays_as_it_is(error):
    code = f"""
from netgear_engine.transport import handles
def setrlimit(*_): raise {error}("not here")
resource.setrlimit = setrlimit
handles.raise_limit()
print(handles.limit())
"""
    assert run(code, 64, 512) == ["64"]


@pytest.mark.parametrize(("soft", "most"), [(128, "4"), (1024, "16"), (2048, "32"), (4096, "32")])
def test_where_handles_are_few_a_port_has_fewer_connections(soft, most):
    code = "from netgear_engine.transport import handles; print(handles.most_connections())"
    assert run(code, soft, 4096) == [most]


def test_it_says_when_few_are_free():
    code = """
import os
from netgear_engine.transport import handles
print(handles.are_free())
opened = [os.dup(0) for _ in range(handles.limit() - 25)]
print(handles.are_free())
os.close(opened.pop())
for one in opened: os.close(one)
print(handles.are_free())
"""
    assert run(code, 128, 128) == ["True", "False", "True"]


MANY_PORTS = """
import threading
from netgear_engine.clock import SystemClock
from netgear_engine.errors import ListenError
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ListenSettings
from tests.support.free_ports import free_port

loop = PollLoop(SystemClock())
open_ones, refused = [], []

def listen():
    for _ in range(121):
        one = Listener(loop, free_port(), ListenSettings("127.0.0.1"))
        try:
            one.open(print, print)
        except ListenError as error:
            refused.append(str(error))
        else:
            open_ones.append(one)
    loop.stop()

loop.call(listen)
loop.run()
print(len(open_ones) > 20, len(refused) > 20, len(open_ones) + len(refused))
print("ulimit" in refused[0] and "256 files" in refused[0])
for one in open_ones:
    one.close()
loop.close()
"""


def test_ports_for_which_no_handles_are_left_say_so():
    assert run(MANY_PORTS, 256, 256) == ["True", "True", "121", "True"]
