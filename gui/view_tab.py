"""A tab of the top bar: the view's name, a badge with its faults, a line below the active one."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui import theme

_SIDE = 14
_BADGE_HEIGHT = 16
_GAP = 7


class ViewTab(QAbstractButton):
    """Shows how many cameras of its view are faulty; nothing when none is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._faults = 0
        self._font = theme.font(13, semibold=True)
        self._badge_font = theme.font(11, semibold=True)
        self.set_faults(0)

    def set_faults(self, faults: int) -> None:
        """Set the number of faulty cameras."""
        self._faults = faults
        words = f", {faults} faulty" if faults else ""
        self.setAccessibleName(f"View {self.text()}{words}")
        self.setToolTip(f"Show all cameras{words}")
        self.updateGeometry()
        self.update()

    def faults(self) -> int:
        """Return the number in the badge."""
        return self._faults

    def sizeHint(self) -> QSize:
        """Return room for the name and the badge."""
        width = QFontMetrics(self._font).horizontalAdvance(self.text()) + 2 * _SIDE
        if self._faults:
            width += _GAP + self._badge_width()
        return QSize(width, theme.TOP_BAR_HEIGHT - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, badge and underline."""
        colours = theme.DARK
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        painter.setPen(QColor(colours.text))
        text_width = QFontMetrics(self._font).horizontalAdvance(self.text())
        box = QRect(_SIDE, 0, text_width + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._faults:
            top = (self.height() - _BADGE_HEIGHT) / 2
            badge = QRectF(_SIDE + text_width + _GAP, top, self._badge_width(), _BADGE_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.alarm_ground))
            painter.drawRoundedRect(badge, _BADGE_HEIGHT / 2, _BADGE_HEIGHT / 2)
            painter.setFont(self._badge_font)
            painter.setPen(QColor(colours.alarm_text))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._faults))
        painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(colours.accent))
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 6.5, -3.5, -8.5), 6, 6)
        painter.end()

    def _badge_width(self) -> int:
        digits = QFontMetrics(self._badge_font).horizontalAdvance(str(self._faults))
        return max(_BADGE_HEIGHT, digits + 10)
