"""Settings applied by command survive a restart: one small file for each camera."""

import contextlib
import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from netgear_engine.atomic_file import write_atomically
from netgear_engine.sources.redaction import SecretWords, without_credentials

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_NAME = 40
_LARGEST_FILE = 100_000


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds: `camera` is for people who read it."""

    camera: str
    settings: dict[str, Any]


class AppliedSettings:
    """Reads and writes the settings of one camera in a folder; "" keeps nothing.

    `complain` is called, once, when they cannot be kept or read; the camera runs on all the same.
    `do` has a job done by a thread that may wait for the disk: a memory card can take seconds.
    """

    def __init__(
        self,
        folder: str,
        *,
        name: str,
        source: str,
        complain: Callable[[str], None],
        do: Callable[[Callable[[], object]], None],
    ) -> None:
        self._camera = name or _shown(source)
        self._path = Path(folder) / file_name(name, source) if folder else None
        self._complain = complain
        self._has_complained = False
        self._do = do
        self._newest: dict[str, Any] | None = None
        self._lock = threading.Lock()

    def read(self) -> dict[str, Any]:
        """Return the settings by name, none when there is no file.

        A broken file is kept beside it as NAME.broken, for a person to look at.
        """
        if self._path is None:
            return {}
        try:
            with self._path.open("rb") as file:
                content = file.read(_LARGEST_FILE)
            return msgspec.json.decode(content, type=_Kept).settings
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._complain(f"the settings in {self._path} cannot be read: {error.strerror}")
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._put_aside(self._path, str(error))
        return {}

    def keep(self, settings: Mapping[str, Any]) -> None:
        """Have the settings written soon; of several that wait only the newest. Never waits."""
        with self._lock:
            is_first = self._newest is None
            self._newest = dict(settings)
        if is_first:
            self._do(self._write_newest)

    def write(self, settings: Mapping[str, Any]) -> None:
        """Replace the file in one step, so that a power cut leaves the old one or the new one."""
        if self._path is None:
            return
        content = msgspec.json.encode(_Kept(self._camera, dict(settings)))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, msgspec.json.format(content, indent=2) + b"\n")
        except OSError as error:
            if not self._has_complained:
                self._has_complained = True
                self._complain(
                    f"settings cannot be kept in {self._path.parent}: {error.strerror}; they last "
                    "until the program ends"
                )
        else:
            self._has_complained = False

    def _write_newest(self) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is not None:
            self.write(newest)

    def _put_aside(self, path: Path, reason: str) -> None:
        broken = path.with_name(f"{path.name}.broken")
        with contextlib.suppress(OSError):
            path.replace(broken)
        self._complain(f"the settings in {path} are broken: {reason}; kept as {broken.name}")


def file_name(name: str, source: str) -> str:
    """Return a name that is safe in any folder and different for each camera.

    It is made of the camera's name, or of its source where it has none; no password is in it.
    """
    words = _UNSAFE.sub("-", name or _shown(source)).strip("-").lower()
    # Two names may look the same once what is unsafe has gone.
    unique = hashlib.sha256((name or source).encode(errors="replace")).hexdigest()[:8]
    return f"{words[:_LONGEST_NAME].rstrip('-')}-{unique}.json".lstrip("-")


def _shown(source: str) -> str:
    return SecretWords([source]).hide(without_credentials(source))
