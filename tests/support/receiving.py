"""A receive engine that runs for the length of a test, with a recorder listening to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from netgear_engine.clock import SystemClock
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.security.curve_keys import ReceiverKeys
from netgear_engine.transport.sockets import ListenSettings
from tests.support.recorders import ReceiveRecorder

SHOWN_SIZE = (160, 120)


@contextmanager
def running_engine(
    ports: Sequence[int],
    pattern: Pattern = Pattern.REQUEST_REPLY,
    *,
    keys: ReceiverKeys | None = None,
) -> Iterator[tuple[ReceiveEngine, ReceiveRecorder]]:
    """Listen on the ports and show them all, until the block ends."""
    recorder = ReceiveRecorder()
    engine = ReceiveEngine(
        ports,
        listener=recorder,
        clock=SystemClock(),
        settings=ListenSettings("127.0.0.1", pattern, keys=keys),
    )
    for port in ports:
        engine.show(port, SHOWN_SIZE)
    engine.start()
    try:
        yield engine, recorder
    finally:
        engine.stop()
