"""The address at which cameras reach this computer."""

import socket

# Reserved for documentation (RFC 5737): choosing a route to it sends nothing.
_ANYWHERE = ("192.0.2.1", 9)


def reachable_address(listen: str) -> str:
    """Return what to type on a camera: `listen` itself, or for "*" this computer's address."""
    if listen != "*":
        return listen
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANYWHERE)
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
