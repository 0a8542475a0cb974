"""NetGear's sending half: a blocking send() over the send engine."""

import threading
from collections.abc import Callable, Sequence
from logging import getLogger
from typing import Any

import numpy as np

from netgear_engine.clock import SystemClock
from netgear_engine.netgear_codec import decode_array, encode_array
from netgear_engine.netgear_ending import Ending
from netgear_engine.netgear_options import NetGearOptions
from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.patterns import FACTS
from netgear_engine.protocol.reply import Answer, ArrayReply
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.transport.sockets import ConnectSettings

_log = getLogger("netgear")

# The first frame of a publisher waits for a subscriber so long; without, it would be lost.
_FIRST_SUBSCRIBER_S = 0.5
# A goodbye goes only to a receiver that has answered: close() waits so long for the last answer.
_LAST_ANSWER_S = 1.0


class NetGearSender:
    """Connects to one receiver, or to several in multi-clients mode."""

    def __init__(
        self,
        receivers: Sequence[Receiver],
        settings: ConnectSettings,
        options: NetGearOptions,
        *,
        header_port: int | str | None,
    ) -> None:
        self._options = options
        self._facts = FACTS[settings.pattern]
        self._receivers = list(receivers)
        self._one_at_a_time = threading.Lock()
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._taken: dict[Receiver, int] = {}
        self._answered: dict[Receiver, int] = {}
        self._answers: dict[Receiver, tuple[int, Answer]] = {}
        self._told: list[Receiver] = []
        self._newest = 0
        self._tries_left = options.max_retries
        self._refusals: set[tuple[Receiver, str]] = set()
        self._closed = False
        self._fault: BaseException | None = None
        self._engine = SendEngine(
            receivers,
            listener=self,
            observer=self,
            clock=SystemClock(),
            settings=settings,
            header_port=lambda _: header_port,
            on_failed=self._failed,
        )

    def start(self) -> None:
        """Begin to connect."""
        self._engine.start()

    def send(self, frame: Any, message: Any = None) -> Any:
        """Send a frame to every receiver; return what the mode gives back, None after a time-out.

        Raises TypeError or ValueError for what cannot be sent, RuntimeError when nobody took or
        answered a frame `max_retries` times running, or after a fault that the engine could not go
        on with.
        """
        if self._closed:
            raise RuntimeError("send() after close()")
        if isinstance(message, np.ndarray):
            _log.warning("skipped a message that is a numpy array: messages are JSON")
            message = None
        content, payload = encode_array(frame, self._options.jpeg)
        with self._one_at_a_time:
            if not self._wait_until_there_is_room():
                return self._nobody("took the frame")
            try:
                self._newest = self._engine.send_encoded(content, payload, message)
            except LocalProtocolError as error:
                raise ValueError(str(error)) from error
            return self._wait_for_answer(self._newest)

    def end(self, ending: Ending) -> None:
        """Say goodbye and end; after a close() a send() in another thread returns None."""
        try:
            # Not `with self._changed`: a Ctrl+C in there may leave it locked for ever.
            with self._lock:
                self._closed |= ending is Ending.CLOSED
                self._changed.notify_all()
                self._changed.wait_for(self._all_done, _LAST_ANSWER_S)
        finally:
            self._engine.stop(goodbye=ending is not Ending.PROGRAM_FAILED)

    # The engine's listener and observer; called in its thread ------------------------------------

    def frame_taken(self, receiver: Receiver, number: int) -> None:
        """Note that a frame was handed to a receiver's connection."""
        with self._changed:
            self._taken[receiver] = number
            self._changed.notify_all()

    def frame_answered(self, receiver: Receiver, number: int, answer: Answer) -> None:
        """Keep the answer for send()."""
        with self._changed:
            self._answered[receiver] = number
            self._answers[receiver] = number, answer
            self._changed.notify_all()

    def receivers_changed(self) -> None:
        """Look again whom to wait for."""
        with self._changed:
            self._changed.notify_all()

    def reply_received(self, receiver: Receiver, reply: Any) -> None:
        """Leave it: send() returns it."""

    def connected(self, receiver: Receiver) -> None:
        """Say that a receiver is there."""
        self._refusals.clear()
        _log.info("connected to %s", receiver)

    def disconnected(self, receiver: Receiver) -> None:
        """Say that a receiver is gone; what it had not taken by then it never takes."""
        with self._changed:
            self._taken[receiver] = self._newest
        _log.info("disconnected from %s", receiver)

    def refused(self, receiver: Receiver, reason: str) -> None:
        """Say that a receiver turned us away, each reason once until it is there."""
        if (receiver, reason) not in self._refusals:
            self._refusals.add((receiver, reason))
            _log.error("%s refused the connection: %s", receiver, reason)

    # ---------------------------------------------------------------------------------------------

    def _wait_until_there_is_room(self) -> bool:
        """Wait for a receiver, and until all that are live have the frame before this one.

        A frame that is offered earlier would take the place of that one. Publishers wait for nobody
        but the first subscriber, and that only a little.
        """
        if self._facts.answers_frames:
            timeout = self._options.request_timeout
            has_room = self._wait(lambda: bool(self._live()) and self._all_have_newest(), timeout)
        else:
            self._wait(lambda: bool(self._live()), _FIRST_SUBSCRIBER_S if not self._newest else 0.0)
            self._wait(self._all_have_newest, _FIRST_SUBSCRIBER_S)
            has_room = True
        if not has_room:
            # What was not taken for so long is given up.
            with self._changed:
                self._taken = dict.fromkeys(self._receivers, self._newest)
        return has_room

    def _wait_for_answer(self, number: int) -> Any:
        has_answer = self._options.bidirectional_mode or self._options.multiclient_mode
        if self._facts.answers_frames and has_answer:
            timeout = self._options.request_timeout
            if not self._wait(lambda: self._answering(number) is not None, timeout):
                return self._nobody("answered")
            self._tries_left = self._options.max_retries
            return self._result(number)
        self._tries_left = self._options.max_retries
        return None

    def _failed(self, error: BaseException) -> None:
        with self._changed:
            self._fault = error
            self._changed.notify_all()

    def _wait(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait until the condition holds, or until close(); tell if it holds."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._fault is not None or condition(), timeout
            )
            if self._fault is not None:
                raise RuntimeError(
                    f"sending has ended by a fault, make another NetGear: {self._fault!r}"
                ) from self._fault
            return condition()

    def _live(self) -> list[Receiver]:
        """Return the receivers that take frames; one that stalls holds up nobody."""
        statuses = self._engine.statuses()
        return [r for r in self._receivers if _state(statuses, r) is ReceiverState.CONNECTED]

    def _all_have_newest(self) -> bool:
        """Tell whether the newest frame was handed to the connection of every live receiver."""
        return all(self._taken.get(receiver, 0) >= self._newest for receiver in self._live())

    def _all_done(self) -> bool:
        """Tell whether no live receiver still has to take or to answer a frame."""
        if not self._engine.is_alive():
            return True
        done = self._answered if self._facts.answers_frames else self._taken
        return all(done.get(receiver, 0) >= self._newest for receiver in self._live())

    def _answering(self, number: int) -> Receiver | None:
        """Return the receiver whose answer send() gives back.

        One-to-one only the answer to this very frame counts. Of several receivers everyone has a
        turn: the one that was given back longest ago, if it has answered since.
        """
        if not self._options.multiclient_mode:
            newest = self._answers.get(self._receivers[0])
            return self._receivers[0] if newest is not None and newest[0] == number else None
        untold = [receiver for receiver in self._receivers if receiver not in self._told]
        return next((r for r in [*untold, *self._told] if r in self._answers), None)

    def _result(self, number: int) -> Any:
        with self._changed:
            receiver = self._answering(number)
            assert receiver is not None, "send() has waited for it"
            _, answer = self._answers.pop(receiver)
        data = self._data(answer)
        if not self._options.multiclient_mode:
            return data
        self._told = [*(told for told in self._told if told != receiver), receiver]
        return (receiver.port if answer.port is None else answer.port), data

    def _data(self, answer: Answer) -> Any:
        if not isinstance(answer.data, ArrayReply):
            return answer.data
        try:
            return decode_array(answer.data.content, answer.data.payload, self._options.jpeg)
        except RemoteProtocolError as error:
            _log.warning("skipped return data that cannot be used: %s", error)
            return None

    def _nobody(self, what: str) -> None:
        """Count a time-out; raises RuntimeError when it was one too many."""
        if self._closed:
            return
        where = ", ".join(map(str, self._receivers))
        if self._options.max_retries:
            self._tries_left -= 1
            if self._tries_left <= 0:
                raise RuntimeError(f"nobody {what}, too often: is a receiver running at {where}?")
        _log.warning("nobody %s at %s within %g s", what, where, self._options.request_timeout)


def _state(statuses: Any, receiver: Receiver) -> ReceiverState | None:
    status = statuses.get(receiver)
    return status.state if status else None
