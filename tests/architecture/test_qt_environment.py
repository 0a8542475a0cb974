"""Qt as it is installed here: sound on this Python, and not disturbed by OpenCV."""

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tests.architecture.source_tree import ROOT

PAINTS = 500

OPENCV_FIRST = """
import cv2, os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("camera")
label.show()
def look():
    print(application.platformName(), label.isVisible(), label.windowHandle().isExposed())
    application.quit()
QTimer.singleShot(500, look)
application.exec()
"""


class Painted(QWidget):
    """Paints as a tile does, through methods that Qt calls back."""

    def __init__(self) -> None:
        super().__init__()
        self.paints = 0
        self._image = QImage(32, 32, QImage.Format.Format_RGB32)

    def sizeHint(self) -> QSize:
        return QSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        painter.drawText(4, 20, "camera")
        painter.end()
        self.paints += 1


def test_painting_does_not_use_up_none(qtbot):
    """PySide6 6.12.0 on Python 3.11 drops a reference to None with each call; see decisions.md."""
    widget = Painted()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    before = sys.getrefcount(None)
    painted_before = widget.paints
    for _ in range(PAINTS):
        widget.repaint()
    assert widget.paints - painted_before == PAINTS
    assert sys.getrefcount(None) > before - PAINTS / 2


def test_opencv_leaves_qt_s_plugins_alone():
    code = "import os, cv2; print(sorted(name for name in os.environ if name.startswith('QT_')))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert result.stdout.strip() == "[]"


@pytest.mark.x11
def test_a_window_opens_on_x11_with_opencv_imported_first():
    result = subprocess.run(
        [sys.executable, "-c", OPENCV_FIRST],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["xcb", "True", "True"]


@pytest.mark.x11
def test_the_real_window_runs_on_x11_with_opencv_imported_first(tmp_path):
    report, picture = tmp_path / "r.json", tmp_path / "window.png"
    arguments = ["--demo", "2", "--exit-after", "6"]
    arguments += ["--report", str(report), "--screenshot", str(picture)]
    code = f"import cv2, sys; from gui.__main__ import main; sys.exit(main({arguments!r}))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    ports = json.loads(report.read_text(encoding="utf-8"))["ports"]
    assert [port["state"] for port in ports.values()] == ["LIVE", "LIVE"]
    assert all(port["painted"] > 0 for port in ports.values())
    assert picture.stat().st_size > 10_000
