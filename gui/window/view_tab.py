"""A tab of the top bar: the view's name, a badge with its faults, a line below the one shown."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui.look import theme
from gui.look.plain_text import set_tip

_SIDE = 14
_BADGE_HEIGHT = 16
_GAP = 7


class ViewTab(QAbstractButton):
    """Shows how many cameras of its view are faulty; nothing when none is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        # A name with & in it is no key.
        self.setShortcut(QKeySequence())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        self._faults = 0
        self._key = ""
        self.set_faults(0)

    def set_key(self, key: str) -> None:
        """Set what the tooltip says of the key that shows this view."""
        self._key = key
        self.set_faults(self._faults)

    def set_faults(self, faults: int) -> None:
        """Set the number of faulty cameras."""
        self._faults = faults
        words = f", {faults} faulty" if faults else ""
        self.setAccessibleName(f"View {self.text()}{words}")
        set_tip(self, f"Show {self.text()}{words}{self._key}")
        self.updateGeometry()
        self.update()

    def faults(self) -> int:
        """Return the number in the badge."""
        return self._faults

    def sizeHint(self) -> QSize:
        """Return room for the name and the badge."""
        width = QFontMetrics(_font()).horizontalAdvance(self.text()) + 2 * _SIDE
        if self._faults:
            width += _GAP + self._badge_width()
        return QSize(width, theme.scaled(theme.TOP_BAR_HEIGHT) - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, badge and underline."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_font())
        painter.setPen(QColor(colours.text if self.isChecked() else colours.secondary))
        text = self._shown_text()
        text_width = QFontMetrics(_font()).horizontalAdvance(text)
        box = QRect(_SIDE, 0, text_width + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        if self._faults:
            high = theme.scaled(_BADGE_HEIGHT)
            top = (self.height() - high) / 2
            badge = QRectF(_SIDE + text_width + _GAP, top, self._badge_width(), high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.alarm_ground))
            painter.drawRoundedRect(badge, high / 2, high / 2)
            painter.setFont(_badge_font())
            painter.setPen(QColor(colours.alarm_text))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._faults))
        if self.isChecked():
            painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(colours.accent))
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 6.5, -3.5, -8.5), 6, 6)
        painter.end()

    def _shown_text(self) -> str:
        """Return as much of the name as fits beside the badge, which never gives way."""
        badge = _GAP + self._badge_width() if self._faults else 0
        # Letters may be a fraction of a pixel wider than their rounded sum.
        room = self.width() - 2 * _SIDE - badge + 2
        return QFontMetrics(_font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def _badge_width(self) -> int:
        digits = QFontMetrics(_badge_font()).horizontalAdvance(str(self._faults))
        return max(theme.scaled(_BADGE_HEIGHT), digits + 10)


def _font() -> QFont:
    return theme.font(13, semibold=True)


def _badge_font() -> QFont:
    return theme.font(11, semibold=True)
