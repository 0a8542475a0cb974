"""OpenSSH's own sshd on loopback, with keys of its own, for tests of the SSH tunnel."""

import contextlib
import getpass
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pytest

from tests.support.free_ports import free_port
from tests.support.waiting import PATIENCE, wait_until

_SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
_REQUIRED = os.environ.get("NETGEAR_REQUIRE_SSHD") == "1"

_CONFIGURATION = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PubkeyAuthentication yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
LogLevel VERBOSE
{more}
"""


@dataclass(frozen=True)
class SshUser:
    """Somebody who may log in; whether by a password too depends on who runs the tests."""

    name: str
    password: str | None


@contextlib.contextmanager
def ssh_user() -> Iterator[SshUser]:
    """A user made for the tests when they run as root, otherwise whoever runs them.

    Without sshd the test is skipped, or fails where NETGEAR_REQUIRE_SSHD=1 says that it is there.
    """
    if _SSHD is None:
        complain = pytest.fail if _REQUIRED else pytest.skip
        complain("needs OpenSSH's sshd: apt-get install openssh-server")
    if os.geteuid() != 0:
        yield SshUser(getpass.getuser(), None)
        return
    user = SshUser(f"netgear-test-{os.getpid()}", secrets.token_urlsafe())
    # It may forward, but it has no shell.
    _run("useradd", "--no-create-home", "--shell", "/usr/sbin/nologin", user.name)
    try:
        _run("chpasswd", text=f"{user.name}:{user.password}")
        yield user
    finally:
        # By force, because a session that was killed may still be going.
        _run("userdel", "--force", user.name)


def make_key(path: Path, kind: str = "ed25519", passphrase: str = "") -> Path:
    """Write a new private key and, beside it, its public key."""
    for old in (path, public_key(path)):
        old.unlink(missing_ok=True)
    _run("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", str(path))
    return path


def public_key(path: Path) -> Path:
    """Return where the public key of a private key is."""
    return path.with_name(f"{path.name}.pub")


class SshServer:
    """A server on a free port of 127.0.0.1. A context manager.

    `keyfile` opens it to its user. `more` are lines for its configuration.
    """

    def __init__(self, user: SshUser, more: str = "") -> None:
        self.user = user
        self.port = free_port()
        self._more = more
        self._process: subprocess.Popen[bytes] | None = None
        # Not pytest's own folder: the user who logs in has to reach it.
        self._temporary = tempfile.TemporaryDirectory(prefix="netgear-sshd-")
        self.folder = Path(self._temporary.name)
        self.keyfile = self.folder / "key"

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)
        make_key(self.keyfile)
        self.allow(self.keyfile)
        self.change_host_key()
        configuration = _CONFIGURATION.format(port=self.port, folder=self.folder, more=self._more)
        (self.folder / "sshd_config").write_text(configuration)
        if os.geteuid() == 0:
            # sshd's unprivileged part lives there; Debian makes it at boot.
            Path("/run/sshd").mkdir(exist_ok=True)
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if error is not None:
            error.add_note(f"sshd wrote:\n{self.written()}")
        self._temporary.cleanup()

    @property
    def address(self) -> str:
        """USER@HOST:PORT."""
        return f"{self.user.name}@127.0.0.1:{self.port}"

    @property
    def known_hosts_line(self) -> str:
        """What a known_hosts file says of this server."""
        kind, key, *_ = public_key(self.folder / "host_key").read_text().split()
        return f"[127.0.0.1]:{self.port} {kind} {key}\n"

    def allow(self, keyfile: Path) -> None:
        """Let whoever has this key in too."""
        with (self.folder / "authorized_keys").open("a") as file:
            file.write(public_key(keyfile).read_text())

    def change_host_key(self) -> None:
        """Show another host key from the next start on."""
        make_key(self.folder / "host_key")

    def start(self) -> None:
        """Start, on the same port as before."""
        assert _SSHD is not None
        command = [_SSHD, "-D", "-e", "-f", str(self.folder / "sshd_config")]
        # Newer ones turn away who failed, or whose session was killed, for a while.
        lenient = [*command[2:], "-o", "PerSourcePenalties=no"]
        if (
            subprocess.run([_SSHD, "-t", *lenient], capture_output=True, check=False).returncode
            == 0
        ):
            command = [_SSHD, "-D", *lenient]
        with (self.folder / "written").open("ab") as written:
            self._process = subprocess.Popen(command, stderr=written)
        listens = f"Server listening on 127.0.0.1 port {self.port}"
        wait_until(lambda: self.written().count(listens) > self._starts, what=self.written)
        self._starts += 1

    _starts = 0

    def stop(self) -> None:
        """End the server and every session."""
        if self._process is None:
            return
        sessions = self.sessions()
        # First, so that nobody logs in again meanwhile.
        self._process.kill()
        self._process.wait(PATIENCE)
        self._process = None
        _signal(sessions, signal.SIGKILL)

    def sessions(self) -> list[psutil.Process]:
        """Return the processes that serve those who are logged in."""
        if self._process is None:
            return []
        sessions: list[psutil.Process] = psutil.Process(self._process.pid).children(recursive=True)
        return sessions

    def kill_sessions(self) -> None:
        """End every session without a word; the server goes on."""
        sessions = self.sessions()
        _signal(sessions, signal.SIGKILL)
        wait_until(
            lambda: not any(one.is_running() for one in sessions), what="the end of sessions"
        )

    def freeze_sessions(self) -> None:
        """Let every session hang; the server goes on."""
        _signal(self.sessions(), signal.SIGSTOP)

    def written(self) -> str:
        """Return what sshd wrote."""
        return (self.folder / "written").read_text(errors="replace")


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def _run(*command: str, text: str = "") -> None:
    subprocess.run(command, input=text, text=True, check=True, capture_output=True, timeout=60)
