"""Computers on one desk: network namespaces that a bridge joins. Needs root and `ip` (iproute2)."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

_PREFIX = "10.213.7"
MONITOR_ADDRESS = f"{_PREFIX}.1"


@dataclass
class Computer:
    """One network namespace with one cable; `address` is the one it has now."""

    name: str
    number: int
    moves: int = 0

    @property
    def address(self) -> str:
        """Its IPv4 address."""
        return f"{_PREFIX}.{self.number + 100 * (self.moves % 2)}"

    def command(self, *words: str) -> list[str]:
        """Return the command line that runs these words there."""
        return ["ip", "netns", "exec", self.name, *words]

    def pull_the_cable(self) -> None:
        """Let no packet pass, without telling anybody who is connected."""
        _ip("link", "set", self._cable, "down")

    def plug_in(self) -> None:
        """Let packets pass again."""
        _ip("link", "set", self._cable, "up")

    def move(self) -> None:
        """Give it another address, as a router does after a restart."""
        old = self.address
        self.moves += 1
        # First away with the old one: a second address goes with the first of its network.
        _ip("-n", self.name, "address", "del", f"{old}/24", "dev", "eth0")
        _ip("-n", self.name, "address", "add", f"{self.address}/24", "dev", "eth0")

    @property
    def _cable(self) -> str:
        return f"{self.name}-c"


@contextlib.contextmanager
def desk(computers: int) -> Iterator[list[Computer]]:
    """Set up so many computers, the monitor's first; all is taken away at the end."""
    bridge = f"ng{os.getpid() % 10000}"
    made = [Computer(f"{bridge}n{number}", number + 1) for number in range(computers)]
    _ip("link", "add", bridge, "type", "bridge")
    try:
        _ip("link", "set", bridge, "up")
        for one in made:
            _connect(one, bridge)
        yield made
    finally:
        for one in made:
            subprocess.run(["ip", "netns", "del", one.name], check=False, capture_output=True)
        _ip("link", "del", bridge)


def _connect(one: Computer, bridge: str) -> None:
    _ip("netns", "add", one.name)
    _ip("link", "add", f"{one.name}-c", "type", "veth", "peer", "name", "eth0", "netns", one.name)
    _ip("link", "set", f"{one.name}-c", "master", bridge, "up")
    _ip("-n", one.name, "address", "add", f"{one.address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        _ip("-n", one.name, "link", "set", device, "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
