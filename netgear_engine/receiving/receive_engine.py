"""The receiving engine: listens on many ports, and gives their newest pictures and events."""

import threading
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from logging import getLogger
from typing import Any, Protocol

from netgear_engine.clock import Clock
from netgear_engine.errors import AddressError
from netgear_engine.events import CommandAnswered, Event, StateChanged
from netgear_engine.frame import Frame, Picture
from netgear_engine.held_signals import start_whole
from netgear_engine.net import in_net
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import LONGEST_ID, Command, CommandResult, WantedStream, fits
from netgear_engine.protocol.json_text import size_in_json
from netgear_engine.protocol.patterns import FACTS
from netgear_engine.protocol.reply import write_answer
from netgear_engine.receiving.decode_workers import DecodeWorkers
from netgear_engine.receiving.listening_port import HOLD_S, ListeningPort
from netgear_engine.receiving.open_commands import MOST_COMMAND_BYTES
from netgear_engine.receiving.overload import Overload
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.receiving.reply_outbox import ReplyOutbox
from netgear_engine.receiving.wishes import Wishes
from netgear_engine.security.authenticator import Authenticator
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ListenSettings

_log = getLogger("netgear")

_TICK_S = 0.04
_PUBLISH_S = 0.2
# How often the key files are looked at.
_KEYS_S = 0.5
# A sender that gets no answer for 0.25 s would take us for stalled.
_LONGEST_HOLD_S = 0.2


class EngineListener(Protocol):
    """Who gets what happens. All are called on the engine's threads and must not block."""

    def event(self, event: Event) -> None:
        """Something happened; called in the poll loop's thread."""

    def picture(self, picture: Picture) -> None:
        """A port's newest picture; called by a decode thread, in order for each port."""

    def frame(self, frame: Frame) -> bool:
        """Every frame, not decoded; called in the poll loop's thread.

        Returns whether there is room for more. If not, the sender gets its answer a little later:
        when `room_made` is called, or after 50 ms for each port, at most 0.2 s.
        """

    def failed(self, error: BaseException) -> None:
        """The engine cannot go on; called once, in its thread."""


