"""The small buttons that a tile shows under the mouse or when it is selected."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.actions.table import show_tip
from gui.look import theme
from gui.look.icons import icon
from gui.wall.tile.pills import pill_height


class TileTools(QWidget):
    """Save the picture, write to the camera, enlarge."""

    enlarge_wanted = Signal()
    snapshot_wanted = Signal()
    message_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tile_tools")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._snapshot = self._button("snapshot", "Save this picture")
        self._enlarge = self._button("enlarge", "Enlarge")
        self._message = self._button("message", "Write to this camera")
        self._snapshot.clicked.connect(self.snapshot_wanted)
        self._enlarge.clicked.connect(self.enlarge_wanted)
        self._message.clicked.connect(self.message_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self._snapshot)
        row.addWidget(self._message)
        row.addWidget(self._enlarge)

    def set_enlarged(self, enlarged: bool) -> None:
        """Say whether the button makes the tile large or small again."""
        self._enlarge.setIcon(icon("shrink" if enlarged else "enlarge"))
        if enlarged:
            show_tip(self._enlarge, "Back to all cameras", "back")
        else:
            show_tip(self._enlarge, "Enlarge", "enlarge")

    def put_into(self, area: QRect, *, shown: bool) -> int:
        """Lie at the top right of an area; return how much of its width that takes."""
        size = self.sizeHint()
        left = area.right() + 1 - theme.PILL_MARGIN - size.width()
        top = area.top() + theme.PILL_MARGIN - (size.height() - pill_height()) // 2
        self.setGeometry(left, top, size.width(), size.height())
        self.setVisible(shown)
        return size.width() if shown else 0

    def _button(self, name: str, tip: str) -> QToolButton:
        """Return a button with the icon of an action, whose keys its tooltip names."""
        button = QToolButton(self)
        button.setIcon(icon(name))
        show_tip(button, tip, name)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button
