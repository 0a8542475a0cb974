"""The computer that `netgear-server doctor` looks at."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

if sys.platform != "win32":
    import grp
    import pwd

from netgear_engine.clock import Clock, SystemClock
from netgear_engine.node.machine.throttling import COMMAND as VCGENCMD

_MODEL = "proc/device-tree/model"


@dataclass(frozen=True, slots=True)
class Computer:
    """Where to look and whom to ask; tests lay out a computer of their own."""

    clock: Clock = field(default_factory=SystemClock)
    root: Path = Path("/")
    python: str = sys.executable
    systemctl: Sequence[str] = ("systemctl",)
    vcgencmd: Sequence[str] = VCGENCMD
    patience_s: float = 15.0

    def model(self) -> str:
        """Return what board this is, as in "Raspberry Pi 4 Model B Rev 1.4"; "" for a PC."""
        try:
            return (self.root / _MODEL).read_text(encoding="utf-8", errors="replace").strip("\0\n ")
        except OSError:
            return ""

    def is_raspberry_pi(self) -> bool:
        """Return whether this is a Raspberry Pi."""
        return self.model().startswith("Raspberry Pi")

    def run(self, *command: str) -> "Output":
        """Run a program and return its answer; raises OSError when there is no such program."""
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        try:
            output, complaint = process.communicate(timeout=self.patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            output = ""
            # One that waits inside a driver does not even end when it is killed.
            with contextlib.suppress(subprocess.TimeoutExpired):
                output, _ = process.communicate(timeout=1.0)
            return Output(None, output, f"no answer within {self.patience_s:.0f} s")
        return Output(process.returncode, output, complaint.strip())


def present_user() -> str:
    """Return the name of the user whose rights this program has; its number when it has no name."""
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def groups_of(user: str) -> set[int]:
    """Return the numbers of a user's groups as they are written down; empty for no user."""
    try:
        return set(os.getgrouplist(user, pwd.getpwnam(user).pw_gid))
    except KeyError:
        return set()


def home_of(user: str) -> Path | None:
    """Return a user's home folder; None when there is no such user."""
    try:
        return Path(pwd.getpwnam(user).pw_dir)
    except KeyError:
        return None


def group_number(name: str) -> int | None:
    """Return a group's number; None when there is no such group."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None


@dataclass(frozen=True, slots=True)
class Output:
    """What a program said; `code` is None when it was ended because it took too long."""

    code: int | None
    output: str
    complaint: str

    def last_words(self) -> str:
        """Return the last line of its complaint, where Python puts the error."""
        return self.complaint.splitlines()[-1] if self.complaint else f"exit code {self.code}"
