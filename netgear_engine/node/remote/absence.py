"""Says which receivers do not answer, and why: somebody waits for their pictures."""

import threading
from collections.abc import Callable, Iterable

from netgear_engine.node.machine.knock import NoAnswer, knock
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus

# With the time that a knock takes it is told within five seconds.
FIRST_AFTER_S = 2.5
AGAIN_AFTER_S = 60.0
_ABSENT = (ReceiverState.WAITING, ReceiverState.GONE)
_LISTENS = "something listens there, but does not let us in: pattern or security may differ"


class Absences:
    """Follows the receivers of one camera; for one thread, which it never holds up.

    `say` prints a line, from any thread; `ask` finds out why a receiver does not answer.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        ask: Callable[[Receiver], NoAnswer | None] = knock,
    ) -> None:
        self._say = say
        self._ask = ask
        self._since: dict[Receiver, float] = {}
        self._due: dict[Receiver, float] = {}
        self._told: set[Receiver] = set()
        self._asking: dict[Receiver, threading.Thread] = {}

    def look(self, statuses: Iterable[ReceiverStatus], now: float) -> None:
        """Take how the receivers are at `now` (monotonic seconds)."""
        for status in statuses:
            if status.state in _ABSENT:
                self._absent(status.receiver, now)
            elif status.state is ReceiverState.REFUSED:
                self._refused(status.receiver)
            else:
                self._there(status.receiver, now)

    def _absent(self, receiver: Receiver, now: float) -> None:
        self._since.setdefault(receiver, now)
        if now < self._due.setdefault(receiver, now + FIRST_AFTER_S):
            return
        self._due[receiver] = now + AGAIN_AFTER_S
        asking = self._asking.get(receiver)
        if asking is None or not asking.is_alive():
            # Daemon, because nothing can break off the look-up of a name.
            asking = threading.Thread(
                target=self._find_out, args=(receiver,), name="knock", daemon=True
            )
            self._asking[receiver] = asking
            asking.start()

    def _refused(self, receiver: Receiver) -> None:
        # Somebody is there, but whoever waits for pictures gets none; the refusal itself is told.
        self._since.pop(receiver, None)
        self._due.pop(receiver, None)
        self._told.discard(receiver)

    def _there(self, receiver: Receiver, now: float) -> None:
        since = self._since.pop(receiver, None)
        self._due.pop(receiver, None)
        if receiver in self._told and since is not None:
            self._told.discard(receiver)
            self._say(f"{receiver} answered after {now - since:.0f} s")

    def _find_out(self, receiver: Receiver) -> None:
        answer = self._ask(receiver)
        if receiver in self._since:
            self._told.add(receiver)
            why = answer.found if answer is not None else _LISTENS
            self._say(f"nobody answers at {receiver}: {why}; trying again")
