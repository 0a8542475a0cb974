"""The stream of frames that one port receives: what changes in it, and when it was captured."""

from netgear_engine.clock import Clock
from netgear_engine.codecs.decode_scale import Measurer, scaled_words, upright_size
from netgear_engine.frame import Frame
from netgear_engine.protocol.ext import SenderExt
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.receiver_session import FrameReceived
from netgear_engine.receiving.clock_offset import ClockOffset
from netgear_engine.receiving.node_knowledge import fault_of

# Large enough that comparing is quick, small enough that a difference is found soon.
_COMPARED_BYTES = 4096


class SenderStream:
    """Makes frames of what a sender sends, and remembers what the next one is compared with.

    `name` is what the sender calls itself, empty for stock senders; `size` is the width and height
    of the last frame, `scaled` how its values are made fit for a screen. A placeholder, which
    stands in for a picture while the camera has a fault, is no new picture, and what comes after it
    is compared with the picture before it.
    """

    def __init__(self, port: int, clock: Clock, limits: Limits) -> None:
        self.name = ""
        self.size: tuple[int, int] | None = None
        self.scaled = ""
        self.same_picture = False
        self.last_frame: Frame | None = None
        self._last_picture: Frame | None = None
        self._port = port
        self._clock = clock
        self._measurer = Measurer(limits)
        self._node = ""
        self._sequence = 0
        self._offset = ClockOffset()

    def frame(self, received: FrameReceived, number: int, now: float) -> Frame:
        """Return the frame; raises RemoteProtocolError when its picture is broken."""
        header = received.header
        measured = self._measurer.measure(header.content, received.payload)
        self.size = upright_size(*measured)
        self.scaled = scaled_words(header.content)
        fault = fault_of(header.ext)
        before = self.last_frame if fault else self._last_picture
        self.same_picture = before is not None and (
            bool(fault) or _same(before.payload, received.payload)
        )
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
            fault=fault,
            measured=measured,
        )
        if not fault:
            self._last_picture = self.last_frame
        return self.last_frame

    def answered(self, received: FrameReceived, received_at: float, now: float) -> None:
        """Count a frame as answered: its sender's clock is learnt from that."""
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


def _same(one: Part, other: Part) -> bool:
    """Compare two payloads piece by piece: views of whole frames are compared too slowly."""
    return len(one) == len(other) and all(
        bytes(one[start : start + _COMPARED_BYTES]) == bytes(other[start : start + _COMPARED_BYTES])
        for start in range(0, len(one), _COMPARED_BYTES)
    )
