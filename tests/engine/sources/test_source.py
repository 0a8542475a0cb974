from typing import Self

import pytest

from netgear_engine.errors import SourceError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.source import Source


class NotedSource(Source):
    title = "noted"
    fps = None

    def __init__(self, trouble: SourceError | None = None) -> None:
        self.calls: list[str] = []
        self._trouble = trouble

    def start(self) -> Self:
        self.calls.append("start")
        if self._trouble:
            raise self._trouble
        return self

    def read(self) -> CapturedFrame | None:
        self.calls.append("read")
        return None

    def stop(self) -> None:
        self.calls.append("stop")


def test_a_with_statement_starts_and_stops():
    with NotedSource() as source:
        assert source.read() is None
    assert source.calls == ["start", "read", "stop"]


def test_it_is_stopped_when_the_block_fails():
    source = NotedSource()
    with pytest.raises(KeyError), source:
        raise KeyError
    assert source.calls == ["start", "stop"]


def test_a_failed_start_reaches_the_caller():
    with pytest.raises(SourceError, match="busy"), NotedSource(SourceError("busy")):
        pytest.fail("the block must not run")
