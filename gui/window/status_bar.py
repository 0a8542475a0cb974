"""The bar below the wall: heartbeat, how many cameras are well, what it costs, the time."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.look import theme
from gui.look.heartbeat import Heartbeat
from gui.look.plain_text import Label, set_tip
from gui.look.sign import Sign
from gui.look.sign_painter import draw_sign
from gui.look.time_words import date_and_time
from gui.window.figures import WallFigures
from netgear_engine.clock import Clock

_CLOCK_EVERY_MS = 250


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cameras are in which kind of state; `slow_here` are well, this computer is not."""

    live: int = 0
    slow: int = 0
    slow_here: int = 0
    lost: int = 0
    failed: int = 0


class StatusBar(QWidget):
    """Faults are shown in colour with a sign and a word; where there is none, there is nothing.

    `clicked` asks for more than fits here.
    """

    clicked = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setObjectName("status_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._fit_height()
        self._live = _label("live")
        self._slow = _Fault("slow", Sign.TRIANGLE)
        self._slow_here = _Fault("slow", Sign.TRIANGLE)
        self._lost = _Fault("lost", Sign.CROSS)
        self._failed = _Fault("failed", Sign.CROSS)
        self._own_fault = _Fault("own_fault", Sign.CROSS)
        self._bits = _label("bits", "Received from all cameras together")
        self._cpu = _label("cpu", "This program's share of all processors of this computer")
        self._drops = _label("drops", "Frames left out because a newer one came first")
        self._lock = _label("lock")
        self._time = _label("time")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(18)
        row.addWidget(Heartbeat(clock))
        row.addWidget(self._own_fault)
        for part in (self._live, self._slow, self._slow_here, self._lost, self._failed):
            row.addWidget(part)
        for part in (self._bits, self._cpu, self._drops):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._lock)
        row.addWidget(self._time)
        self._timer = QTimer(self, interval=_CLOCK_EVERY_MS)
        self._timer.timeout.connect(self._show_time)
        self._timer.start()
        self._show_time()
        self.show_lock("")
        self.show_counts(Counts())
        self.show_own_fault(is_open=False)
        self.show_figures(WallFigures())

    def show_counts(self, counts: Counts) -> None:
        """Show how many cameras are well and how many are not."""
        self._live.setText(f"{counts.live} live")
        self._slow.tell(counts.slow, "slow or stale")
        self._slow_here.tell(counts.slow_here, "slow: this computer")
        self._lost.tell(counts.lost, "lost")
        self._failed.tell(counts.failed, "failed")

    def show_own_fault(self, *, is_open: bool) -> None:
        """Say that the monitor itself has a fault that nobody has acknowledged."""
        self._own_fault.say("The monitor itself has a fault" if is_open else "")

    def show_figures(self, figures: WallFigures) -> None:
        """Show what the cameras cost."""
        self._bits.setText(f"{figures.bits / 1e6:.0f} Mbit/s")
        self._cpu.setText(f"CPU {figures.cpu * 100:.0f} %")
        self._drops.setText(f"{figures.drops:.0f} drops/s")

    def show_lock(self, words: str) -> None:
        """Say whether the window is locked; nothing where it cannot be."""
        self._lock.setText(words)
        self._lock.setVisible(bool(words))

    def changeEvent(self, event: QEvent) -> None:
        """Be as high as the text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit_height()

    def _fit_height(self) -> None:
        self.setFixedHeight(theme.scaled(theme.STATUS_BAR_HEIGHT))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()

    def words(self) -> list[str]:
        """Return what stands in the bar, from the left."""
        labels = self.findChildren(Label)
        return [label.text().strip() for label in labels if not label.isHidden()]

    def _show_time(self) -> None:
        words = date_and_time(self._clock.wall())
        if words != self._time.text():
            self._time.setText(words)


class _Fault(Label):
    """A sign and a number of cameras, gone when the number is none."""

    def __init__(self, name: str, sign: Sign) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFont(theme.font(12))
        self._sign = sign

    def tell(self, count: int, words: str) -> None:
        self.say(f"{count} {words}" if count > 0 else "")

    def say(self, words: str) -> None:
        self.setContentsMargins(theme.scaled(15), 0, 0, 0)
        self.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = theme.scaled(9)
        box = QRectF(0, (self.height() - size) / 2, size, size)
        draw_sign(painter, self._sign, box, theme.colours().sign_colour(self._sign))
        painter.end()


def _label(name: str, tip: str = "") -> Label:
    label = Label()
    label.setObjectName(name)
    label.setFont(theme.font(12))
    set_tip(label, tip)
    return label
