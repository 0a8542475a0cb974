"""The keys of both ends, in the folders that stock NetGear uses.

    FOLDER/keys/private_keys/server.key_secret    the receiver's own keys
    FOLDER/keys/public_keys/server.key            the receiver's public key, for senders
    FOLDER/keys/private_keys/client.key_secret    a sender's own keys
    FOLDER/keys/public_keys/client.key            a sender's public key, for the receiver

Each end needs its own secret file and the other end's public file, and nothing else. A receiver of
several senders keeps their public files side by side, under any name that ends in ".key".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import zmq
from zmq.auth.certs import load_certificate

from netgear_engine.atomic_file import PRIVATE, SHARED, write_atomically
from netgear_engine.errors import KeysError

# Stock NetGear's words for the two ends, as the names of their files.
RECEIVER, SENDER = "server", "client"

_Z85_KEY = re.compile(rb"[0-9a-zA-Z.\-:+=^!/*?&<>()\[\]{}@%$#]{40}")
_SECRET_NOTE = "# The secret key of one end. Show it to nobody and never copy it to the other end."
_PUBLIC_NOTE = "# The public key of one end, for the other one."


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A CURVE key pair; both are 40 characters of Z85 text."""

    public: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiverKeys:
    """A receiver's own keys, and the public keys it admits; None admits every key."""

    own: KeyPair
    admitted: frozenset[bytes] | None


@dataclass(frozen=True, slots=True)
class SenderKeys:
    """A sender's own keys, and the public key of the receivers it connects to."""

    own: KeyPair
    receiver: bytes


def stock_folder(location: Path | None) -> Path:
    """Return the folder that stock NetGear uses when `custom_cert_location` is `location`."""
    folder = location or Path.home()
    return folder if folder.name == ".vidgear" else folder / ".vidgear"


def public_file(folder: Path, name: str) -> Path:
    """Return the file of a public key; `name` is RECEIVER, SENDER or any camera's."""
    return _public_folder(folder) / f"{name}.key"


def secret_file(folder: Path, name: str) -> Path:
    """Return the file of an end's own keys; `name` is RECEIVER or SENDER."""
    return folder / "keys" / "private_keys" / f"{name}.key_secret"


def load_receiver_keys(folder: Path, *, only_known: bool) -> ReceiverKeys:
    """Read a receiver's keys; with `only_known` it admits no keys but those in `public_keys`.

    Raises KeysError, which names the file that is missing or broken and where it comes from.
    """
    remedy = f"make it with: netgear-monitor --make-keys {folder}"
    own = _read_pair(secret_file(folder, RECEIVER), remedy)
    return ReceiverKeys(own, _known_senders(folder, own) if only_known else None)


def load_sender_keys(folder: Path) -> SenderKeys:
    """Read a sender's keys, and the public key of its receivers.

    Raises KeysError, which names the file that is missing or broken and where it comes from.
    """
    remedy = f"make it with: netgear-server --make-keys {folder}"
    own = _read_pair(secret_file(folder, SENDER), remedy)
    remedy = "copy keys/public_keys/server.key from the receiver"
    return SenderKeys(own, _read_public(public_file(folder, RECEIVER), remedy))


def make_keys(
    folder: Path, overwrite: bool = False, *, names: Collection[str] = (RECEIVER, SENDER)
) -> None:
    """Make the key pairs that are not there yet: those of both ends, or of the one in `names`.

    What is there stays: an end whose public file came from elsewhere gets no new secret, and a
    public file that is missing is written again from the secret one. With `overwrite` the pairs
    are made anew; public keys of other names stay. Raises KeysError when nothing can be written.
    """
    try:
        secret_file(folder, RECEIVER).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _public_folder(folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            _make_pair(secret_file(folder, name), public_file(folder, name), overwrite)
    except OSError as error:
        raise KeysError(f"{error.filename}: {error.strerror}") from error


def _make_pair(secret: Path, public: Path, overwrite: bool) -> None:
    if overwrite or not (secret.exists() or public.exists()):
        public_key, secret_key = zmq.curve_keypair()
        _write(secret, _SECRET_NOTE, f"{_line('public', public_key)}{_line('secret', secret_key)}")
        _write(public, _PUBLIC_NOTE, _line("public", public_key))
    elif not public.exists():
        own = _read_pair(secret, "remove it to make a new one")
        _write(public, _PUBLIC_NOTE, _line("public", own.public))


def _line(kind: str, key: bytes) -> str:
    return f'    {kind}-key = "{key.decode("ascii")}"\n'


def _write(path: Path, note: str, keys: str) -> None:
    """Write a certificate file that is whole at any moment; a secret one is the owner's alone."""
    mode = SHARED if path.suffix == ".key" else PRIVATE
    write_atomically(path, f"{note}\n\nmetadata\ncurve\n{keys}".encode("ascii"), mode=mode)


def _known_senders(folder: Path, own: KeyPair) -> frozenset[bytes]:
    remedy = "copy it again from its sender, or remove it"
    files = sorted(_public_folder(folder).glob("*.key"))
    # Stock NetGear keeps the receiver's own key there, too: that is no sender's.
    known = frozenset(_read_public(path, remedy) for path in files) - {own.public}
    if not known:
        raise KeysError(
            f"{public_file(folder, SENDER)} is missing, so no sender would be let in: "
            "copy keys/public_keys/client.key from the sender, from each one under another name"
        )
    return known


def _read_pair(path: Path, remedy: str) -> KeyPair:
    public, secret = _read(path, remedy)
    if secret is None or not _Z85_KEY.fullmatch(secret) or zmq.curve_public(secret) != public:
        raise KeysError(f"{path} does not hold a public key and its secret key: {remedy}")
    return KeyPair(public, secret)


def _read_public(path: Path, remedy: str) -> bytes:
    return _read(path, remedy)[0]


def _read(path: Path, remedy: str) -> tuple[bytes, bytes | None]:
    if not path.exists():
        raise KeysError(f"{path} is missing: {remedy}")
    try:
        public, secret = load_certificate(path)
    except OSError as error:
        raise KeysError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise KeysError(f"{path} is not a key file: {remedy}") from error
    if not _Z85_KEY.fullmatch(public):
        raise KeysError(f"{path} is not a key file: {remedy}")
    return public, secret


def _public_folder(folder: Path) -> Path:
    return folder / "keys" / "public_keys"
