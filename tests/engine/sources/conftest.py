"""Cameras for the tests of sources."""

import os
import selectors
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.sources.pi_camera.source import PiCamera
from netgear_engine.sources.source import SourceOptions
from tests.support import pi_cameras as cameras_for_tests

# Set by `make test-picamera2`: then nothing may stand in for libcamera.
_REQUIRE_LIBCAMERA = os.environ.get("NETGEAR_REQUIRE_LIBCAMERA") == "1"


class _QuickSelector(selectors.DefaultSelector):
    """picamera2's threads look only so often whether they are to end; each test waits for them."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(None if timeout is None else min(timeout, 0.02))


@pytest.fixture
def pi_cameras(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[cameras_for_tests.PiCameras]:
    """Let there be one Raspberry Pi camera; skip where picamera2 cannot be had."""
    reason = cameras_for_tests.why_not()
    if reason and not _REQUIRE_LIBCAMERA:
        pytest.skip(reason)
    assert not _REQUIRE_LIBCAMERA or cameras_for_tests.is_real_libcamera(), reason
    monkeypatch.setattr(selectors, "DefaultSelector", _QuickSelector)
    cameras = cameras_for_tests.PiCameras(tmp_path)
    yield cameras
    cameras.close()


@pytest.fixture
def pi_camera(pi_cameras: cameras_for_tests.PiCameras) -> Iterator[Callable[..., PiCamera]]:
    """Return a function from a camera's number or id, and options, to a source not yet started.

    Unless told otherwise it is fast, so that no test waits long for a frame.
    """
    made: list[PiCamera] = []

    def make(which: str = "0", **options: Any) -> PiCamera:
        options = {"fps": 90} | options
        made.append(PiCamera(which, SourceOptions(**options), SystemClock()))
        return made[-1]

    yield make
    for source in made:
        source.stop()
