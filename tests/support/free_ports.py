"""TCP ports that nobody uses, for tests that listen."""

import itertools
import os
import socket

# Below the range from which the kernel picks ports for outgoing connections (32768 and up on
# Linux), so that no connection of another test can take one between choosing and using it. Each
# process of one run has a part of its own: a port may be free for a moment while its test restarts
# a program.
_PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_PART = 12_000 // _PROCESSES
_FIRST = 20_000 + _NUMBER * _PART
_LAST = _FIRST + _PART
# Several runs at a time begin at different places.
_BLOCK = 64

_next_port = itertools.count(_FIRST + os.getpid() * _BLOCK % _PART)


def free_ports(count: int) -> list[int]:
    """Return `count` ports in a row that can be listened on; never the same ones twice."""
    found: list[int] = []
    for _ in range(_LAST - _FIRST):
        port = _FIRST + (next(_next_port) - _FIRST) % (_LAST - _FIRST)
        if found and port != found[-1] + 1:
            found.clear()
        if not _is_free(port):
            found.clear()
            continue
        found.append(port)
        if len(found) == count:
            return found
    raise AssertionError(f"no {count} free ports in a row between {_FIRST} and {_LAST}")


def free_port() -> int:
    """Return one port that can be listened on."""
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    for address in ("127.0.0.1", "0.0.0.0"):
        with socket.socket() as probe:
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True
