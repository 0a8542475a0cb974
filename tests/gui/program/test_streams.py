"""Closed and full streams change neither what the program does nor the code that it ends with."""

import subprocess
import sys

import pytest

PROGRAM = f"{sys.executable} -m gui"
# What takes nothing: a closed stream, and a disk that is full.
NOWHERE = ("{number}>&-", "{number}>/dev/full")


def ended(command):
    return subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("nowhere", NOWHERE)
@pytest.mark.parametrize(("flag", "code"), [("--version", 0), ("--help", 0), ("--nonsense", 2)])
def test_what_cannot_be_printed_changes_no_code(nowhere, flag, code):
    out = ended(f"{PROGRAM} {flag} {nowhere.format(number=1)}")
    assert (out.returncode, "Traceback" in out.stderr, "Exception" in out.stderr) == (
        *(code, False, False),
    )
    assert ended(f"{PROGRAM} {flag} {nowhere.format(number=2)}").returncode == code


def test_nothing_else_gets_the_number_of_a_closed_stream():
    program = (
        "from gui.program.streams import forgive_streams; forgive_streams(); "
        "import socket, sys; "
        "sys.exit(min(s.fileno() for s in [socket.socket()]))"
    )
    assert ended(f'{sys.executable} -c "{program}" <&- >&- 2>&-').returncode >= 3


def test_what_can_be_printed_is():
    assert ended(f"{PROGRAM} --version <&-").stdout.startswith("netgear-monitor ")
