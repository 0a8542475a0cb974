"""The NetGear class that tests/netgear is about.

It is ours. With NETGEAR_UNDER_TEST=vidgear.gears it is VidGear's, which shows that a test asks for
what users of VidGear know; the tests that VidGear fails are marked with `ours_only`.
"""

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

PACKAGE = os.environ.get("NETGEAR_UNDER_TEST", "netgear_engine")
IS_STOCK = PACKAGE != "netgear_engine"

NetGear: Any = importlib.import_module(PACKAGE).NetGear

MakeNetGear = Callable[..., Any]


def ours_only(fault: str) -> pytest.MarkDecorator:
    """Mark a test that VidGear fails because of `fault`."""
    return pytest.mark.skipif(IS_STOCK, reason=f"stock: {fault}")


@contextmanager
def netgears() -> Iterator[MakeNetGear]:
    """Give a NetGear that closes what it made, the newest first: make receivers before senders."""
    made: list[Any] = []

    def make(port: Any = None, pattern: Any = 1, **arguments: Any) -> Any:
        facts = {"address": "127.0.0.1", "logging": True, **arguments}
        made.append(NetGear(port=port, pattern=pattern, **facts))
        return made[-1]

    try:
        yield make
    finally:
        # Stock's receivers may hang in close(), or abort the process.
        for one in [] if IS_STOCK else reversed(made):
            one.close()
