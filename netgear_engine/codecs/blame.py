"""Whose fault it is when a codec fails: the peer's, whatever foreign code throws at its data."""

from collections.abc import Iterator
from contextlib import contextmanager

from netgear_engine.protocol.errors import RemoteProtocolError


@contextmanager
def blamed(what: str) -> Iterator[None]:
    """Turn what is thrown in the block, or by the function, into a RemoteProtocolError.

    It says `what` and the reason. Memory that does not suffice is told like all else.
    """
    try:
        yield
    except RemoteProtocolError:
        raise
    except ValueError as error:
        raise RemoteProtocolError(f"{what}: {error}") from error
    except Exception as error:
        raise RemoteProtocolError(f"{what}: {error!r}") from error
