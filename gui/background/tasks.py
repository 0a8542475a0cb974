"""What takes a while is awaited: a coroutine of the window, owned here until it ends.

The window's loop is asyncio's (qasync), so a thing that takes a while reads from top to bottom:
`found = await asyncio.to_thread(read_file, path)`, and the next line shows it. asyncio keeps
no task alive by itself, and forgets what a task raised until somebody asks. So every task of the
window is started here: it is held while it runs, cancelled when the window closes, and what it
raises is told.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from logging import getLogger
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication, SignalInstance

_log = getLogger(__name__)


class _Threads(Executor):
    """A thread for each call that blocks: reading a file, checking a PIN.

    None waits behind another: a read from a network that is gone may last for ever, and nothing can
    end it. Nor does the program wait for one at its end: what it needs it has awaited.
    """

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Begin the call at once."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                future.set_result(call(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 (whoever awaits it gets it)
                future.set_exception(error)

        threading.Thread(target=run, name="background", daemon=True).start()
        return future


def window_loop(application: QCoreApplication) -> qasync.QEventLoop:
    """Return the loop in which the window and its coroutines run."""
    loop = qasync.QEventLoop(application)
    loop.set_default_executor(_Threads())
    return loop


async def emitted(signal: SignalInstance) -> tuple[Any, ...]:
    """Wait until a signal is emitted the next time, and return what it carries."""
    carried: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()

    def take(*values: Any) -> None:
        if not carried.done():
            carried.set_result(values)

    signal.connect(take)
    try:
        return await carried
    finally:
        with contextlib.suppress(RuntimeError):  # its sender has been deleted meanwhile
            signal.disconnect(take)


class Tasks:
    """The coroutines of one window.

    `tell_fault(text)` is called when one of them raised what nobody expected: a mistake in this
    program, of which the log has the trace.
    """

    def __init__(self, tell_fault: Callable[[str], None]) -> None:
        self._tell_fault = tell_fault
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Begin; `name` says in the log and to the operator what is done."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def cancel(self) -> None:
        """End them all, each where it waits, and what they start meanwhile.

        A function in a thread still runs to its end.
        """
        while running := list(self._running):
            for task in running:
                task.cancel()
            await asyncio.wait(running)
            self._running.difference_update(running)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("%s: %s", task.get_name(), error, exc_info=error)
            self._tell_fault(f"{task.get_name()} failed: {str(error) or type(error).__name__}")
