"""The small buttons that a tile shows under the mouse or when it is selected."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.icons import icon


class TileTools(QWidget):
    """Enlarge, and write to the camera."""

    enlarge_wanted = Signal()
    message_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tile_tools")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._enlarge = self._button("enlarge", "Enlarge (Enter)")
        self._message = self._button("message", "Write to this camera (T)")
        self._enlarge.clicked.connect(self.enlarge_wanted)
        self._message.clicked.connect(self.message_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self._message)
        row.addWidget(self._enlarge)

    def set_enlarged(self, enlarged: bool) -> None:
        """Say whether the button makes the tile large or small again."""
        self._enlarge.setIcon(icon("shrink" if enlarged else "enlarge"))
        self._enlarge.setToolTip("Back to all cameras (Esc)" if enlarged else "Enlarge (Enter)")

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(14, 14))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button
