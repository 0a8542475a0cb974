"""Memory for a picture, shared by its file descriptor."""

import os
from enum import Enum
from types import SimpleNamespace
from typing import Any


class FrameMetadata:
    Status = Enum("Status", ["Success", "Error", "Cancelled"], start=0)


class FrameBuffer:
    class Plane:
        """A part of the picture; picamera2 makes one for all of it."""

        def __init__(self) -> None:
            self._fd = -1
            self.offset = 0
            self.length = 0

        @property
        def fd(self) -> int:
            return self._fd

        @fd.setter
        def fd(self, value: int) -> None:
            self._fd = os.dup(value)  # the memory is there for as long as this is

        def __del__(self) -> None:
            if self._fd >= 0:
                os.close(self._fd)

    def __init__(self, planes: list[Any], cookie: int = 0) -> None:
        self.planes = planes
        self.cookie = cookie
        self.metadata = SimpleNamespace(status=FrameMetadata.Status.Success, sequence=0)


class FrameBufferAllocator:
    """Named by picamera2, which allocates by itself."""
