"""One run: senders and a receiver, each in a process of its own, for a moment."""

import contextlib
import itertools
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

import psutil

from tests.benchmarks.contenders import Link, open_receiver, open_sender
from tests.benchmarks.pictures import load_pictures
from tests.benchmarks.rows import Contest, Row
from tests.support.delaying_proxy import DelayingProxy
from tests.support.free_ports import free_ports

# Loaded once, before the processes are forked: a run need not wait for it.
_PRELOADED = ["tests.benchmarks.race", "vidgear.gears", "imagezmq", "netgear_engine"]
_PATIENCE_S = 15.0
_MOST_WARM_UP_S = 0.5

_choosing_ports = threading.Lock()


@dataclass(frozen=True)
class Pace:
    """What one side did: frames per second, and how much of a core it took for that."""

    frames_per_second: float
    cores: float


@dataclass(frozen=True)
class Result:
    """What one run gave. `slowest_sender` is in frames per second."""

    received: float
    sent: float
    slowest_sender: float
    receiver_cores: float
    sender_cores: float


_READY = Pace(0, 0)


class RunFailedError(Exception):
    """A side did not do what it should, with the reason."""


def _free_ports(count: int) -> list[int]:
    with _choosing_ports:
        return free_ports(count)


def prepare() -> None:
    """Load the libraries into the process from which all sides are forked."""
    multiprocessing.set_forkserver_preload(_PRELOADED)


def run(row: Row, contest: Contest, folder: Path, seconds: float) -> Result:
    """Measure one contender in one row for `seconds`; raises RunFailedError."""
    ports = _free_ports(row.senders)
    with contextlib.ExitStack() as stack:
        connects_to = list(ports)
        if row.has_slow_link:
            proxies = [
                DelayingProxy(port, delay=row.delay, bytes_per_second=row.bytes_per_second)
                for port in ports
            ]
            connects_to = [stack.enter_context(proxy).port for proxy in proxies]
        if contest.receiver == "imagezmq":
            connects_to = connects_to[:1] * row.senders
        receiver = stack.enter_context(_side(_receive, contest.receiver, row.link(ports, 0)))
        _answers([receiver])
        senders = [
            stack.enter_context(
                _side(_send, contest.sender, row.link(ports, port), folder, row.size)
            )
            for port in connects_to
        ]
        # Every frame way is open: now all of them measure the same time.
        _answers([receiver, *senders])
        begin = time.monotonic() + min(_MOST_WARM_UP_S, seconds / 2)
        for side in (receiver, *senders):
            side.send((begin, begin + seconds))
        received, *sent = _answers([receiver, *senders])
    return Result(
        received.frames_per_second,
        sum(one.frames_per_second for one in sent),
        min(one.frames_per_second for one in sent),
        received.cores,
        sum(one.cores for one in sent),
    )


def run_idle(contender: str, row: Row, seconds: float) -> float:
    """Return what part of a core a receiver takes while it waits and nobody sends."""
    link = row.link(_free_ports(row.senders), 0)
    with _side(_wait_for_nothing, contender, link, seconds) as side:
        return _answers([side])[0].cores


@contextlib.contextmanager
def _side(work: Callable[..., None], *arguments: object) -> Iterator[Connection]:
    """Run one side in a process of its own, and end it with the block, whatever it does then."""
    method = multiprocessing.get_context("forkserver")
    ours, theirs = method.Pipe()
    process = method.Process(target=_guarded, args=(theirs, work, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()
        ours.close()


def _guarded(control: Connection, work: Callable[..., None], *arguments: object) -> None:
    """Run one side and send its exception, if there is one, to the one who waits for it."""
    logging.disable()
    try:
        work(control, *arguments)
    except Exception as error:  # noqa: BLE001 (the contenders' exceptions are their own)
        control.send(RunFailedError(f"{type(error).__name__}: {error}"))


def _answers(sides: list[Connection]) -> list[Pace]:
    """Return the next thing that each side reports; raise what it failed with."""
    deadline = time.monotonic() + _PATIENCE_S
    answers = []
    for side in sides:
        if not wait([side], max(0.0, deadline - time.monotonic())):
            raise RunFailedError(f"nothing happened for {_PATIENCE_S:g} s")
        try:
            answer = side.recv()
        except EOFError as error:
            raise RunFailedError("a process died") from error
        if isinstance(answer, RunFailedError):
            raise answer
        answers.append(answer)
    return answers


def _send(
    control: Connection, contender: str, link: Link, folder: Path, size: tuple[int, int]
) -> None:
    pictures = itertools.cycle(load_pictures(folder, size))
    send = open_sender(contender, link)
    _measure(control, lambda: send(next(pictures)))


def _receive(control: Connection, contender: str, link: Link) -> None:
    receive = open_receiver(contender, link)
    control.send(_READY)
    shape = receive().shape
    if shape != link.shape:
        raise RunFailedError(f"received {shape} instead of {link.shape}")
    _measure(control, receive)


def _measure(control: Connection, step: Callable[[], object]) -> None:
    """Report how often `step` can be done in the time that is asked for, and never stop doing it.

    The other side may not have finished its measurement yet.
    """
    step()
    control.send(_READY)
    while not control.poll():
        step()
    begin, end = control.recv()
    while time.monotonic() < begin:
        step()
    began, processor_began = time.monotonic(), time.process_time()
    count = 0
    while (now := time.monotonic()) < end or not count:
        step()
        count += 1
    passed = now - began
    control.send(Pace(count / passed, (time.process_time() - processor_began) / passed))
    while True:
        step()


def _wait_for_nothing(control: Connection, contender: str, link: Link, seconds: float) -> None:
    receive = open_receiver(contender, link)
    threading.Thread(target=receive, daemon=True).start()
    # What opening it cost is not idleness.
    time.sleep(min(_MOST_WARM_UP_S, seconds))
    process = psutil.Process()
    process.cpu_percent()
    time.sleep(seconds)
    control.send(Pace(0, process.cpu_percent() / 100))
