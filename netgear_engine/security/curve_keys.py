"""The keys of both ends, in the folders that stock NetGear uses.

    FOLDER/keys/private_keys/server.key_secret    the receiver's own keys
    FOLDER/keys/public_keys/server.key            the receiver's public key, for senders
    FOLDER/keys/private_keys/client.key_secret    a sender's own keys
    FOLDER/keys/public_keys/client.key            a sender's public key, for the receiver

Each end needs its own secret file and the other end's public file, and nothing else. A receiver of
several senders keeps their public files side by side, under any name that ends in ".key".

A name that is a port's number or begins with it, 5566.key or 5566-front-gate.key, binds the key to
that port: it is let in there and nowhere else, and nobody else is let in there, not even while the
file is broken.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from logging import getLogger
from pathlib import Path

import zmq

from netgear_engine.atomic_file import PRIVATE, SHARED, write_atomically
from netgear_engine.errors import KeysError
from netgear_engine.security.key_file import read_key_file

# Stock NetGear's words for the two ends, as the names of their files.
RECEIVER, SENDER = "server", "client"

_BOUND = re.compile(r"([1-9]\d{3,4})([^\dA-Za-z].*)?", re.ASCII)
_SECRET_NOTE = "# The secret key of one end. Show it to nobody and never copy it to the other end."
_PUBLIC_NOTE = "# The public key of one end, for the other one."

# By the names of their files; None is a broken one.
_Known = dict[str, bytes | None]

_log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A CURVE key pair; both are 40 characters of Z85 text."""

    public: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiverKeys:
    """A receiver's own keys, and the public keys it admits; None admits every key.

    `bound` are those that belong to a port, `folder` is where all of them were read.
    """

    own: KeyPair
    admitted: frozenset[bytes] | None
    bound: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    folder: Path | None = None

    def admits(self, key: bytes, port: str) -> bool:
        """Tell whether a sender with this key is let in at a port."""
        if self.admitted is None:
            return True
        if port in self.bound:
            return key in self.bound[port]
        return key in self.admitted and not any(key in keys for keys in self.bound.values())


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
    if not only_known:
        return ReceiverKeys(own, None)
    known, troubles = _known_senders(folder, own)
    if troubles:
        raise troubles[0]
    if not any(known.values()):
        raise KeysError(
            f"{public_file(folder, SENDER)} is missing, so no sender would be let in: "
            "copy keys/public_keys/client.key from each sender, here under the number of its port, "
            "as 5566.key"
        )
    return _with_senders(ReceiverKeys(own, frozenset(), folder=folder), known)


def read_senders_again(keys: ReceiverKeys) -> ReceiverKeys:
    """Return `keys` with the senders that its folder knows now; a broken file admits nobody."""
    if keys.folder is None:
        return keys
    known, troubles = _known_senders(keys.folder, keys.own)
    for trouble in troubles:
        _log.warning("%s", trouble)
    return _with_senders(keys, known)


def stamp_of_senders(folder: Path) -> object:
    """Return what is another when a file of a sender was added, removed or changed."""
    try:
        files = [(path.name, path.stat()) for path in _public_folder(folder).glob("*.key")]
    except OSError:
        return None
    return sorted((name, one.st_mtime_ns, one.st_size, one.st_ino) for name, one in files)


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


def _known_senders(folder: Path, own: KeyPair) -> tuple[_Known, list[KeysError]]:
    """Return senders' keys by the names of their files, and what is wrong with broken ones."""
    remedy = "copy it again from its sender, or remove it"
    known: _Known = {}
    troubles: list[KeysError] = []
    for path in sorted(_public_folder(folder).glob("*.key")):
        try:
            key = _read_public(path, remedy)
        except KeysError as error:
            troubles.append(error)
            known[path.stem] = None
            continue
        # Stock NetGear keeps the receiver's own key there, too: that is no sender's.
        if key != own.public:
            known[path.stem] = key
    return known, troubles


def _with_senders(keys: ReceiverKeys, known: _Known) -> ReceiverKeys:
    bound: dict[str, frozenset[bytes]] = {}
    for name, key in known.items():
        if match := _BOUND.fullmatch(name):
            bound[match[1]] = bound.get(match[1], frozenset()) | ({key} if key else set())
    admitted = frozenset(key for key in known.values() if key)
    return replace(keys, admitted=admitted, bound=bound)


def _read_pair(path: Path, remedy: str) -> KeyPair:
    keys = read_key_file(path, remedy, secret=True)
    public, secret = keys["public"], keys.get("secret")
    if secret is None or not _is_pair(public, secret):
        raise KeysError(f"{path} does not hold a public key and its secret key: {remedy}")
    return KeyPair(public, secret)


def _is_pair(public: bytes, secret: bytes) -> bool:
    try:
        return zmq.curve_public(secret) == public
    except zmq.ZMQError:
        # Letters that Z85 does not know, or a number that is no key.
        return False


def _read_public(path: Path, remedy: str) -> bytes:
    return read_key_file(path, remedy)["public"]


def _public_folder(folder: Path) -> Path:
    return folder / "keys" / "public_keys"
