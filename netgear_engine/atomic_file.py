"""Files that are whole at any moment: whoever opens one finds the old text or the new one.

A file that is written in place is empty for a moment, and half there when the power fails or the
disk is full. So the new text goes into a file beside it, which takes the old one's name in one
step (POSIX rename, and MoveFileEx on Windows, replace a file atomically). Three things are easily
forgotten. The text has to be on the disk before the name is (fsync), or a power cut leaves an
empty file under the right name. The name itself is data of the folder, which has to be synced as
well. And a rename replaces what the path names: a symlink would become a file, a pipe would be no
more, and the new file would have the mode that a temporary file is made with.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PRIVATE = 0o600
SHARED = 0o644


@contextlib.contextmanager
def atomic_file(path: Path, *, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """Open a file whose content replaces that of `path` when the block ends without an error.

    A symlink is followed and stays. A file that exists keeps its mode, a new one gets `mode` less
    the umask. A device or a pipe has no old content: it is written to as it is.
    Raises OSError; then, as after any other error in the block, the old file is untouched.
    """
    # Asked before the links are followed: /dev/stdout may lead to a pipe, which has no name.
    before = path.stat().st_mode if path.exists() else None
    if before is not None and not stat.S_ISREG(before):
        with path.open("wb") as file:
            yield file
        return
    path = Path(os.path.realpath(path))
    fresh = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}")
    # What takes another's place is private, so that nobody can open it before its mode is set.
    first_mode = mode if before is None else PRIVATE
    try:
        with open(fresh, "xb", opener=lambda name, how: os.open(name, how, first_mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            fresh.chmod(stat.S_IMODE(before))
        fresh.replace(path)
    except BaseException:  # whatever ends the block, the half-written file goes
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    _sync_folder(path.parent)


def write_atomically(path: Path, content: bytes, *, mode: int = PRIVATE) -> None:
    """Replace the content of a file in one step; as `atomic_file`."""
    with atomic_file(path, mode=mode) as file:
        file.write(content)


def _sync_folder(folder: Path) -> None:
    """Let the new name reach the disk as well; some file systems cannot, and Windows need not."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
