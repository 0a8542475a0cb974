"""A send engine that sends pictures for the length of a test, with a recorder listening to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from netgear_engine.clock import SystemClock
from netgear_engine.frame import CapturedFrame
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import SenderKeys
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.transport.sockets import ConnectSettings
from tests.support.recorders import SendRecorder
from tests.support.wire import jpeg

_INTERVAL_S = 0.03


@contextmanager
def sending(
    port: int,
    pattern: Pattern = Pattern.REQUEST_REPLY,
    *,
    keys: SenderKeys | None = None,
    message: Any = None,
) -> Iterator[SendRecorder]:
    """Send some 30 pictures a second to a port of this computer, until the block ends."""
    recorder = SendRecorder()
    clock = SystemClock()
    engine = SendEngine(
        [Receiver("127.0.0.1", port)],
        listener=recorder,
        clock=clock,
        settings=ConnectSettings(pattern, keys=keys),
    )
    end = threading.Event()

    def send_all() -> None:
        number = 0
        while not end.wait(_INTERVAL_S):
            number += 1
            engine.send(CapturedFrame(clock.monotonic(), jpeg=jpeg(number)), message)

    thread = threading.Thread(target=send_all, name="pictures")
    engine.start()
    thread.start()
    try:
        yield recorder
    finally:
        end.set()
        thread.join()
        engine.stop()
