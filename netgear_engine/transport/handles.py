"""How many files and sockets the system lets this process open."""

import os
import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

_WANTED = 65_536
# ZeroMQ ends the whole process when it cannot open what it needs inside, so some are always left.
_LEFT_FREE = 32
_MOST_CONNECTIONS, _FEWEST_CONNECTIONS, _SHARE = 32, 4, 64


def raise_limit() -> None:
    """Take as many as the system gives without asking, at most 65,536; once, at the start.

    Windows has no such limit.
    """
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _WANTED if hard == resource.RLIM_INFINITY else min(hard, _WANTED)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            # macOS and sandboxes may refuse what they themselves named.
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def limit() -> int:
    """Return how many this process may have open."""
    if sys.platform == "win32":
        return _WANTED
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _WANTED if soft == resource.RLIM_INFINITY else min(soft, _WANTED)


def most_connections() -> int:
    """Return how many connections one port may have: 32, fewer where handles are few."""
    return max(_FEWEST_CONNECTIONS, min(_MOST_CONNECTIONS, limit() // _SHARE))


def are_free() -> bool:
    """Tell whether enough are free to open sockets: it is tried, which is the only sure way."""
    opened = []
    try:
        for _ in range(_LEFT_FREE):
            opened.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        return False
    finally:
        for descriptor in opened:
            os.close(descriptor)
    return True
