"""The picture of all cameras as users of OpenCV make it: imutils.build_montages.

Each frame is made as large as it is shown when it comes; the montage is made once for each frame of
the screen, not for each frame of a camera.
"""

import time

import cv2
import imutils
import numpy as np
import numpy.typing as npt

from tests.benchmarks.walls.meter import DISPLAY_HZ, Meter, WallOptions


class Montage:
    """Shows nothing on a screen, but makes everything that would be shown."""

    def __init__(self, given: WallOptions, meter: Meter) -> None:
        self._given = given
        self._meter = meter
        self._pictures: dict[int, npt.NDArray[np.uint8]] = {}
        self._fresh: dict[int, float] = {}
        self._next_at = 0.0

    def show(self, port: int, pixels: npt.NDArray[np.uint8], sent_at: float) -> None:
        """Take a camera's frame; make the whole picture when the screen shows the next one."""
        given = self._given
        self._pictures[port] = np.asarray(cv2.resize(pixels, given.picture), np.uint8)
        self._fresh[port] = sent_at
        now = time.monotonic()
        if now < self._next_at:
            return
        self._next_at = now + 1 / DISPLAY_HZ
        imutils.build_montages(
            list(self._pictures.values()), given.picture, (given.columns, given.rows)
        )
        for one, sent in self._fresh.items():
            self._meter.shown(one, sent)
        self._fresh.clear()
