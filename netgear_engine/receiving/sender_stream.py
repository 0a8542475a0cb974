"""The stream of frames that one port receives: what changes in it, and when it was captured."""

from netgear_engine.clock import Clock
from netgear_engine.codecs.decode_scale import measure
from netgear_engine.frame import Frame
from netgear_engine.protocol.ext import SenderExt
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.receiver_session import FrameReceived
from netgear_engine.receiving.clock_offset import ClockOffset


class SenderStream:
    """Makes frames of what a sender sends, and remembers what the next one is compared with.

    `name` is what the sender calls itself, empty for stock senders; `size` is the width and height
    of the last frame.
    """

    def __init__(self, port: int, clock: Clock, limits: Limits) -> None:
        self.name = ""
        self.size: tuple[int, int] | None = None
        self.same_picture = False
        self.last_frame: Frame | None = None
        self._port = port
        self._clock = clock
        self._limits = limits
        self._node = ""
        self._sequence = 0
        self._offset = ClockOffset()

    def frame(self, received: FrameReceived, number: int, now: float) -> Frame:
        """Return the frame; raises RemoteProtocolError when its picture is broken."""
        header = received.header
        self.size = measure(header.content, received.payload, self._limits)
        before = self.last_frame
        self.same_picture = before is not None and before.payload == received.payload
        wall = self._clock.wall()
        captured, uncertainty = self._captured(header.ext)
        self.last_frame = Frame(
            port=self._port,
            number=number,
            payload=received.payload,
            content=header.content,
            received_at=now,
            received_wall=wall,
            changed_wall=before.changed_wall if before and self.same_picture else wall,
            message=header.message,
            told_port=header.port,
            captured_at=captured,
            capture_uncertainty=uncertainty,
        )
        return self.last_frame

    def answered(self, received: FrameReceived, received_at: float, now: float) -> None:
        """Note when a frame was answered: its sender's clock is learnt from that."""
        if received.header.ext is not None:
            self._offset.answer_sent(received.header.ext.sequence, received_at, now)

    def _captured(self, ext: SenderExt | None) -> tuple[float | None, float | None]:
        if ext is None:
            self.name = self._node = ""
            return None, None
        self.name = ext.name
        if ext.node != self._node or ext.sequence <= self._sequence:
            # Another sender, or the same one started again: its numbers and its clock are new.
            self._offset.forget()
        self._node, self._sequence = ext.node, ext.sequence
        if ext.last_answer is not None:
            self._offset.answer_came_back(ext.last_answer)
        ours = None if ext.captured is None else self._offset.in_our_time(ext.captured)
        return ours or (None, None)
