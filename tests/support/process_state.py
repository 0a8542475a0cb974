"""What all tests of a process share: its folder, environment and signals. Each gives it back."""

import contextlib
import os
import signal
from collections.abc import Iterator
from signal import SIGINT, SIGTERM
from typing import Any

# pytest says where it is; OpenCV and what it is to read are set at its first import, for good.
_OF_LIBRARIES = ("PYTEST_CURRENT_TEST", "OPENCV_", "LD_LIBRARY_PATH")


@contextlib.contextmanager
def process_left_as_it_was() -> Iterator[None]:
    """Fail when the block leaves the process changed."""
    before = _state()
    yield
    after = _state()
    changed = [
        f"{name}: {before.get(name)} became {after.get(name)}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    assert not changed, "changed by this test:\n" + "\n".join(changed)


def _state() -> dict[str, Any]:
    environment = {
        f"${name}": value
        for name, value in os.environ.items()
        if not name.startswith(_OF_LIBRARIES)
    }
    handlers = {number.name: signal.getsignal(number) for number in (SIGINT, SIGTERM)}
    return {"folder": os.getcwd(), **environment, **handlers}  # noqa: PTH109 (compared as text)
