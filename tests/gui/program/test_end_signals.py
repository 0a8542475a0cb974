"""Signals in a process of its own: whoever takes them wrongly ends the tests."""

import signal
import subprocess
import sys

import pytest

from gui.program.end_signals import EndSignals

PROGRAM = """
import select, signal, sys
from gui.program.end_signals import EndSignals
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup may be above these tests
signals = EndSignals()
print("ready", flush=True)
select.select([signals.descriptor], [], [])
print("taken", signals.take(), signals.take(), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_is_only_told_and_the_second_ends_at_once(number):
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.stdout.readline() == "taken True False\n"
        process.send_signal(number)
        assert process.wait(60) == -number


def test_the_signals_are_given_back():
    before = signal.getsignal(signal.SIGTERM)
    signals = EndSignals()
    assert signal.getsignal(signal.SIGTERM) is not before
    signals.close()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_program_that_outlives_its_terminal_goes_on_to():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals = EndSignals()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    signals.close()
    signal.signal(signal.SIGHUP, before)
