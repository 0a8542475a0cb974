"""A mark that moves as long as the GUI thread does: when it stands still, so does the window."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.look import theme
from netgear_engine.clock import Clock

_EVERY_MS = 50
_SWEEP_SECONDS = 2.0
_SIZE = QSize(60, 4)
_MARK = 12


class Heartbeat(QWidget):
    """Drawn by the window itself and by nothing else; it cannot be switched off.

    Without animation it steps once a second.
    """

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setFixedSize(_SIZE)
        self.setAccessibleName("Heartbeat of this window")
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.update)
        self._timer.start()

    def place(self) -> float:
        """Return where the mark is now, from 0 at the left to 1 at the right, to and fro."""
        now = self._clock.monotonic()
        if not theme.is_animated():
            now = math.floor(now)
        phase = now % (2 * _SWEEP_SECONDS) / _SWEEP_SECONDS
        return phase if phase <= 1 else 2 - phase

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rail and the mark on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().line))
        painter.drawRoundedRect(QRectF(0, 1, self.width(), 2), 1, 1)
        painter.setBrush(QColor(theme.colours().accent))
        left = self.place() * (self.width() - _MARK)
        painter.drawRoundedRect(QRectF(left, 0.5, _MARK, 3), 1.5, 1.5)
        painter.end()
