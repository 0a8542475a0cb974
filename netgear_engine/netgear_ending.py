"""How a NetGear ends: closed by its program, forgotten by it, or together with it.

All its threads are daemons, so none of them keeps a program alive. What is still open when the
program ends is ended by an exit handler, while the threads still run.
"""

import os
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from enum import Enum, auto

from netgear_engine.held_signals import held_signals


class Ending(Enum):
    """Why a NetGear ends."""

    CLOSED = auto()
    # Calls that wait in other threads are left to wait, as they would be without us: what they
    # returned or raised now would only make the program stumble on its last steps.
    PROGRAM_ENDS = auto()
    # As before, but without a goodbye: to its peers a program that failed is lost, not done.
    PROGRAM_FAILED = auto()


End = Callable[[Ending], object]


def end_when_unclosed(netgear: object, ends: list[End]) -> None:
    """Call what is in `ends` by then when `netgear` is forgotten or the program ends.

    Not if `end_all` was there first: the last that it calls is what is put into `ends` here.
    """
    unclosed = weakref.finalize(netgear, _end, weakref.ref(netgear), ends, os.getpid())
    ends.append(lambda _: unclosed.detach())


def end_all(ends: Sequence[End], ending: Ending) -> None:
    """Call all, the newest first. Ctrl+C cuts only the waiting short, and is raised at the end."""
    try:
        _end_each(ends, ending)
    except KeyboardInterrupt:
        _end_each(ends, ending)
        raise


def _end_each(ends: Sequence[End], ending: Ending) -> None:
    with ExitStack() as stack:
        for end in ends:
            stack.callback(end, ending)


def _end(netgear: Callable[[], object], ends: Sequence[End], process: int) -> None:
    if os.getpid() != process:
        return  # A forked process has a copy of the object, but none of its threads.
    if netgear() is None and threading.main_thread().is_alive():
        # Forgotten, perhaps in the middle of anything: nothing may be waited for here. The
        # interpreter waits for this thread, and it always ends.
        arguments = ends, Ending.CLOSED
        with held_signals():
            threading.Thread(target=end_all, args=arguments, name="netgear-end").start()
        return
    with suppress(KeyboardInterrupt):
        end_all(ends, Ending.PROGRAM_FAILED if _has_failed() else Ending.PROGRAM_ENDS)


def _has_failed() -> bool:
    """Tell whether the program ends by an exception; Ctrl+C is an end that somebody wanted.

    An interactive session goes on after its exceptions, so its end is always wanted.
    """
    if hasattr(sys, "ps1"):
        return False
    kind = getattr(sys, "last_type", None)
    return kind is not None and not issubclass(kind, KeyboardInterrupt)
