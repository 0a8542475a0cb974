"""Threads that send and receive through a NetGear object, so that no test waits for ever in it."""

import itertools
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.waiting import PATIENCE, wait_until

PUBLISH_SUBSCRIBE = 2
MEETING = 0xFFFF


class _Worker:
    """A thread in a `with` block. What it raised comes out at the block's end, if not allowed."""

    allowed: type[BaseException] | tuple[type[BaseException], ...] = ()

    def __init__(self, name: str) -> None:
        self.error: BaseException | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._guarded, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if error is None and self.error is not None and not isinstance(self.error, self.allowed):
            raise self.error

    @property
    def runs(self) -> bool:
        """Whether it still works."""
        return self._thread.is_alive()

    def ends_within(self, seconds: float) -> bool:
        """Tell if it ends within so many seconds."""
        self._thread.join(seconds)
        return not self.runs

    def ask_to_stop(self) -> None:
        """Let it end after the call that it is in."""
        self._stop.set()

    def stop(self) -> None:
        """End it; a call that hangs in NetGear fails the test."""
        self.ask_to_stop()
        self._let_go()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), f"{self._thread.name} hangs"

    def _let_go(self) -> None:
        """Get the thread out of a call that would not end by itself."""

    def _work(self) -> None:
        raise NotImplementedError

    def _guarded(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 (the test's thread raises it again)
            self.error = error


class Feeder(_Worker):
    """Sends numbered frames, from 0; `replies` is what each send() returned.

    `allowed` are the errors that may end it.
    """

    def __init__(
        self,
        sender: Any,
        *,
        fps: float = 50,
        frame: Callable[[int], Any] = numbered_frame,
        message: Callable[[int], Any] = lambda _: None,
        allowed: type[BaseException] | tuple[type[BaseException], ...] = (),
    ) -> None:
        super().__init__("feeder")
        self.allowed = allowed
        self.replies: list[Any] = []
        self._sender = sender
        self._fps = fps
        self._frame = frame
        self._message = message

    @property
    def sent(self) -> int:
        """How many frames have gone through send()."""
        return len(self.replies)

    def wait_for_sent(self, count: int, timeout: float = PATIENCE) -> None:
        """Wait until `count` frames have gone through send()."""
        wait_until(
            lambda: self.sent >= count or self.error, timeout, lambda: f"{count}: {self.sent} sent"
        )
        if self.error is not None:
            raise self.error

    def wait_until_stuck(self) -> None:
        """Wait until a send() takes much longer than the time between two frames."""
        seen = [-1, 0]

        def has_stopped() -> bool:
            seen[:] = [seen[1], self.sent]
            return seen[0] == seen[1]

        wait_until(has_stopped, what=lambda: f"send() to block; {self.sent} sent", interval=0.3)

    def _work(self) -> None:
        while not self._stop.is_set():
            number = self.sent
            self.replies.append(self._sender.send(self._frame(number), self._message(number)))
            # Not cut short at the end: a frame that follows at once would be lost over PUB/SUB.
            time.sleep(1 / self._fps)


class Taker(_Worker):
    """Takes all that recv() gives until it gives None; closes the receiver at the block's end."""

    def __init__(self, receiver: Any, *, reply: Callable[[int], Any] = lambda _: None) -> None:
        super().__init__("taker")
        self.results: list[Any] = []
        self.times: list[float] = []
        self._receiver = receiver
        self._reply = reply

    @property
    def numbers(self) -> list[int]:
        """The numbers of the frames so far."""
        return [number_of(frame_in(result)) for result in list(self.results)]

    @property
    def longest_gap(self) -> float:
        """The longest time between two frames, in seconds."""
        times = list(self.times)
        return max((later - earlier for earlier, later in itertools.pairwise(times)), default=0.0)

    def wait_for(self, count: int, timeout: float = PATIENCE) -> list[Any]:
        """Return the results once there are `count`."""
        wait_until(
            lambda: len(self.results) >= count,
            timeout,
            lambda: f"{count} frames; there are {len(self.results)}, error {self.error!r}",
        )
        return list(self.results)

    def wait_for_end(self, timeout: float = PATIENCE) -> None:
        """Wait until recv() has given None."""
        wait_until(lambda: not self.runs, timeout, "recv() to give None")

    def _let_go(self) -> None:
        self._receiver.close()

    def _work(self) -> None:
        while (result := self._receiver.recv(self._reply(len(self.results)))) is not None:
            self.times.append(time.monotonic())
            self.results.append(result)


def frame_in(result: Any) -> Any:
    """Return the frame of what recv() gave."""
    return result[-1] if isinstance(result, tuple) else result


def deliver(
    pattern: int, sender: Any, receivers: list[Any], number: int, message: Any = None
) -> tuple[Any, list[Any]]:
    """Send a numbered frame; return what send() gave and what each receiver's recv() gave.

    What is published in quick succession may be lost, so over PUB/SUB it is sent again and again
    until all have it.
    """
    frame = numbered_frame(number)
    if pattern != PUBLISH_SUBSCRIBE:
        returned = sender.send(frame, message=message)
        return returned, [receiver.recv() for receiver in receivers]
    with Feeder(sender, frame=lambda _: frame, message=lambda _: message) as feeder:
        results = [_recv_number(receiver, number) for receiver in receivers]
    return next((reply for reply in feeder.replies if reply is not None), None), results


def meet(sender: Any, receiver: Any) -> None:
    """Send until the receiver hears it: what is published before that is lost."""
    deliver(PUBLISH_SUBSCRIBE, sender, [receiver], MEETING)


def take(receiver: Any) -> Any:
    """Return what recv() gives, without the rest of a meeting."""
    while True:
        result = receiver.recv()
        if result is None or number_of(frame_in(result)) != MEETING:
            return result


def _recv_number(receiver: Any, number: int) -> Any:
    while (result := receiver.recv()) is not None:
        if number_of(frame_in(result)) == number:
            break
    return result
