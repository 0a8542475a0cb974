"""A program that ends without close() ends as with VidGear: at once, with its own exit code."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zmq

from netgear_engine.netgear_ending import _has_failed
from tests.support.free_ports import free_port
from tests.support.netgear_threads import Feeder, Taker
from tests.support.netgear_under_test import PACKAGE, ours_only
from tests.support.raw_peers import RawReceiver
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ENDS = {"sender": False, "receiver": True}

# How a program ends, and its exit code.
ENDINGS = {
    "end of the file": ("", 0),
    "exception": ("raise LookupError('its own')", 1),
    "exit code": ("sys.exit(3)", 3),
    # In short naps: a signal between two of Python's steps would not end a single long one.
    "ctrl+c": ("while True: time.sleep(0.05)", -signal.SIGINT),
}

pytestmark = ours_only("programs of ours are run; where stock is meant, a test runs it itself")


def program(text: str, *, package: str = PACKAGE, **facts: object) -> str:
    """Return a program: `text` with the facts as its constants, and what all programs import."""
    constants = "\n".join(f"{name} = {value!r}" for name, value in facts.items())
    return (
        "import atexit, multiprocessing, os, signal, sys, threading, time, warnings\n"
        f"import numpy\nfrom {package} import NetGear\n{constants}\n{text}\n"
    )


@contextmanager
def running(text: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program; kill it when it does not end by itself."""
    process = subprocess.Popen(
        [sys.executable, "-c", text],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_end(process: subprocess.Popen[str], timeout: float = 15) -> tuple[int, str, str]:
    """Return exit code, output and errors of a program, which ends within `timeout` seconds."""
    output, errors = process.communicate(timeout=timeout)
    return process.returncode, output, errors


def run(text: str, timeout: float = 15) -> tuple[int, str, str]:
    with running(text) as process:
        return wait_for_end(process, timeout)


def run_until_ready(text: str) -> tuple[int, str, str]:
    """Run a program, press Ctrl+C as soon as it has written a line, and wait for its end."""
    with running(text) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        return wait_for_end(process)


def assert_silent(errors: str) -> None:
    """Refuse whatever was complained of but the one exception that the program raised itself."""
    # A line of Python's own between two of the source may have none of it to show.
    own = r"Traceback \(most.*\):\n((  .*)?\n)+(LookupError: its own|KeyboardInterrupt)\n"
    assert re.sub(own, "", errors, count=1) == ""


def assert_free(port: int) -> None:
    socket.create_server(("127.0.0.1", port)).close()


def ended_by(ending: str, **facts: object) -> tuple[int, str, str]:
    """Run a program that makes a NetGear, never closes it and ends in this way."""
    last, _ = ENDINGS[ending]
    text = program(
        "netgear = NetGear('127.0.0.1', PORT, pattern=PATTERN, receive_mode=RECEIVES)\n"
        f"print('ready', flush=True)\n{last}",
        **facts,
    )
    return run_until_ready(text) if ending == "ctrl+c" else run(text)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE])
def test_a_program_that_never_closes_ends_with_its_own_code(pattern, end, ending):
    port = free_port()
    code, _, errors = ended_by(ending, PORT=port, PATTERN=pattern, RECEIVES=ENDS[end])
    assert code == ENDINGS[ending][1]
    assert_silent(errors)
    assert_free(port)


@pytest.mark.interop
@pytest.mark.parametrize("ending", ["end of the file", "exception", "exit code"])
def test_stock_has_the_same_codes(ending):
    facts = {"PORT": free_port(), "PATTERN": REQUEST_REPLY, "RECEIVES": True}
    assert ended_by(ending, package="vidgear.gears", **facts)[0] == ENDINGS[ending][1]


def test_ctrl_c_in_recv_ends_the_program():
    text = program(
        "client = NetGear('127.0.0.1', PORT, receive_mode=True)\n"
        "print('ready', flush=True)\nclient.recv()",
        PORT=free_port(),
    )
    code, _, errors = run_until_ready(text)
    assert code == -signal.SIGINT
    assert_silent(errors)


