"""Memory as the Linux kernel of a Pi shares it between devices, from an ordinary kernel."""

import os
from types import SimpleNamespace
from typing import Any


class MemoryHeap:
    """In the place of picamera2's DmaHeap."""

    def alloc(self, name: str, size: int) -> Any:
        """Return an object with a descriptor of new memory."""
        fd = os.memfd_create(name)
        os.ftruncate(fd, size)
        return SimpleNamespace(get=lambda: fd, isValid=lambda: True)

    def close(self) -> None:
        """Nothing is kept open."""


def ioctl(*_arguments: Any) -> int:
    """Such memory needs no synchronising with a device."""
    return 0
