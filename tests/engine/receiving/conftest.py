"""A receive engine on real sockets with a recorder, stopped when the test ends."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from netgear_engine.clock import Clock, SystemClock
from netgear_engine.receiving.receive_engine import ReceiveEngine
from netgear_engine.transport.sockets import ListenSettings
from tests.support.recorders import ReceiveRecorder


@dataclass
class Receiving:
    """An engine that runs, and what it told."""

    engine: ReceiveEngine
    heard: ReceiveRecorder


StartEngine = Callable[..., Receiving]


@pytest.fixture
def start_engine() -> Iterator[StartEngine]:
    """Return a function that starts an engine on the given ports."""
    started: list[ReceiveEngine] = []

    def start(
        *ports: int,
        clock: Clock | None = None,
        port_names: Mapping[int, int | str] | None = None,
        **settings: Any,
    ) -> Receiving:
        heard = ReceiveRecorder()
        engine = ReceiveEngine(
            ports,
            listener=heard,
            clock=clock or SystemClock(),
            settings=ListenSettings(**settings),
            port_names=port_names,
        )
        engine.start()
        started.append(engine)
        return Receiving(engine, heard)

    yield start
    for engine in started:
        engine.stop()
