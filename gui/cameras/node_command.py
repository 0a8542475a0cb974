"""What to type on a camera's computer, so that its pictures come here. No Qt."""

from netgear_engine.protocol.patterns import Pattern

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
