"""What to type on a camera's computer, so that its pictures come here. No Qt."""

import socket

from netgear_engine.protocol.patterns import Pattern

# Reserved for documentation (RFC 5737): choosing a route to it sends nothing.
_ANYWHERE = ("192.0.2.1", 9)
# Whoever listens on these listens on all, but nobody can send to them.
_ANY_ADDRESS = frozenset({"*", "0.0.0.0", "0", "::", "[::]"})
_WORD_JOINER = "\u2060"


def node_command(host: str, port: int, *, pattern: Pattern, secure: int) -> str:
    """Return the command that sends the first camera to this computer's `host` and `port`."""
    shown = f"[{host}]" if ":" in host else host
    way = "" if pattern is Pattern.REQUEST_REPLY else f" --pattern {pattern.value}"
    security = f" --secure {secure}" if secure else ""
    return f"netgear-server --connect {shown}:{port} --source 0{way}{security}"


def unbroken(command: str) -> str:
    """Return a command for showing, which wraps between its words and never within a flag."""
    return command.replace("-", f"-{_WORD_JOINER}")


def reachable_address(listen: str) -> str:
    """Return what to type on a camera: `listen`, or this computer's address when it is any."""
    if listen not in _ANY_ADDRESS:
        return listen
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANYWHERE)
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
