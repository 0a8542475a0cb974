from typing import Any, Self

import pytest

from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera_loop import CameraLoop
from netgear_engine.sources.source import Source

BUSY = "camera /dev/video0 is busy"
ABSENT = "camera /dev/video0 is not connected"


class ScriptedSource(Source):
    """Does what the script says, one step per read (or per start, for what begins with start)."""

    title = "scripted"
    fps = 25.0

    def __init__(self, clock, *script: tuple[str, Any]):
        self._clock = clock
        self._script = list(script)
        self.running = False

    def start(self) -> Self:
        assert not self.running
        if self._script and self._script[0][0] == "start":
            raise SourceError(self._script.pop(0)[1])
        self.running = True
        return self

    def read(self) -> CapturedFrame | None:
        assert self.running
        value: Any
        what, value = self._script.pop(0) if self._script else ("end", "")
        if what == "fail":
            raise SourceError(value)
        if what == "ruin":
            raise SourceError(value, permanent=True)
        if what == "end":
            return None
        if value > 1:
            self._script.insert(0, ("frames", value - 1))
        self._clock.advance(0.04)
        return CapturedFrame(self._clock.monotonic())

    def stop(self) -> None:
        self.running = False


class Notes:
    def __init__(self):
        self.lines = []

    def source_started(self, source, frame):
        self.lines.append("started")

    def source_failed(self, trouble):
        self.lines.append(trouble)

    def source_recovered(self, seconds):
        self.lines.append(f"recovered after {seconds:.0f}")


def run(clock, *script, stop_after=10**9):
    source, notes = ScriptedSource(clock, *script), Notes()
    sent: list[CapturedFrame] = []
    loop = CameraLoop(
        source,
        sent.append,
        listener=notes,
        clock=clock,
        should_stop=lambda: len(sent) >= stop_after,
    )
    try:
        loop.run()
    finally:
        assert not source.running
    return notes.lines, sent


def test_every_frame_is_handed_on_until_the_end(manual_clock):
    lines, sent = run(manual_clock, ("frames", 5))
    assert lines == ["started"]
    assert len(sent) == 5


def test_told_to_stop_it_stops_reading(manual_clock):
    _, sent = run(manual_clock, ("frames", 100), stop_after=7)
    assert len(sent) == 7


def test_a_camera_that_is_absent_at_first_is_waited_for(manual_clock):
    begin = manual_clock.monotonic()
    lines, sent = run(manual_clock, *[("start", ABSENT)] * 3, ("frames", 100))
    assert lines == [ABSENT, "started", "recovered after 6"]
    assert manual_clock.monotonic() - begin == pytest.approx(0.5 + 1 + 2 + 100 * 0.04)
    assert len(sent) == 100


def test_each_trouble_is_told_once(manual_clock):
    script = [("start", ABSENT), ("start", BUSY)] * 20
    lines, _ = run(manual_clock, ("frames", 1), ("fail", "stopped"), *script)
    assert lines == ["started", "stopped", ABSENT, BUSY]


def test_after_a_recovery_the_same_trouble_is_told_again(manual_clock):
    lines, _ = run(
        manual_clock, ("frames", 9), ("fail", BUSY), ("frames", 30), ("fail", BUSY), ("frames", 30)
    )
    assert lines == ["started", BUSY, "recovered after 1", BUSY, "recovered after 1"]


def test_a_camera_that_flickers_is_left_in_peace(manual_clock):
    begin = manual_clock.monotonic()
    lines, sent = run(manual_clock, *[("frames", 2), ("fail", BUSY)] * 10)
    assert lines == ["started", BUSY]
    assert len(sent) == 20
    assert manual_clock.monotonic() - begin > 60


def test_what_cannot_come_back_ends_it(manual_clock):
    with pytest.raises(SourceError, match="no such file"):
        run(manual_clock, ("frames", 3), ("ruin", "no such file"))
