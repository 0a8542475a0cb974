"""The talk with one receiver beside the pictures: news of the node out, wishes and commands in."""

from collections import deque
from dataclasses import dataclass
from functools import partial

from netgear_engine.net import in_net
from netgear_engine.protocol.ext import (
    Command,
    CommandResult,
    Health,
    NodeReport,
    ReceiverExt,
    WantedStream,
    fits,
)
from netgear_engine.protocol.json_text import size_in_json
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.sender_session import NO_NEWS, NodeNews
from netgear_engine.protocol.text import LONGEST_REASON
from netgear_engine.sending.node_facts import NodeFacts
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.send_listener import RemoteControl

MOST_RESULTS = 64
MOST_RESULT_BYTES = 8 * 1024
# Each may have many megabytes.
MOST_STILLS = 2
HEALTH_INTERVAL_S = 2.0
# Where nothing comes back nobody knows who has received it.
REPORT_AGAIN_S = 5.0
# What the news of one frame may fill, however much more a header may have.
_ROOM = 56 * 1024


@dataclass(frozen=True, slots=True)
class Still:
    """A picture that answers a command, and the result that goes with it."""

    result: CommandResult
    jpeg: bytes


class ReceiverDialogue:
    """What is still to be sent to a receiver of the node, each once, and what it wants of it.

    For the poll loop's thread. `wanted` is its wish, None for the stream as it is configured.
    `two_way` says whether the pattern has a way back.
    """

    def __init__(
        self,
        receiver: Receiver,
        facts: NodeFacts,
        remote: RemoteControl | None = None,
        *,
        two_way: bool = True,
    ) -> None:
        self.identity = facts.identity
        self._receiver = receiver
        self._facts = facts
        self._remote = remote
        self._two_way = two_way
        self.wanted: WantedStream | None = None
        self._results: deque[tuple[CommandResult, int]] = deque(maxlen=MOST_RESULTS)
        self._stills: deque[Still] = deque()
        self._sent_report: NodeReport | None = None
        self._sent_health: Health | None = None
        self._report_sent_at = self._health_sent_at = float("-inf")

    def received(self, ext: ReceiverExt | None) -> None:
        """Take what came with an answer; a stock receiver wants and commands nothing."""
        self._wish(ext.wanted if ext is not None else None)
        for command in ext.commands if ext is not None else ():
            self._command(command)

    def receivers_changed(self) -> None:
        """Pass on that a receiver's state or its wish is another now."""
        if self._remote is not None:
            in_net(self._remote.receivers_changed)

    def left(self) -> None:
        """The receiver is gone: it wants nothing, and is sent everything anew."""
        self._wish(None)
        self._results.clear()
        self._stills.clear()
        self._sent_report = self._sent_health = None
        self._report_sent_at = self._health_sent_at = float("-inf")

    def add_result(self, result: CommandResult, still: bytes | None = None) -> None:
        """Let the receiver have a result; of more than 64 that wait the oldest is dropped."""
        if not self._two_way:
            return
        if still is None:
            self._results.append((result, size_in_json(result, "result")))
        elif len(self._stills) < MOST_STILLS:
            self._stills.append(Still(result, still))
        else:
            self.add_result(
                CommandResult(result.id, refused="earlier pictures are still on their way")
            )

    def still_to_send(self) -> Still | None:
        """Return the next picture that answers a command, once."""
        return self._stills.popleft() if self._stills else None

    def still_news(self, still: Still) -> NodeNews:
        """Return what goes with such a picture."""
        return NodeNews(self._facts.fault, still.result.id, results=(still.result,))

    def news(self, frame_fault: str, now: float, *, ours: bool, message_bytes: int = 0) -> NodeNews:
        """Return what is to go with a frame; `sent` says that it went.

        `frame_fault` is the fault that the frame was made under: a placeholder that waited must
        not pass for a picture when the fault is over. `ours` is whether the receiver is known to
        be of our own kind: a stock one is spared what it cannot read. A large message leaves less
        room.
        """
        fault = frame_fault or self._facts.fault
        if not ours and self._two_way:
            return NodeNews(fault) if fault else NO_NEWS
        room = min(_ROOM, Limits().message_bytes - message_bytes)
        results = []
        for result, size in self._results:
            room -= size
            if room < 0:
                break
            results.append(result)
        report = self._due_report(now, room)
        health = self._due_health(now)
        if not (fault or results or report or health):
            return NO_NEWS
        return NodeNews(fault, "", health, report, tuple(results))

    def sent(self, news: NodeNews, now: float) -> None:
        """Count the news as sent with a frame."""
        for _ in news.results:
            self._results.popleft()
        if news.report is not None:
            self._sent_report = news.report
            self._report_sent_at = now
        if news.health is not None:
            self._sent_health = news.health
            self._health_sent_at = now

    def _due_report(self, now: float, room: int) -> NodeReport | None:
        newest = self._facts.report
        if newest is None or newest.size > room:
            return None
        again = not self._two_way and now - self._report_sent_at >= REPORT_AGAIN_S
        return newest.report if again or newest.report is not self._sent_report else None

    def _due_health(self, now: float) -> Health | None:
        health = self._facts.health
        is_due = health is not self._sent_health and now - self._health_sent_at >= HEALTH_INTERVAL_S
        return health if is_due else None

    def _wish(self, wanted: WantedStream | None) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.receivers_changed()

    def _command(self, command: Command) -> None:
        if self._remote is None:
            self.add_result(CommandResult(command.id, refused="this camera takes no commands"))
        elif not in_net(partial(self._remote.command_received, self._receiver, command)):
            self.add_result(CommandResult(command.id, refused="this camera's program has a fault"))


def fitted(result: CommandResult) -> CommandResult:
    """Return a result that a receiver takes beside others: without its values if need be.

    Raises LocalProtocolError when it is nothing that JSON can carry.
    """
    if size_in_json(result, "result") <= MOST_RESULT_BYTES and fits(result):
        return result
    return CommandResult(result.id, refused=result.refused[:LONGEST_REASON])
