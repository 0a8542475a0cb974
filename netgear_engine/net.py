"""The net under what is called: what it throws is caught here, logged, and costs nobody else.

Whoever calls handlers, steps of an end, or functions of a program that it does not know, calls them
in here, because they may throw anything.
"""

from collections.abc import Callable
from functools import partial
from logging import getLogger

_log = getLogger("netgear")

OnFault = Callable[[Exception], None]


def in_net(call: Callable[[], object], on_fault: OnFault | None = None) -> bool:
    """Call `call`; tell if it threw nothing.

    What it throws goes to `on_fault`, and to the log with its trace when there is none, or when
    that throws as well.
    """
    try:
        call()
    except Exception as error:  # noqa: BLE001 (this is the net)
        if on_fault is None or not in_net(partial(on_fault, error)):
            _log.error("a fault in %s", _name(call), exc_info=error)
        return False
    return True


def _name(call: Callable[[], object]) -> str:
    return str(getattr(call, "__qualname__", call))
