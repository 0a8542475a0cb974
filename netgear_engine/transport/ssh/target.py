"""Which SSH host to log in at, and as whom: USER@HOST:PORT."""

import getpass
import re
from dataclasses import dataclass

from netgear_engine.errors import AddressError

SSH_PORT = 22

_TARGET = re.compile(
    r"((?P<user>[^\s/]+)@)?(?P<host>\[[^\s/\[\]]+\]|[^\s/\[\]:@]+)(:(?P<port>[^:]*))?"
)


@dataclass(frozen=True, slots=True)
class SshTarget:
    """Where to log in, and as whom; without a user as whoever runs this program."""

    user: str | None
    host: str
    port: int = SSH_PORT

    def __str__(self) -> str:
        """Return USER@HOST:PORT as people write it; port 22 goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user or getpass.getuser()}@{host}" + (
            f":{self.port}" if self.port != SSH_PORT else ""
        )


def parse_ssh_target(text: str) -> SshTarget:
    """Read USER@HOST:PORT; the user and the port may be left out, an IPv6 address is in brackets.

    Raises AddressError that says what is wrong.
    """
    match = _TARGET.fullmatch(text.strip())
    if match is None:
        raise AddressError(f"{text!r} is not USER@HOST:PORT, as in pi@192.168.1.20:22")
    user, host, port = match["user"], match["host"].strip("[]"), match["port"]
    if port is None:
        return SshTarget(user, host)
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise AddressError(f"{text!r}: {port!r} is not a port, ports are 1 to 65535")
    return SshTarget(user, host, int(port))
