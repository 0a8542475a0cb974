"""What Ctrl+C must not catch half done."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_signals() -> Iterator[None]:
    """Let this thread take no signal that Python handles in the block; it is taken at its end.

    A thread that is started in the block inherits that and never takes one. Windows has no such
    mask: there a signal is taken at once.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    handled = [one for one in signal.valid_signals() if callable(signal.getsignal(one))]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, handled)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_whole(thread: threading.Thread) -> None:
    """Start a thread so that Ctrl+C does not catch it half started.

    `Thread.start` waits for an Event that the new thread sets. A KeyboardInterrupt in that wait may
    leave the Event's lock taken for ever: then the new thread hangs before its first line, is
    listed as running, and nobody can end it.
    """
    with held_signals():
        thread.start()
