import ctypes

import pytest

from netgear_engine.node.machine import clock_synchronised
from netgear_engine.node.machine.clock_synchronised import is_clock_synchronised


class Kernel:
    """Stands in for the C library: fills in the structure as the kernel does."""

    def __init__(self, maxerror: int, result: int = 0) -> None:
        self.maxerror, self.result = maxerror, result
        self.modes: int | None = None

    def adjtimex(self, timex) -> int:
        self.modes = timex._obj.modes
        timex._obj.maxerror = self.maxerror
        return self.result


@pytest.mark.parametrize(
    ("maxerror", "result", "expected"),
    [
        (2_500, 0, True),
        # The kernel's own flag says "unsynchronised" (5) where chrony guards the battery clock.
        (2_500, 5, True),
        (15_999_999, 0, True),
        (16_000_000, 5, False),
        (2_500, -1, None),  # not allowed
    ],
)
def test_the_greatest_error_decides(monkeypatch, maxerror, result, expected):
    kernel = Kernel(maxerror, result)
    monkeypatch.setattr(clock_synchronised.ctypes, "CDLL", lambda *_, **__: kernel)
    assert is_clock_synchronised() is expected
    assert kernel.modes == 0, "this would set the clock"


def test_the_real_kernel_gives_a_number_it_can_have():
    timex = clock_synchronised._Timex()
    assert ctypes.CDLL(None).adjtimex(ctypes.byref(timex)) >= 0
    assert 0 <= timex.maxerror <= 16_000_000
    assert is_clock_synchronised() is (timex.maxerror < 16_000_000)


def test_elsewhere_it_is_not_known(monkeypatch):
    monkeypatch.setattr(clock_synchronised.sys, "platform", "darwin")
    assert is_clock_synchronised() is None
