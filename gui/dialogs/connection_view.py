"""What a connection test has found: the picture, one line with a sign, and what to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.cameras.verdict import Finding, Verdict
from gui.dialogs.thumbnail import Thumbnail
from gui.look import theme
from gui.look.plain_text import Label
from gui.look.sign import Sign
from gui.look.sign_painter import draw_sign
from netgear_engine.frame import Picture

_SIGNS = {Verdict.WAITING: Sign.RING, Verdict.WORKS: Sign.DOT, Verdict.FAILED: Sign.TRIANGLE}
_WORDS = {Verdict.WAITING: "No picture yet", Verdict.WORKS: "", Verdict.FAILED: "No live picture"}
_LINES_HEIGHT = 108


class ConnectionView(QWidget):
    """Shows findings and pictures. A picture is seen only while the connection works."""

    def __init__(self, painted: Callable[[Picture], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = Finding(Verdict.WAITING, "")
        self.thumbnail = Thumbnail(painted)
        self._sign = _SignMark()
        self._title = _line("finding_title")
        self._advice = _line("finding_advice")
        headline = QHBoxLayout()
        headline.setSpacing(8)
        headline.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        headline.addWidget(self._title, 1)
        lines = QWidget()
        lines.setMinimumHeight(theme.scaled(_LINES_HEIGHT))
        lines.setFixedWidth(self.thumbnail.width())
        below = QVBoxLayout(lines)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(4)
        below.addLayout(headline)
        below.addWidget(self._advice)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.thumbnail)
        column.addWidget(lines, 1)

    @property
    def finding(self) -> Finding:
        """What is shown."""
        return self._finding

    def show_finding(self, finding: Finding) -> None:
        """Show how the connection stands."""
        self._finding = finding
        self._sign.show_sign(_SIGNS[finding.verdict])
        self._title.setText(finding.title)
        listed = len(finding.advice) > 1
        self._advice.setText("\n".join(f"• {one}" if listed else one for one in finding.advice))
        self._advice.setVisible(bool(finding.advice))
        if finding.verdict is not Verdict.WORKS:
            self.thumbnail.show_words(_WORDS[finding.verdict])

    def show_picture(self, picture: Picture) -> None:
        """Show a newer picture, unless something is wrong with the connection."""
        if self._finding.verdict is not Verdict.FAILED:
            self.thumbnail.show_picture(picture)


class _SignMark(QWidget):
    """The sign beside the line, drawn as in the tiles."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = Sign.RING
        self.setFixedSize(QSize(12, 18))

    def show_sign(self, sign: Sign) -> None:
        self._sign = sign
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_sign(
            painter, self._sign, QRectF(1, 4, 10, 10), theme.colours().sign_colour(self._sign)
        )
        painter.end()


def _line(name: str) -> Label:
    label = Label()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