class ReceiveEngine:
    """Receives from one sender per port, answers at once and decodes what is shown.

    What a port's handlers throw costs that port its peer, and what the listener throws costs a line
    in the log. An engine that cannot go on frees its ports and says so: `EngineListener.failed`.

    Every method may be called from any thread. `run` is the poll loop itself: call it in a thread
    of your own, or use `start`. `port_names` are what our answers call a port, where that is not
    simply its number as a text.
    """

    def __init__(
        self,
        ports: Iterable[int],
        *,
        listener: EngineListener,
        clock: Clock,
        settings: ListenSettings | None = None,
        port_names: Mapping[int, int | str] | None = None,
    ) -> None:
        self._settings = settings or ListenSettings()
        self._port_names = dict(port_names or {})
        self._listener = listener
        self._clock = clock
        self._loop = PollLoop(clock)
        self._outbox = ReplyOutbox()
        self._wishes = Wishes()
        self._ports: dict[int, ListeningPort] = {}
        self._statuses: dict[int, PortStatus] = {}
        self._published_at = clock.monotonic()
        self._unusable: set[int] = set()
        self._overload = Overload(clock.monotonic())
        self._authenticator: Authenticator | None = None
        self._decoders = DecodeWorkers(
            self._deliver, self._picture_unusable, self._settings.limits, clock
        )
        self._thread: threading.Thread | None = None
        for port in ports:
            self.add_port(port)

    def start(self) -> None:
        """Run the poll loop in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="receive-engine", daemon=True)
        start_whole(self._thread)

    def run(self) -> None:
        """Run the poll loop in this thread until `stop`; then every port is free."""
        fault: BaseException | None = None
        try:
            self._loop.every(_TICK_S, self._tick)
            self._loop.every(_PUBLISH_S, self._publish)
            self._loop.every(_PUBLISH_S, self._ease_the_load)
            self._decoders.start()
            self._authenticate()
            self._loop.run()
        except BaseException as error:  # noqa: BLE001 (the edge of the thread: its end is told)
            fault = error
        self._end()
        if fault is not None:
            _log.critical("the receive engine cannot go on", exc_info=fault)
            in_net(partial(self._listener.failed, fault))
            if not isinstance(fault, Exception):
                raise fault

    def stop(self, timeout: float = 2.0) -> None:
        """End `run`; waits for it, within `timeout` seconds, when `start` began it."""
        self._loop.stop()
        if self._thread is not None:
            self._loop.join(self._thread, timeout)

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
        self._check_reply(reply)
        chosen = list(ports)
        self._loop.call(lambda: self._each(chosen, lambda port: self._outbox.put(port, reply)))

    def withdraw_reply(self, ports: Collection[int]) -> None:
        """Drop the replies that still wait for a frame of these ports; what is kept stays."""
        chosen = list(ports)
        self._loop.call(lambda: self._each(chosen, self._outbox.withdraw))

    def keep_reply(self, reply: Any, ports: Collection[int] | None = None) -> None:
        """Send `reply` with every answer from now on, as NetGear's `return_data` does.

        None ends that. With `ports` it goes only to them, in place of what all get. Raises
        LocalProtocolError as `reply` does.
        """
        self._check_reply(reply)
        if ports is None:
            self._loop.call(lambda: self._outbox.keep(reply))
            return
        chosen = list(ports)
        self._loop.call(lambda: self._each(chosen, lambda port: self._outbox.keep(reply, port)))

    def want(self, port: int, stream: WantedStream | None) -> None:
        """Ask a port's sender for a stream, whatever is shown; None: what is shown, again.

        A sender of our own kind is sent it with every answer; a stock one sends as it does.
        """
        self._loop.call(lambda: self._wish(port, lambda: self._wishes.ask(port, stream)))

    def command(self, port: int, command: str, arguments: Mapping[str, Any] | None = None) -> str:
        """Send a command to a port's sender with the answer to its next frame; return its id.

        A CommandAnswered with this id tells what became of it, at the latest after 10 s. Raises
        LocalProtocolError when the pattern has no way back, or the command is nothing that JSON
        can carry, or is too long.
        """
        self._check_way_back()
        order = Command(uuid.uuid4().hex, command, dict(arguments or {}))
        size = size_in_json(order, "command")
        if size > MOST_COMMAND_BYTES or len(command) > LONGEST_ID:
            raise LocalProtocolError(
                f"a command of {size} bytes: allowed are {MOST_COMMAND_BYTES}, and"
                f" {LONGEST_ID} letters for its name"
            )
        if not fits(order):
            raise LocalProtocolError(f"{command} has arguments that are no value of a setting")
        self._loop.call(lambda: self._command(port, order))
        return order.id

    def count_unusable(self, port: int, reason: str) -> None:
        """Count a frame whose picture its taker could not decode; it is reported as BadInput."""
        self._loop.call(lambda: self._with_port(port, lambda one: one.count_unusable(reason)))

    def room_made(self, port: int) -> None:
        """A frame was taken: let its sender have the next answer that was held back, if any."""
        one = self._ports.get(port)
        if one is not None and one.holds_answers:
            self._loop.call(lambda: self._with_port(port, ListeningPort.answer_next))

    def wait_until_done(self, timeout: float = 5.0) -> bool:
        """Wait until everything asked for so far was done; False when it was not in time."""
        done = threading.Event()
        self._loop.call(done.set)
        return done.wait(timeout)

    def show(self, port: int, size: tuple[int, int] | None) -> None:
        """Decode the port to be fitted into `size` device pixels; None: it is not shown now.

        A sender of our own kind is asked for no more than that. Of a port that was never shown
        nothing is said: its sender sends as it is configured.
        """
        self._loop.call(lambda: self._show(port, size))

    def select(self, port: int | None) -> None:
        """Decode this port before the others; it keeps its full rate when others cannot."""
        self._decoders.select(port)
        self._loop.call(lambda: self._select(port))

    def statuses(self) -> dict[int, PortStatus]:
        """Return the last published status of every port; it is not changed afterwards."""
        return self._statuses

    @property
    def published_at(self) -> float:
        """When the statuses were last published; grows while the engine is alive."""
        return self._published_at

    def _check_reply(self, reply: Any) -> None:
        self._check_way_back()
        write_answer(reply)

    def _check_way_back(self) -> None:
        facts = FACTS[self._settings.pattern]
        if not facts.answers_frames:
            raise LocalProtocolError(f"{facts.title} has no way back")

    def _end(self) -> None:
        """Free everything, whatever one of the steps throws."""
        if self._authenticator is not None:
            in_net(self._authenticator.close)
        for one in self._ports.values():
            in_net(one.close)
        in_net(self._decoders.close)
        # The last figures are those of everything that was received and decoded.
        in_net(self._publish)
        in_net(self._loop.close)

    def _authenticate(self) -> None:
        if self._settings.keys is not None:
            self._authenticator = authenticator = Authenticator(
                self._loop.context,
                self._settings.keys,
                on_refused=self._key_refused,
                on_revoked=lambda port: self._with_port(int(port), ListeningPort.cut_peers),
            )
            self._loop.watch(authenticator.socket, authenticator.receive_parts)
            self._loop.every(_KEYS_S, authenticator.look_at_keys)

    def _key_refused(self, port: str, who: str) -> None:
        self._with_port(int(port), lambda one: one.key_refused(who))

    def _add(self, port: int) -> None:
        if port in self._ports:
            return
        self._ports[port] = ListeningPort(
            port,
            settings=self._settings,
            name_in_answers=self._port_names.get(port, str(port)),
            door=Listener(self._loop, port, self._settings),
            clock=self._clock,
            outbox=self._outbox,
            on_event=self._emit,
            on_frame=self._frame_received,
        )
        self._ports[port].want(self._wishes.of(port))
        self._ports[port].open()
        self._publish()

    def _remove(self, port: int) -> None:
        one = self._ports.pop(port, None)
        if one is None:
            return
        one.close()
        self._outbox.forget(port)
        self._wishes.forget(port)
        self._overload.forget(port)
        self._decoders.forget(port)
        self._publish()

    def _show(self, port: int, size: tuple[int, int] | None) -> None:
        # In the loop, in its turn: a port that is being removed forgets what was said before.
        self._decoders.show(port, size)
        self._wish(port, lambda: self._wishes.show(port, size))
        if size is None:
            self._picture_usable(port)

    def _select(self, port: int | None) -> None:
        self._overload.selected = port
        self._limit_rates()

    def _ease_the_load(self) -> None:
        """Ask the senders for as many frames as can be decoded."""
        if self._overload.look(self._clock.monotonic(), self._decoders.total()):
            self._limit_rates()

    def _limit_rates(self) -> None:
        shown = {p: status for p, status in self._statuses.items() if self._wishes.is_shown(p)}
        for port, fps in self._overload.limits(shown).items():
            self._wish(port, partial(self._wishes.limit, port, fps))

    def _is_eased(self, port: int) -> bool:
        return self._overload.eases(port) and self._wishes.is_shown(port)

    def _wish(self, port: int, change: Callable[[], None]) -> None:
        change()
        self._with_port(port, lambda one: one.want(self._wishes.of(port)))

    def _command(self, port: int, command: Command) -> None:
        if port in self._ports:
            self._with_port(port, lambda one: one.send_command(command))
            return
        result = CommandResult(command.id, refused=f"port {port} is not listened on")
        self._emit(CommandAnswered(port, self._clock.wall(), command, result))

    def _each(self, ports: list[int], do: Callable[[int], None]) -> None:
        for port in ports:
            self._with_port(port, lambda one: do(one.port))

    def _tick(self) -> None:
        # Many senders share what one taker can do: each may have to wait longer for its answer.
        hold = min(HOLD_S * len(self._ports), _LONGEST_HOLD_S)
        for one in self._ports.values():
            in_net(partial(one.time_passed, hold), one.failed)

    def _publish(self) -> None:
        # A port whose figures cannot be had keeps its last ones.
        self._statuses = {p: told for p, told in self._statuses.items() if p in self._ports}
        for one in self._ports.values():
            in_net(partial(self._publish_one, one), one.failed)
        self._published_at = self._clock.monotonic()

    def _publish_one(self, one: ListeningPort) -> None:
        self._statuses = {**self._statuses, one.port: self._status(one)}

    def _status(self, one: ListeningPort) -> PortStatus:
        decoded, dropped, not_shown = self._decoders.counts(one.port)
        return replace(
            one.status(),
            decoded=decoded,
            dropped=dropped,
            not_shown=not_shown,
            is_eased=self._is_eased(one.port),
        )

    def _emit(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            # Whoever receives the change must also see it in the statuses.
            self._publish_one(self._ports[event.port])
        in_net(partial(self._listener.event, event))

    def _frame_received(self, frame: Frame) -> bool:
        self._decoders.offer(frame)
        room = True

        def tell() -> None:
            nonlocal room
            room = self._listener.frame(frame)

        in_net(tell)
        # Of what cannot be decoded now anyway no more need come.
        return room and not (self._is_eased(frame.port) and self._decoders.waits(frame.port))

    def _deliver(self, picture: Picture) -> None:
        self._picture_usable(picture.frame.port)
        self.room_made(picture.frame.port)
        self._listener.picture(picture)

    def _picture_unusable(self, port: int, reason: str) -> None:
        self._unusable.add(port)
        self._loop.call(lambda: self._with_port(port, lambda one: one.pictures_unusable(reason)))

    def _picture_usable(self, port: int) -> None:
        if port in self._unusable:
            self._unusable.discard(port)
            self._loop.call(lambda: self._with_port(port, ListeningPort.pictures_usable))

    def _with_port(self, port: int, do: Callable[[ListeningPort], None]) -> None:
        if port in self._ports:
            one = self._ports[port]
            in_net(lambda: do(one), one.failed)
