"""A poll loop in a thread of its own, stopped when the test ends; a connection."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest

from netgear_engine.clock import Clock, SystemClock
from netgear_engine.transport.poll_loop import PollLoop
from tests.support.waiting import PATIENCE

_Value = TypeVar("_Value")


class RunningLoop:
    """A loop that runs; `ask` runs something in its thread and returns what came out."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.loop = PollLoop(clock or SystemClock())
        self.thread = threading.Thread(target=self.loop.run, name="poll-loop")
        self.at_end: list[Callable[[], Any]] = []

    def start(self) -> None:
        """Run the loop."""
        self.thread.start()

    def ask(self, what: Callable[[], _Value]) -> _Value:
        """Return what `what` returns in the loop's thread; raises what it raises."""
        answer: list[Any] = []
        done = threading.Event()

        def job() -> None:
            try:
                answer.append((what(), None))
            except Exception as error:  # noqa: BLE001 (raised again by the asker)
                answer.append((None, error))
            done.set()

        self.loop.call(job)
        assert done.wait(PATIENCE), "the loop does not answer"
        value, error = answer[0]
        if error is not None:
            raise error
        result: _Value = value
        return result

    def stop(self) -> None:
        """End the loop and free what it had."""
        for step in self.at_end:
            self.ask(step)
        self.loop.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        self.loop.close()


@pytest.fixture
def running_loop() -> Iterator[RunningLoop]:
    """A loop that runs on the system's clock."""
    loop = RunningLoop()
    loop.start()
    yield loop
    loop.stop()


@pytest.fixture
def ends():
    """Both ends of a TCP connection: that of who connected, and ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        far = socket.create_connection(listener.getsockname())
        near, _ = listener.accept()
    with far, near:
        yield far, near
