"""Decides for ZeroMQ whether a peer's key is admitted (ZAP, https://rfc.zeromq.org/spec/27/)."""

from collections.abc import Callable
from typing import Final

import zmq
from zmq.utils import z85

from netgear_engine.security.curve_keys import (
    ReceiverKeys,
    read_senders_again,
    stamp_of_senders,
)

_ADDRESS: Final = "inproc://zeromq.zap.01"
_VERSION: Final = b"1.0"
_CURVE_KEY_BYTES: Final = 32
_KEY_CHARACTERS_SHOWN: Final = 8
_ACCEPTED: Final = (b"200", b"OK")
# ZeroMQ would put a user's name in front of its messages, where it takes the only place of a socket
# that lets one message wait and keeps it for ever: nothing would come in. Nobody asks for the name.
_NO_USER: Final = b""
_REFUSED: Final = (b"400", b"the key is not accepted")


class Authenticator:
    """Answers the questions that the sockets of one ZeroMQ context ask about new peers.

    Only keys count, never where a peer connects from. Its socket belongs to the poll loop, like
    every other. Two of them cannot be in one context: each engine has a context of its own.
    `on_refused` is called with the asking socket's domain, a port, and with who was refused, in
    words; `on_revoked` with the domain where a key was let in that is welcome there no more.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        keys: ReceiverKeys,
        *,
        on_refused: Callable[[str, str], None],
        on_revoked: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._keys = keys
        self._stamp = keys.folder and stamp_of_senders(keys.folder)
        self._on_refused = on_refused
        self._on_revoked = on_revoked
        self._let_in: dict[str, set[bytes]] = {}
        self.socket = context.socket(zmq.ROUTER)
        self.socket.linger = 0
        self.socket.bind(_ADDRESS)

    def receive_parts(self, parts: list[bytes]) -> None:
        """Answer one question.

        Its parts are [asker, "", version, number, domain, address, identity, mechanism,
        credentials...]; the answer's are [asker, "", version, number, code, text, user, metadata].
        """
        if len(parts) < 8:
            # Only ZeroMQ itself asks, and it asks in full.
            return
        asker, number, domain, address = parts[:2], parts[3], parts[4], parts[5]
        key = _curve_key(parts[2], parts[7:])
        port = domain.decode(errors="replace")
        accepted = key is not None and self._keys.admits(key, port)
        code, text = _ACCEPTED if accepted else _REFUSED
        if not accepted:
            self._on_refused(port, _in_words(key, address))
        elif key is not None and self._keys.folder is not None:
            self._let_in.setdefault(port, set()).add(key)
        self.socket.send_multipart([*asker, _VERSION, number, code, text, _NO_USER, b""])

    def look_at_keys(self) -> None:
        """Take notice of key files that were added, changed or removed."""
        if self._keys.folder is None:
            return
        stamp = stamp_of_senders(self._keys.folder)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        self._keys = read_senders_again(self._keys)
        for port, keys in self._let_in.items():
            revoked = {key for key in keys if not self._keys.admits(key, port)}
            keys.difference_update(revoked)
            if revoked:
                self._on_revoked(port)

    def close(self) -> None:
        """Stop answering."""
        self.socket.close(linger=0)


def _curve_key(version: bytes, mechanism: list[bytes]) -> bytes | None:
    """Return the key that a peer proved to have as Z85 text, None if it proved nothing."""
    if version != _VERSION or len(mechanism) != 2 or mechanism[0] != b"CURVE":
        return None
    if len(mechanism[1]) != _CURVE_KEY_BYTES:
        return None
    key: bytes = z85.encode(mechanism[1])
    return key


def _in_words(key: bytes | None, address: bytes) -> str:
    host = address.decode(errors="replace").removeprefix("::ffff:")
    if key is None:
        return host
    return f"{key[:_KEY_CHARACTERS_SHOWN].decode('ascii')}... from {host}"
