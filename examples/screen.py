"""Shows pictures as one montage: in a window, or in a file that always holds the newest."""

import math
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt
from imutils import build_montages
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

TILE = (480, 270)


class Screen:
    """A window, a file, or nothing where there is neither: then it says so once.

    OpenCV's own window, cv2.imshow, is missing in opencv-python-headless, so this is a window of
    Qt. It is drawn anew, and can be closed, whenever `show` is called.
    """

    def __init__(self, save: Path | None) -> None:
        self._save = save
        self._window: QLabel | None = None
        if save is None and _has_display():
            self._application = QApplication.instance() or QApplication(sys.argv[:1])
            self._window = QLabel()
            self._window.setWindowTitle("NetGear")
            self._window.show()
        elif save is None:
            print("There is no display here: add --save montage.jpg to see the pictures.")

    def show(self, pictures: list[npt.NDArray[Any]]) -> bool:
        """Show pictures (height x width x 3: blue, green, red) beside each other.

        Returns False once the window was closed.
        """
        columns = math.ceil(math.sqrt(len(pictures)))
        rows = math.ceil(len(pictures) / columns)
        montage = build_montages(pictures, TILE, (columns, rows))[0]
        if self._save is not None:
            _write(self._save, montage)
        if self._window is None:
            return True
        return _draw(self._window, montage)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._window is not None:
            self._window.close()


def _has_display() -> bool:
    displays = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in displays)


def _write(file: Path, montage: npt.NDArray[np.uint8]) -> None:
    """Write beside the file first, so that whoever looks always finds a whole picture."""
    unfinished = file.with_name(f".{file.name}")
    unfinished.write_bytes(cv2.imencode(file.suffix, montage)[1].tobytes())
    unfinished.replace(file)


def _draw(window: QLabel, montage: npt.NDArray[np.uint8]) -> bool:
    height, width = montage.shape[:2]
    image = QImage(montage.data, width, height, 3 * width, QImage.Format.Format_BGR888)
    window.setPixmap(QPixmap.fromImage(image))
    window.resize(width, height)
    QApplication.processEvents()
    return window.isVisible()
