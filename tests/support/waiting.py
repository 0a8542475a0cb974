"""Waiting for something to become true, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")

PATIENCE = 30.0
"""The deadline of everything, in seconds: generous, as it costs only when something is broken."""


def wait_until(
    condition: Callable[[], _Value],
    timeout: float = PATIENCE,
    what: str | Callable[[], str] = "the condition",
    interval: float = 0.01,
) -> _Value:
    """Return the first true value of `condition()`; fail the test after `timeout` seconds.

    `what` says in the failure what was waited for; a function is called only then, to tell how
    things stand at that moment. In tests of the window use qtbot.waitUntil, which runs the event
    loop meanwhile.
    """
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= deadline:
            text = what() if callable(what) else what
            raise AssertionError(f"waited {timeout:g} s in vain for {text}")
        time.sleep(interval)


def stays_true(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Fail the test when `condition()` turns false within `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not condition():
            raise AssertionError(f"{what} did not last for {seconds:g} s")
        time.sleep(0.01)
