"""Checks of `netgear-server doctor`: whether the monitors answer, and the keys."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

from netgear_engine.errors import KeysError
from netgear_engine.node.configuration.config import CameraConfig
from netgear_engine.node.doctor.computer import present_user
from netgear_engine.node.doctor.finding import Finding, fault, ok, warning
from netgear_engine.node.machine.knock import NoAnswer, knock, no_name_server
from netgear_engine.security.curve_keys import (
    RECEIVER,
    SENDER,
    load_sender_keys,
    public_file,
    secret_file,
)
from netgear_engine.sending.receiver_address import Receiver

# A monitor in the same house answers within milliseconds.
_CONNECT_S = 3.0
# Looking up a name has time limits of its own, which are longer.
_ALL_S = 6.0


def check_monitors(
    cameras: tuple[CameraConfig, ...], connect_s: float = _CONNECT_S, all_s: float = _ALL_S
) -> Iterator[Finding]:
    """Knock at every monitor, at all of them at once; at most for `all_s` seconds."""
    receivers = list(dict.fromkeys(one for camera in cameras for one in camera.connect))
    findings: dict[Receiver, Finding] = {}
    done = threading.Semaphore(0)

    def knock(receiver: Receiver) -> None:
        try:
            findings[receiver] = check_monitor(receiver, connect_s)
        finally:
            done.release()

    for receiver in receivers:
        # Daemon, because nothing can break off the look-up of a name.
        threading.Thread(target=knock, args=(receiver,), daemon=True).start()
    for _ in receivers:
        if not done.acquire(timeout=all_s):
            break
    for receiver in receivers:
        yield findings.get(receiver) or _silent(receiver, no_name_server(receiver))


def check_monitor(receiver: Receiver, connect_s: float = _CONNECT_S) -> Finding:
    """Connect to one monitor and hang up again; tell why when that fails."""
    answer = knock(receiver, connect_s)
    return ok(_name(receiver), "listens") if answer is None else _silent(receiver, answer)


def _silent(receiver: Receiver, answer: NoAnswer) -> Finding:
    return fault(_name(receiver), answer.found, answer.remedy)


def _name(receiver: Receiver) -> str:
    return f"Monitor {receiver}"


def check_keys(secure: int, folder: Path, service_user: str) -> Iterator[Finding]:
    """Check the keys: there, sound, and nobody else's to read."""
    if not secure:
        yield ok("Keys", "none needed: secure is 0, pictures and commands go in the clear")
        return
    secret, public = secret_file(folder, SENDER), public_file(folder, RECEIVER)
    try:
        load_sender_keys(folder)
    except KeysError as error:
        if not secret.exists():
            remedy = f"netgear-server --make-keys {folder}"
        elif secret.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            remedy = f"chmod 600 {secret}"
        else:
            remedy = f"scp MONITOR:.vidgear/keys/public_keys/server.key {public}"
        yield fault("Keys", str(error), remedy)
        return
    facts = secret.stat()
    if os.geteuid() == 0 and facts.st_uid == 0 and present_user() != service_user:
        found = f"{secret} belongs to root, so the service may not read it"
        yield warning("Keys", found, f"sudo chown -R {service_user} {folder}")
    else:
        yield ok("Keys", f"{folder}, secure is {secure}")
