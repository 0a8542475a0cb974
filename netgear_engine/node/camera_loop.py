"""Reads a source for as long as there is something to read, and tries again when it fails."""

from collections.abc import Callable
from typing import Protocol

from netgear_engine.clock import Clock
from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.back_off import BackOff
from netgear_engine.sources.source import Source


class CameraListener(Protocol):
    """Who is told how the source is doing; called in the thread that runs the loop."""

    def source_started(self, source: Source, frame: CapturedFrame) -> None:
        """The first frame of all is there."""
        ...

    def source_failed(self, trouble: str) -> None:
        """The source gives nothing and will be tried again; called once for each trouble."""
        ...

    def source_recovered(self, seconds: float) -> None:
        """The source gives frames again; `seconds` have gone by since the first trouble."""
        ...


class CameraLoop:
    """Takes frames from a source and hands them on."""

    def __init__(
        self,
        source: Source,
        send: Callable[[CapturedFrame], object],
        *,
        listener: CameraListener,
        clock: Clock,
        should_stop: Callable[[], bool],
    ) -> None:
        self._source = source
        self._send = send
        self._listener = listener
        self._clock = clock
        self._should_stop = should_stop
        self._back_off = BackOff()
        self._troubles: set[str] = set()
        self._failed_at: float | None = None
        self._has_started = False

    def run(self) -> None:
        """Return at the end of the source or when told to stop.

        Raises SourceError when the source can never give frames (again).
        """
        while not self._should_stop():
            try:
                with self._source:
                    self._play()
                return
            except SourceError as error:
                if error.permanent:
                    raise
                self._failed(str(error))

    def _play(self) -> None:
        first_at: float | None = None
        while not self._should_stop():
            frame = self._source.read()
            if frame is None:
                return
            if first_at is None:
                first_at = frame.captured_at
            self._worked(frame, frame.captured_at - first_at)
            self._send(frame)

    def _worked(self, frame: CapturedFrame, seconds: float) -> None:
        if not self._has_started:
            self._has_started = True
            self._listener.source_started(self._source, frame)
        if self._failed_at is not None and self._back_off.worked_for(seconds):
            self._listener.source_recovered(frame.captured_at - self._failed_at)
            self._failed_at = None
            self._troubles.clear()

    def _failed(self, trouble: str) -> None:
        if self._failed_at is None:
            self._failed_at = self._clock.monotonic()
        if trouble not in self._troubles:
            self._troubles.add(trouble)
            self._listener.source_failed(trouble)
        self._clock.sleep(self._back_off.failed())
