"""Decides for ZeroMQ whether a peer's key is admitted (ZAP, https://rfc.zeromq.org/spec/27/)."""

from collections.abc import Callable
from typing import Final

import zmq
from zmq.utils import z85

from netgear_engine.security.curve_keys import ReceiverKeys

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
    `on_refused` is called with the asking socket's domain and with who was refused, in words.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        keys: ReceiverKeys,
        *,
        on_refused: Callable[[str, str], None],
    ) -> None:
        self._admitted = keys.admitted
        self._on_refused = on_refused
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
        accepted = key is not None and (self._admitted is None or key in self._admitted)
        code, text = _ACCEPTED if accepted else _REFUSED
        if not accepted:
            self._on_refused(domain.decode(errors="replace"), _in_words(key, address))
        self.socket.send_multipart([*asker, _VERSION, number, code, text, _NO_USER, b""])

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
