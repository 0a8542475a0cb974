"""Who may give commands to a node."""

import ipaddress

from netgear_engine.sending.receiver_address import Receiver


def why_not_allowed(receiver: Receiver, allow_commands: bool | None, *, has_keys: bool) -> str:
    """Return why a receiver may not command, "" when it may.

    Unless the configuration says so, nobody may from another computer over a connection in the
    clear: there, whoever answers at that address could.
    """
    if allow_commands is None:
        if has_keys or is_loopback(receiver.host):
            return ""
        return (
            f"commands from {receiver} are not allowed in the clear: use keys (--secure), or start "
            "netgear-server with --allow-commands"
        )
    return "" if allow_commands else "netgear-server was started with --no-allow-commands"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this computer itself, by its address or by the name localhost."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