def test_ctrl_c_in_send_ends_the_program():
    text = program(
        "server = NetGear('127.0.0.1', PORT)\n"
        "print('ready', flush=True)\nserver.send(numpy.zeros((9, 9, 3), 'u1'))",
        PORT=free_port(),
    )
    code, _, errors = run_until_ready(text)
    assert code == -signal.SIGINT
    assert_silent(errors)


FORGOTTEN = {
    "in a function": (
        "def use():\n    one = NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)\nuse()"
    ),
    "in a cycle": (
        "one = NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)\none.itself = one\ndel one"
    ),
    "in a generator": (
        "def numbers():\n    one = NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)\n"
        "    while True:\n        yield one\nall = numbers()\nnext(all)"
    ),
    "in a thread that still uses it": (
        "one = NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)\n"
        "frame = numpy.zeros((9, 9, 3), 'u1')\n"
        "def use():\n    while True:\n"
        "        one.recv().sum() if RECEIVES else one.send(frame)\n"
        "threading.Thread(target=use, daemon=True).start()"
    ),
    "until an exit handler lets go of it": (
        "box = [NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)]\natexit.register(box.clear)"
    ),
    "by a forked process": (
        "def use():\n    globals()['one'] = NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)\n"
        "child = multiprocessing.get_context('fork').Process(target=use)\n"
        "child.start()\nchild.join(5)\nassert child.exitcode == 0, child.exitcode"
    ),
    "by one that forks": (
        "one = NetGear('127.0.0.1', PORT, receive_mode=RECEIVES)\n"
        # Python 3.12 warns of every fork of a program with threads.
        "warnings.simplefilter('ignore', DeprecationWarning)\nchild = os.fork()\n"
        "if child == 0:\n    sys.exit(5)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5\n"
        "assert threading.active_count() > 1"
    ),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("where", FORGOTTEN)
def test_one_that_was_forgotten_keeps_no_program_alive(where, end):
    port = free_port()
    code, _, errors = run(program(FORGOTTEN[where], PORT=port, RECEIVES=ENDS[end]))
    assert (code, errors) == (0, "")
    assert_free(port)


def test_a_spawned_process_that_never_closes_ends(tmp_path):
    script = tmp_path / "spawns.py"
    text = (
        "def use():\n    globals()['one'] = NetGear('127.0.0.1', PORT, receive_mode=True)\n"
        "if __name__ == '__main__':\n"
        "    child = multiprocessing.get_context('spawn').Process(target=use)\n"
        "    child.start()\n    child.join(9)\n    sys.exit(child.exitcode or 0)"
    )
    script.write_text(program(text, PORT=free_port()))
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True, text=True, timeout=15, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_one_that_is_forgotten_in_a_long_program_frees_its_port():
    text = program(
        "netgear = NetGear('127.0.0.1', PORT, receive_mode=True)\ndel netgear\n"
        "[one.join(5) for one in threading.enumerate() if one.name == 'netgear-end']\n"
        "NetGear('127.0.0.1', PORT, receive_mode=True).close()\nprint(threading.active_count())",
        PORT=free_port(),
    )
    assert run(text) == (0, "1\n", "")


SENDS_ONE_FRAME = (
    "frame = numpy.full((8, 8, 3), 200, 'u1')\n"
    "server = NetGear('127.0.0.1', PORT, pattern=PATTERN)\nserver.send(frame)\n"
)


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
@pytest.mark.parametrize("last", ["", "sys.exit(3)", "os.kill(os.getpid(), signal.SIGINT)"])
def test_the_last_frame_and_a_goodbye_leave_before_the_end(netgear, pattern, last):
    port = free_port()
    with Taker(netgear(port, pattern, receive_mode=True)) as taker:
        run(program(SENDS_ONE_FRAME + last, PORT=port, PATTERN=pattern))
        taker.wait_for_end(5)
        assert len(taker.results) == 1


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY])
def test_a_program_that_fails_sends_its_last_frame_and_no_goodbye(netgear, pattern):
    port = free_port()
    receiver = netgear(port, pattern, receive_mode=True)
    with Taker(receiver) as taker:
        code, _, errors = run(
            program(SENDS_ONE_FRAME + ENDINGS["exception"][0], PORT=port, PATTERN=pattern)
        )
        assert code == 1
        assert_silent(errors)
        taker.wait_for(1)
        # Whoever comes next is received: the stream has not ended.
        with Feeder(netgear(port, pattern)):
            taker.wait_for(3)


