"""Whose fault a broken message is.

ProtocolError
├── LocalProtocolError    we asked for something the protocol cannot carry
└── RemoteProtocolError   the peer sent something the protocol does not allow
"""

from netgear_engine.protocol.text import LONGEST_REASON, one_line


class ProtocolError(Exception):
    """The protocol was not followed."""


class LocalProtocolError(ProtocolError):
    """Our own program misused the protocol; the message says how to use it right."""


class RemoteProtocolError(ProtocolError):
    """The peer sent bad data; the message says what was wrong with it, in one line."""

    def __init__(self, reason: str) -> None:
        """`reason` may quote what the peer sent: it is cleaned and cut."""
        super().__init__(one_line(reason, LONGEST_REASON))
