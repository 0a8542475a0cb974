"""What a test may leave behind: nothing. Finds what it did leave, and where that was started.

Looked for are threads, child processes, ZeroMQ contexts and sockets, and open descriptors of
sockets.
"""

import contextlib
import os
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import zmq

_OUR_FOLDER = str(Path(__file__).parents[2])

_started_at: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
_zmq_things: weakref.WeakSet[Any] = weakref.WeakSet()


def watch_starts() -> Callable[[], None]:
    """From now on note where threads and ZeroMQ things are made; return how to end that."""
    undo = [
        _note_calls(threading.Thread, "start", of_result=False),
        _note_calls(zmq.Context, "__init__", of_result=False),
        _note_calls(zmq.Context, "socket", of_result=True),
    ]

    def end() -> None:
        for step in undo:
            step()

    return end


@contextlib.contextmanager
def nothing_left_behind(grace_seconds: float = 15.0) -> Iterator[None]:
    """Fail when the block leaves something behind that is still there after a time of grace."""
    before = _snapshot()
    yield
    deadline = time.monotonic() + grace_seconds
    while (left := _new_since(before)) and time.monotonic() < deadline:
        _let_qt_work()
        time.sleep(0.02)
    if left:
        _end_children(before)
        raise AssertionError("left behind by this test:\n" + "\n".join(left))


def would_hold_up_the_end() -> bool:
    """Tell if the interpreter would wait at its end, perhaps for ever, for what was left behind."""
    threads = (one for one in threading.enumerate() if one is not threading.main_thread())
    return any(_runs(one) and not one.daemon for one in threads) or any(
        not thing.closed for thing in list(_zmq_things)
    )


class _Snapshot:
    def __init__(self) -> None:
        self.threads = set(threading.enumerate())
        self.children = {child.pid for child in _children()}
        self.zmq = {id(thing) for thing in list(_zmq_things)}
        self.sockets = set(_socket_descriptors())


def _snapshot() -> _Snapshot:
    return _Snapshot()


def _new_since(before: _Snapshot) -> list[str]:
    """Return one line for each thing that was not there before."""
    found = []
    for thread in threading.enumerate():
        if thread not in before.threads and _runs(thread):
            found.append(f"thread {thread.name!r}, started {_where(thread)}")
    for child in _children():
        if child.pid not in before.children:
            found.append(f"process {child.pid}: {_command(child)}")
    for thing in list(_zmq_things):
        if id(thing) not in before.zmq and not thing.closed:
            kind = type(thing).__name__
            found.append(f"ZeroMQ {kind}, made {_where(thing)}")
    for inode, descriptor in _socket_descriptors().items():
        if inode not in before.sockets:
            found.append(f"descriptor {descriptor} of a socket: {_connection(descriptor)}")
    return found


def _note_calls(owner: Any, name: str, *, of_result: bool) -> Callable[[], None]:
    original = getattr(owner, name)

    def noting(self: Any, *args: Any, **kwargs: Any) -> Any:
        stack = _caller()
        if name == "start":
            _started_at[self] = stack
        result = original(self, *args, **kwargs)
        if name != "start":
            thing = result if of_result else self
            _started_at[thing] = stack
            _zmq_things.add(thing)
        return result

    setattr(owner, name, noting)
    return lambda: setattr(owner, name, original)


def _caller() -> str:
    """Return the innermost place in this project from which the noted call came."""
    frames = [
        frame
        for frame in traceback.extract_stack()[:-2]
        if frame.filename.startswith(_OUR_FOLDER) and "/.venv/" not in frame.filename
    ]
    if not frames:
        return "outside the project"
    return f"at {Path(frames[-1].filename).relative_to(_OUR_FOLDER)}:{frames[-1].lineno}"


def _where(thing: Any) -> str:
    return _started_at.get(thing, "in an unknown place")


def _runs(thread: threading.Thread) -> bool:
    """Tell if a thread still runs.

    Python keeps an entry for a QThread that ran Python code, even when it has ended: there the
    system is asked.
    """
    if type(thread).__name__ != "_DummyThread" or sys.platform != "linux":
        return thread.is_alive()
    return Path(f"/proc/self/task/{thread.native_id}").exists()


def _children() -> list[psutil.Process]:
    """Return all descendants, but for the helper processes that multiprocessing keeps."""
    if not _has_children():
        return []
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if "multiprocessing." not in _command(child)
    ]


def _has_children() -> bool:
    """Ask the system, which answers at once; psutil reads about every process of the computer."""
    if not hasattr(os, "waitid"):
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()) or f"{process.name()} ({process.status()})"
    except psutil.NoSuchProcess:
        return "(ended)"


def _end_children(before: _Snapshot) -> None:
    """Kill what a failed test left running, so that it does not spoil the tests after it."""
    for child in _children():
        if child.pid not in before.children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()


def _socket_descriptors() -> dict[str, int]:
    """Return the open sockets of this process: inode text to descriptor. Linux only."""
    found: dict[str, int] = {}
    if sys.platform != "linux":
        return found
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208 (a Path for each is slow)
        with contextlib.suppress(OSError):
            target = os.readlink(f"/proc/self/fd/{entry}")  # noqa: PTH115
            if target.startswith("socket:"):
                found[target] = int(entry)
    return found


def _connection(descriptor: int) -> str:
    for connection in psutil.Process().net_connections(kind="all"):
        if connection.fd == descriptor:
            return f"{connection.laddr} {connection.raddr} {connection.status}"
    return "not connected"


def _let_qt_work() -> None:
    """Run waiting deletions and the ends of threads, if a test used Qt."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.processEvents()