def test_a_second_ctrl_c_in_close_ends_what_the_first_began():
    port = free_port()
    text = program(
        "server = NetGear('127.0.0.1', PORT, pattern=1)\n"
        "server.send(numpy.zeros((9, 9, 3), 'u1'))\n"
        "try:\n    print('ready', flush=True)\n    while True: time.sleep(0.05)\n"
        "finally:\n"
        # While close() waits for an answer that does not come.
        "    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "    try:\n        server.close()\n        print('not interrupted')\n"
        "    finally:\n        print(server._sender._engine.is_alive())",
        PORT=port,
    )
    with RawReceiver(port, zmq.REP):
        code, output, errors = run_until_ready(text)
    assert (code, output) == (-signal.SIGINT, "False\n")
    assert "Exception ignored" not in errors


# A signal comes a little later in each round, and so everywhere.
INTERRUPTED = """
import socket, time
armed = False
def press(*_):
    if armed:
        raise KeyboardInterrupt
signal.signal(signal.SIGALRM, press)
def others():
    return [one for one in threading.enumerate() if one is not threading.main_thread()]
pressed = 0
for round in range(ROUNDS):
    soon = [0.00002 * (round + 1)]
    arm = lambda *_, soon=soon: soon and signal.setitimer(signal.ITIMER_REAL, soon.pop())
    armed = True
    try:
        try:
            if WHERE == "constructor":
                arm()
            netgear = NetGear("127.0.0.1", PORT, receive_mode=RECEIVES)
            if WHERE == "close":
                netgear._ends.append(arm)  # the newest comes first
                netgear.close()
        finally:
            armed = False  # one that comes too late for this round is nobody's
            signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        pressed += 1
    netgear = None
    if WHERE == "constructor":
        # A thread that had only just begun ends by itself, and so does one that was made.
        deadline = time.monotonic() + 5
        while others() and time.monotonic() < deadline:
            time.sleep(0.001)
    assert others() == [], (round, others())
    socket.create_server(("127.0.0.1", PORT)).close()
print(pressed > ROUNDS // 20)
"""


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("where", ["close", "constructor"])
def test_ctrl_c_anywhere_leaves_nothing_running(where, end):
    text = program(INTERRUPTED, WHERE=where, PORT=free_port(), RECEIVES=ENDS[end], ROUNDS=100)
    assert run(text, 50)[:2] == (0, "True\n")


def snippet(words: str, port: int) -> str:
    """Return the README's program with these words, for our NetGear and a port that is free."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [text] = [one for one in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if words in one]
    text = text.replace("import NetGear, VideoGear", "import VideoGear")
    text = text.replace("from vidgear.gears import NetGear\n", "")
    return "from netgear_engine import NetGear\n" + text.replace('"5566"', f'"{port}"')


def test_the_readme_s_receiver_ends_with_its_stream(netgear, tmp_path):
    port = free_port()
    picture = tmp_path / "newest.jpg"
    text = snippet("receive_mode=True", port).replace(picture.name, str(picture))
    with running(text) as process:
        sender = netgear(port)
        with Feeder(sender):
            wait_until(picture.exists, 30, lambda: f"a picture; exit code {process.poll()}")
        sender.close()
        assert wait_for_end(process) == (0, "", "")


def test_the_readme_s_sender_ends_with_its_video(netgear, sample_video):
    port = free_port()
    text = snippet("bidirectional_mode=True", port).replace("192.168.1.20", "127.0.0.1")
    text = text.replace("source=0", f"source={str(sample_video('carphone_distorted'))!r}")
    receiver = netgear(port, receive_mode=True, bidirectional_mode=True)
    with Taker(receiver) as taker, running(text) as process:
        taker.wait_for_end(40)
        code, _, errors = wait_for_end(process)
    assert code == 0, errors
    assert len(taker.results) > 10


@pytest.mark.parametrize("last", [LookupError, KeyboardInterrupt, None])
def test_the_end_of_an_interactive_session_is_wanted_whatever_was_raised_in_it(monkeypatch, last):
    monkeypatch.setattr(sys, "last_type", last, raising=False)
    assert _has_failed() == (last is LookupError)
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    assert not _has_failed()
