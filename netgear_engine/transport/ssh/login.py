"""One login at an SSH host: the way there, the host's key, our own, and each refusal in words."""

import base64
import contextlib
import hashlib
import importlib
import logging
import os
import shlex
import socket
import threading
from pathlib import Path
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import TunnelError
from netgear_engine.transport.ssh.line import dial
from netgear_engine.transport.ssh.target import SSH_PORT, SshTarget

_MISSING = (
    "an SSH tunnel needs paramiko, which is not installed: pip install 'netgear-monitor[ssh]'"
)
_LOGIN_SECONDS = 10.0
_CHANNEL_SECONDS = 5.0
_LAST_STEPS_SECONDS = 0.4
_KEEP_ALIVE_SECONDS = 5
_KNOWN_TO_ALL_USERS = "/etc/ssh/ssh_known_hosts"
# Why a channel was not opened, in RFC 4254.
_PROHIBITED = 1

_log = logging.getLogger(__name__)
# What paramiko logs is said here in words; its tracebacks are for whoever turns them on.
_PARAMIKO_LOG = f"{__name__}.paramiko"
logging.getLogger(_PARAMIKO_LOG).setLevel(logging.CRITICAL)


class SshLogin:
    """Logs in, and in again when that was lost. One thread at a time, but for `break_off`."""

    def __init__(
        self,
        target: SshTarget,
        *,
        password: str | None,
        keyfile: str | None,
        clock: Clock,
        closing: threading.Event,
    ) -> None:
        self._target = target
        self._password = password
        self._keyfile = str(Path(keyfile).expanduser()) if keyfile else None
        self._clock = clock
        self._closing = closing
        self._line: socket.socket | None = None
        self._ssh: Any = None

    def is_alive(self) -> bool:
        """Return whether we are logged in."""
        transport = self._ssh and self._ssh.get_transport()
        return bool(transport and transport.is_active())

    def connect(self) -> None:
        """Log in; raises TunnelError with the reason."""
        paramiko = _load_paramiko()
        # A file that is not what it should be is a ValueError.
        failures: tuple[type[Exception], ...] = (*ssh_errors(), ValueError)
        self.close()
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            self._check_keyfile()
            self._line = dial(self._target, self._clock, self._closing)
            if self._closing.is_set():
                # `break_off` may have come too early to find the line.
                raise TunnelError(f"the SSH tunnel to {self._target} was closed")
            self._ssh = paramiko.SSHClient()
            try:
                self._log_in(self._line)
            except failures as error:
                raise TunnelError(self._in_words(paramiko, error)) from error
            undo.pop_all()

    def open_channel(self, host: str, port: int) -> Any:
        """Return a channel to `host`:`port` as the SSH host sees it; None when nobody is there.

        Raises TunnelError when the SSH host does not forward. One that does not even answer is not
        there any more: the login is closed.
        """
        paramiko = _load_paramiko()
        try:
            return self._ssh.get_transport().open_channel(
                "direct-tcpip", (host, port), ("127.0.0.1", 0), timeout=_CHANNEL_SECONDS
            )
        except paramiko.ChannelException as error:
            if error.code == _PROHIBITED:
                raise TunnelError(
                    f"{self._target} lets nobody forward to {host}:{port}: its sshd_config has to "
                    "allow it (AllowTcpForwarding, PermitOpen)"
                ) from error
            _log.debug("%s cannot connect to %s:%d: %s", self._target, host, port, error.text)
        except ssh_errors():
            self.close()
        return None

    def break_off(self) -> None:
        """End whatever waits for the SSH host. May be called from any thread."""
        if (line := self._line) is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Log out; nothing of it stays open."""
        self.break_off()
        if self._ssh is not None:
            transport = self._ssh.get_transport()
            self._ssh.close()
            if transport is not None and transport.is_alive():
                transport.join(_LAST_STEPS_SECONDS)
        if self._line is not None:
            self._line.close()
        self._ssh = self._line = None

    def _check_keyfile(self) -> None:
        if self._keyfile is not None and not os.access(self._keyfile, os.R_OK):
            raise TunnelError(f"the SSH key file {self._keyfile} is not there or cannot be read")

    def _log_in(self, line: socket.socket) -> None:
        self._ssh.set_log_channel(_PARAMIKO_LOG)
        self._ssh.set_missing_host_key_policy(
            _NewHosts(self._target, has_password=self._password is not None)
        )
        self._ssh.load_system_host_keys()
        with contextlib.suppress(FileNotFoundError):
            self._ssh.load_system_host_keys(_KNOWN_TO_ALL_USERS)
        self._ssh.connect(
            self._target.host,
            self._target.port,
            username=self._target.user,
            password=self._password,
            key_filename=self._keyfile,
            sock=line,
            timeout=_LOGIN_SECONDS,
            banner_timeout=_LOGIN_SECONDS,
            auth_timeout=_LOGIN_SECONDS,
        )
        transport = self._ssh.get_transport()
        transport.name = f"ssh-{self._target.host}"
        # Routers forget connections on which nothing happens.
        transport.set_keepalive(_KEEP_ALIVE_SECONDS)

    def _in_words(self, paramiko: Any, error: Exception) -> str:
        if self._closing.is_set():
            return f"the SSH tunnel to {self._target} was closed"
        if isinstance(error, paramiko.BadHostKeyException):
            return _changed(self._target, error.key)
        if isinstance(error, paramiko.PasswordRequiredException):
            return (
                f"the SSH key file {self._keyfile} is locked: give its passphrase as the password"
            )
        if isinstance(error, paramiko.AuthenticationException) or self.is_alive():
            tried = "key or password" if self._password else "key"
            return f"{self._target} refuses the login with this user name and {tried}: {error}"
        return f"no SSH login at {self._target}: {str(error) or 'the connection ended'}"


class _NewHosts:
    """Takes a host that nobody knows at its word, and from then on at that word only.

    Not if there is a password to be had: a key tells nothing to whoever only pretends to be the
    host, but a password is then his.
    """

    _accepted: dict[str, Any] = {}  # noqa: RUF012 (shared by all tunnels of this process)

    def __init__(self, target: SshTarget, *, has_password: bool) -> None:
        self._target = target
        self._has_password = has_password

    def missing_host_key(self, _: Any, name: str, key: Any) -> None:
        """Raise TunnelError for another key than the first, or before a password is sent.

        Called by paramiko before it logs in.
        """
        if self._has_password:
            raise TunnelError(_unknown(self._target, name, key))
        if name not in self._accepted:
            _log.warning(
                "the SSH host %s is not in known_hosts; its key %s is trusted until this program "
                "ends", name, _fingerprint(key),
            )  # fmt: skip
        if self._accepted.setdefault(name, key) != key:
            raise TunnelError(_changed(self._target, key))


def ssh_errors() -> tuple[type[Exception], ...]:
    """Return what paramiko raises when an SSH host goes away; raises TunnelError without it."""
    return (_load_paramiko().SSHException, EOFError, OSError)


def _unknown(target: SshTarget, name: str, key: Any) -> str:
    port = "" if target.port == SSH_PORT else f"-p {target.port} "
    host = shlex.quote(target.host)
    return (
        f"the SSH host {name} is not in known_hosts, so it gets no password. If "
        f"{_fingerprint(key)} is the fingerprint of its key: ssh {port}{host}, answer "
        f"yes, then start again; or, without asking: ssh-keyscan {port}{host} >> ~/.ssh/known_hosts"
    )


def _changed(target: SshTarget, key: Any) -> str:
    name = target.host if target.port == SSH_PORT else f"[{target.host}]:{target.port}"
    return (
        f"the SSH host {name} shows another host key than before ({_fingerprint(key)}): somebody "
        f"may pretend to be it. If its key was really changed: ssh-keygen -R '{name}', then start "
        "again"
    )


def _fingerprint(key: Any) -> str:
    digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest())
    return f"SHA256:{digest.decode().rstrip('=')}"


def _load_paramiko() -> Any:
    """Import paramiko; raises TunnelError when it is missing."""
    try:
        return importlib.import_module("paramiko")
    except ImportError as error:
        raise TunnelError(_MISSING) from error
