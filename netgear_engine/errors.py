"""The engine's errors. Each message is fit for an operator to read.

EngineError
├── ListenError         a port cannot be listened on
├── AddressError        an address or port is not written as it must be
├── TunnelError         an SSH tunnel cannot be made
├── SocketSpoiledError  what came to a port was spoiled, or too much; it must be opened again
├── KeysError           a key file is missing or broken
├── ControlError        a camera does not take a setting
└── SourceError         a camera or file gives no frames; `permanent` says whether to try again
"""


class EngineError(Exception):
    """Something the user of the engine has to know about."""


class ListenError(EngineError):
    """A port cannot be listened on; the message says why."""


class AddressError(EngineError):
    """An address or a port number is not written as it must be."""


class SocketSpoiledError(EngineError):
    """What came to a port was spoiled, or is too much; only a new socket is sure to hear more."""


class KeysError(EngineError):
    """A key file is missing or broken; the message names it and where it comes from."""


class TunnelError(EngineError):
    """An SSH tunnel cannot be made; the message says why and what to do."""


class ControlError(EngineError):
    """A camera does not take a setting; the message says which and why."""


class SourceError(EngineError):
    """A source gives no frames.

    `permanent` is true when trying again cannot help, as for a file that does not exist.
    """

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
