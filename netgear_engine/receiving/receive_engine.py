"""The receiving engine: listens on many ports, and gives their newest pictures and events."""

import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, Protocol

from netgear_engine.clock import Clock
from netgear_engine.errors import AddressError
from netgear_engine.events import Event, StateChanged
from netgear_engine.frame import Picture
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import FACTS, Pattern
from netgear_engine.protocol.reply import write_answer
from netgear_engine.receiving.decode_workers import DecodeWorkers
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.receiving.port_worker import PortWorker
from netgear_engine.receiving.reply_outbox import ReplyOutbox
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ListenSettings

_TICK_S = 0.04
_PUBLISH_S = 0.2


class EngineListener(Protocol):
    """Who is told what happens. Both are called on the engine's threads and must not block."""

    def event(self, event: Event) -> None:
        """Something happened; called in the poll loop's thread."""
        ...

    def picture(self, picture: Picture) -> None:
        """A port's newest picture; called by a decode thread, in order for each port."""
        ...


class ReceiveEngine:
    """Receives from one sender per port, answers at once and decodes what is shown.

    Every method may be called from any thread. `run` is the poll loop itself: call it in a thread
    of your own, or use `start`.
    """

    def __init__(
        self,
        ports: Iterable[int],
        *,
        listener: EngineListener,
        clock: Clock,
        address: str = "*",
        pattern: Pattern = Pattern.REQUEST_REPLY,
        limits: Limits | None = None,
    ) -> None:
        self.address = address
        self.pattern = pattern
        self._listener = listener
        self._clock = clock
        self._settings = ListenSettings(address, pattern, limits or Limits())
        self._loop = PollLoop(clock)
        self._outbox = ReplyOutbox()
        self._workers: dict[int, PortWorker] = {}
        self._statuses: dict[int, PortStatus] = {}
        self._published_at = clock.monotonic()
        self._unusable: set[int] = set()
        self._decoders = DecodeWorkers(self._deliver, self._picture_unusable, self._settings.limits)
        self._thread: threading.Thread | None = None
        for port in ports:
            self.add_port(port)

    def start(self) -> None:
        """Run the poll loop in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="receive-engine")
        self._thread.start()

    def run(self) -> None:
        """Run the poll loop in this thread until `stop`; then every port is free."""
        self._loop.every(_TICK_S, self._tick)
        self._loop.every(_PUBLISH_S, self._publish)
        self._decoders.start()
        try:
            self._loop.run()
        finally:
            for worker in self._workers.values():
                worker.close()
            self._decoders.close()
            # The last figures are those of everything that was received and decoded.
            self._publish()
            self._loop.close()

    def stop(self) -> None:
        """End `run`; waits for it when `start` began it."""
        self._loop.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def add_port(self, port: int) -> None:
        """Listen on one more port; raises AddressError for a number that is no port."""
        if not 1 <= port <= 65535:
            raise AddressError(f"{port} is not a port: ports are 1 to 65535")
        self._loop.call(lambda: self._add(port))

    def remove_port(self, port: int) -> None:
        """Stop listening on a port and forget it."""
        self._loop.call(lambda: self._remove(port))

    def reply(self, ports: Collection[int], reply: Any) -> None:
        """Send `reply` once to each port, with the answer to its next frame.

        A newer reply replaces one that still waits. Raises LocalProtocolError when the pattern has
        no way back or the reply is nothing that JSON can carry.
        """
        if not FACTS[self.pattern].answers_frames:
            raise LocalProtocolError(f"{FACTS[self.pattern].title} has no way back")
        write_answer(reply)
        chosen = list(ports)
        self._loop.call(lambda: self._put_reply(chosen, reply))

    def show(self, port: int, size: tuple[int, int] | None) -> None:
        """Decode the port to be fitted into `size` device pixels; None: it is not shown now."""
        self._decoders.show(port, size)
        if size is None:
            self._picture_usable(port)

    def select(self, port: int | None) -> None:
        """Decode this port before the others."""
        self._decoders.select(port)

    def statuses(self) -> dict[int, PortStatus]:
        """Return the last published status of every port; it is not changed afterwards."""
        return self._statuses

    @property
    def published_at(self) -> float:
        """When the statuses were last published; grows while the engine is alive."""
        return self._published_at

    def _add(self, port: int) -> None:
        if port in self._workers:
            return
        self._workers[port] = PortWorker(
            port,
            settings=self._settings,
            loop=self._loop,
            clock=self._clock,
            outbox=self._outbox,
            on_event=self._tell,
            on_frame=self._decoders.offer,
        )
        self._workers[port].open()
        self._publish()

    def _remove(self, port: int) -> None:
        worker = self._workers.pop(port, None)
        if worker is None:
            return
        worker.close()
        self._outbox.take(port)
        self._decoders.forget(port)
        self._publish()

    def _put_reply(self, ports: list[int], reply: Any) -> None:
        for port in ports:
            if port in self._workers:
                self._outbox.put(port, reply)

    def _tick(self) -> None:
        for worker in self._workers.values():
            worker.time_passed()

    def _publish(self) -> None:
        self._statuses = {port: self._status(worker) for port, worker in self._workers.items()}
        self._published_at = self._clock.monotonic()

    def _status(self, worker: PortWorker) -> PortStatus:
        decoded, dropped = self._decoders.counts(worker.port)
        return replace(worker.status(), decoded=decoded, dropped=dropped)

    def _tell(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            # Whoever hears of the change must also see it in the statuses.
            self._statuses = {**self._statuses, event.port: self._status(self._workers[event.port])}
        self._listener.event(event)

    def _deliver(self, picture: Picture) -> None:
        self._picture_usable(picture.frame.port)
        self._listener.picture(picture)

    def _picture_unusable(self, port: int, reason: str) -> None:
        self._unusable.add(port)
        self._loop.call(lambda: self._with_worker(port, lambda w: w.pictures_unusable(reason)))

    def _picture_usable(self, port: int) -> None:
        if port in self._unusable:
            self._unusable.discard(port)
            self._loop.call(lambda: self._with_worker(port, PortWorker.pictures_usable))

    def _with_worker(self, port: int, do: Callable[[PortWorker], None]) -> None:
        if port in self._workers:
            do(self._workers[port])
