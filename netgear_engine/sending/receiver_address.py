"""Where a receiver listens: HOST:PORT."""

import ipaddress
from dataclasses import dataclass

from netgear_engine.errors import AddressError

# A host name has at most 253 letters (RFC 1035).
_LONGEST = 300
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver's host name or address, and its port."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer itself, by its address or by the name localhost."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower().rstrip(".") == "localhost"

    def __str__(self) -> str:
        """Return HOST:PORT as people write it, brackets around an IPv6 address."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_receiver(text: str) -> Receiver:
    """Read HOST:PORT or [IPV6]:PORT; raises AddressError that says what is wrong."""
    if len(text) > _LONGEST:
        raise AddressError(f"{text[:_SHOWN]!r}... is too long to be HOST:PORT")
    host, separator, port = text.strip().rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    host = host[1:-1] if bracketed else host
    # What cannot be seen cannot be looked up either, and half a character not even be asked for.
    is_text = host.isprintable() and not set(host) & set(" /[]")
    if not separator or not host or not is_text:
        raise AddressError(f"{text!r} is not HOST:PORT, as in 192.168.1.20:5566")
    if ":" in host and not bracketed:
        raise AddressError(f"{text!r}: write an IPv6 address in brackets, as in [fe80::1]:5566")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise AddressError(f"{text!r}: {port!r} is not a port, ports are 1 to 65535")
    return Receiver(host, int(port))
