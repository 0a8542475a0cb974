"""Reads a key file, whoever wrote it: ours, stock NetGear's, a person's."""

import os
import re
import shlex
import stat
from logging import getLogger
from pathlib import Path

from netgear_engine.errors import KeysError

# A key is 40 characters of Z85 text; pyzmq and people put it into quotes or not.
_KEY = re.compile(
    rb"^[ \t]*(public|secret)-key[ \t]*=[ \t]*[\"']?([0-9a-zA-Z.\-:+=^!/*?&<>()\[\]{}@%$#]{40})"
    rb"[\"']?[ \t\r]*$",
    re.MULTILINE,
)
_MOST_BYTES = 64 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Stock's files are made by pyzmq, which says so and lets everybody read the secret ones.
_MADE_BY_STOCK = b"by pyzmq"
_OTHERS, _OTHERS_WRITE = 0o077, 0o002

_log = getLogger(__name__)


def read_key_file(path: Path, remedy: str, *, secret: bool = False) -> dict[str, bytes]:
    """Return the keys in a file, "public" and perhaps "secret".

    With `secret` the file must be its owner's alone; one that stock NetGear made is made so. Raises
    KeysError, which names the file and says what to do.
    """
    try:
        if not path.exists():
            raise KeysError(f"{path} is missing: {remedy}")
        if not (path.is_file() or path.is_dir()):
            raise KeysError(f"{path} is not a key file: {remedy}")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1).removeprefix(_BYTE_ORDER_MARK)
        found = {kind.decode("ascii"): key for kind, key in _KEY.findall(content)}
        if secret and "secret" in found:
            _keep_private(path, content)
    except OSError as error:
        raise KeysError(f"{path}: {error.strerror}") from error
    if len(content) > _MOST_BYTES or "public" not in found:
        raise KeysError(f"{path} is not a key file: {remedy}")
    return found


def _keep_private(path: Path, content: bytes) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name != "posix" or not mode & _OTHERS:
        return
    if _MADE_BY_STOCK not in content or mode & _OTHERS_WRITE:
        raise KeysError(
            f"others can read the secret key {path}: chmod 600 {shlex.quote(str(path))}"
        )
    path.chmod(0o600)
    _log.warning("VidGear let others read the secret key %s; now only its owner can", path)
