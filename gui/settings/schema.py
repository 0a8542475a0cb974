"""The settings, their types and what is allowed. The file, the flags and the help follow it."""

import re
from typing import Annotated

import msgspec

from netgear_engine.errors import AddressError
from netgear_engine.security.key_flags import DEFAULT_KEYS

_PORT_OR_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)
_MOST_PORTS = 256

Pattern = Annotated[int, msgspec.Meta(ge=1, le=2)]
Secure = Annotated[int, msgspec.Meta(ge=0, le=2)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a monitor needs to know. `names` maps a port, as text, to its camera's name.

    `secure` is 0 in the clear, 1 encrypted, 2 encrypted and only known senders are let in; `keys`
    is the folder with the keys.
    """

    listen: str = "*"
    ports: str = "5566-5569"
    pattern: Pattern = 1
    secure: Secure = 0
    keys: str = DEFAULT_KEYS
    names: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Refuse ports that cannot be; raises ValueError, which msgspec reports with the field."""
        parse_ports(self.ports)
        for port in self.names:
            parse_ports(port)

    def port_numbers(self) -> tuple[int, ...]:
        """Return the ports in ascending order."""
        return parse_ports(self.ports)

    def camera_names(self) -> dict[int, str]:
        """Return the names by port number."""
        return {int(port): name for port, name in self.names.items()}


class PortsError(AddressError, ValueError):
    """A list of ports is not written as it must be."""


def parse_ports(text: str) -> tuple[int, ...]:
    """Read ports and ranges as in "5566,5567,5570-5573"; raises PortsError saying what is wrong."""
    ports: set[int] = set()
    for item in text.split(","):
        match = _PORT_OR_RANGE.fullmatch(item.strip())
        if match is None:
            raise PortsError(f"{item.strip()!r} is not a port or a range, as in 5566,5570-5573")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= 65535:
            raise PortsError(f"{item.strip()!r}: ports are 1 to 65535, the smaller one first")
        if last - first >= _MOST_PORTS:
            raise PortsError(f"{item.strip()!r}: at most {_MOST_PORTS} ports can be watched")
        ports.update(range(first, last + 1))
    if len(ports) > _MOST_PORTS:
        raise PortsError(f"{len(ports)} ports: at most {_MOST_PORTS} can be watched")
    return tuple(sorted(ports))
