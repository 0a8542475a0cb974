"""Closed and full streams change neither what a program does nor the code that it ends with."""

import io
import os
import subprocess
import sys

import pytest

from netgear_engine.standard_streams import ForgivingOutput

MODULES = ("gui", "netgear_engine.node")
# What takes nothing: a closed stream, and a disk that is full.
NOWHERE = ("{number}>&-", "{number}>/dev/full")


def ended(command):
    return subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("nowhere", NOWHERE)
@pytest.mark.parametrize(("flag", "code"), [("--version", 0), ("--help", 0), ("--nonsense", 2)])
@pytest.mark.parametrize("module", MODULES)
def test_what_cannot_be_printed_changes_no_code(module, nowhere, flag, code):
    program = f"{sys.executable} -m {module}"
    out = ended(f"{program} {flag} {nowhere.format(number=1)}")
    assert (out.returncode, "Traceback" in out.stderr, "Exception" in out.stderr) == (
        *(code, False, False),
    )
    is_told = not code and "full" in nowhere
    assert out.stderr.count("standard output cannot be written to: No space left") == is_told
    assert ended(f"{program} {flag} {nowhere.format(number=2)}").returncode == code


def test_nothing_else_gets_the_number_of_a_closed_stream():
    program = (
        "from netgear_engine.standard_streams import open_standard_streams as open_them; "
        "open_them('x'); import socket, sys; "
        "sys.exit(min(s.fileno() for s in [socket.socket()]))"
    )
    assert ended(f'{sys.executable} -c "{program}" <&- >&- 2>&-').returncode >= 3


@pytest.mark.parametrize("module", MODULES)
def test_what_can_be_printed_is(module):
    assert ended(f"{sys.executable} -m {module} --version <&-").stdout.startswith("netgear-")


class Disk(io.RawIOBase):
    """Takes what is written, but for the time that it is full."""

    def __init__(self):
        self.is_full = False
        self.taken = b""

    def writable(self):
        return True

    def write(self, data):
        if self.is_full:
            raise OSError(28, "No space left on device")
        self.taken += bytes(data)
        return len(data)


def test_what_is_printed_after_a_full_disk_has_room_again_is_there_and_it_was_told_once():
    disk, told = Disk(), []
    with ForgivingOutput(io.BufferedWriter(disk), "ascii", "replace", told.append) as output:
        print("pan → left", file=output, flush=True)
        assert not output.is_lost
        disk.is_full = True
        for _ in range(1000):
            print("x" * 100, file=output, flush=True)
        disk.is_full = False
        print("again", file=output, flush=True)
    assert disk.taken.startswith(b"pan ? left\n")
    assert disk.taken.endswith(b"again\n")
    assert len(disk.taken) < 50_000, "nothing grows for ever"
    assert (told, output.is_lost) == (["No space left on device"], True)


def test_a_reader_that_has_gone_stops_nothing_and_is_not_told():
    reading, writing = os.pipe()
    os.close(reading)
    told = []
    output = ForgivingOutput(io.FileIO(writing, "w"), "utf-8", "replace", told.append)
    print("one", file=output, flush=True)
    assert (told, output.is_lost) == ([], True)
    output.close()


def test_a_node_with_a_full_log_says_so_once_and_goes_on():
    words = "--connect 127.0.0.1:9 --no-config --stdin"
    line = f'exec "$0" -m netgear_engine.node {words} --source test-pattern >/dev/full'
    with subprocess.Popen(
        ["sh", "-c", line, sys.executable], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as node:
        first = node.stderr.readline()
        assert node.poll() is None
        rest = node.communicate(b"hello\n", timeout=60)[1]
    assert b"standard output cannot be written to: No space left on device" in first
    assert (node.returncode, rest) == (0, b"")
