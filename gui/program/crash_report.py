"""What helps to mend a fault of this program, as a text file without anything secret. No Qt."""

import contextlib
import importlib.metadata
import platform
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from gui.program.fault_log import redacted
from gui.settings.schema import Settings
from netgear_engine.atomic_file import write_atomically
from netgear_engine.version import VERSION

MOST_REPORTS = 10
_PARTS = ("PySide6-Essentials", "qasync", "pyzmq", "numpy", "simplejpeg", "msgspec")


def crash_report(words: str, trace: str, events: Iterable[str], settings: Settings) -> str:
    """Return the text: what happened, versions, the last events, the settings but for secrets."""
    kept = msgspec.to_builtins(settings)
    # Replies are free text, and the hash of a PIN of four digits is as good as the PIN.
    for secret in ("presets", "lock"):
        kept.pop(secret, None)
    sections = {
        "Fault": words,
        "Trace": trace or "none",
        "Versions": "\n".join([f"NetGear Monitor {VERSION}", *_versions()]),
        "Last events": "\n".join(events) or "none",
        "Settings": msgspec.json.format(msgspec.json.encode(kept)).decode(),
    }
    return "\n".join(
        f"{title}\n{'-' * len(title)}\n{redacted(t)}\n" for title, t in sections.items()
    )


def write_crash_report(beside: Path, wall: float, text: str) -> Path:
    """Write a report beside this file, and forget all but the newest ten; raises OSError."""
    moment = f"{datetime.fromtimestamp(wall):%Y-%m-%d-%H-%M-%S-%f}"
    path = beside.with_name(f"{beside.stem}-fault-{moment}.txt")
    write_atomically(path, text.encode(errors="backslashreplace"))
    for old in sorted(beside.parent.glob(f"{beside.stem}-fault-*.txt"))[:-MOST_REPORTS]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path


def _versions() -> Iterable[str]:
    yield f"Python {platform.python_version()}, {platform.platform()}"
    for name in _PARTS:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            yield f"{name} {importlib.metadata.version(name)}"
