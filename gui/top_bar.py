"""The bar above the wall: view, search, layout, alarms, and what is shown of the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from gui import theme
from gui.actions import Actions
from gui.icons import icon
from gui.sign import Sign
from gui.sign_painter import draw_sign
from gui.view_tab import ViewTab

_FIND_WIDTH = 190


class FindField(QLineEdit):
    """The search field: Enter takes the first match, Esc empties and leaves it."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Find a camera   Ctrl+F")
        self.setToolTip("Find a camera by name or port (Ctrl+F)")
        self.setAccessibleName("Find a camera")
        self.setFixedWidth(_FIND_WIDTH)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for this field while it has the focus."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty and leave the field with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)


class TopBar(QWidget):
    """Places its parts and says what was asked for; `layout_chosen` carries the menu's word."""

    layout_chosen = Signal(str)

    def __init__(
        self, actions: Actions, layouts: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.TOP_BAR_HEIGHT)
        self.view_tab = ViewTab("All")
        self.find_field = FindField()
        self.layout_button = self._layout_button(layouts)
        self.pager = _Pager(actions)
        self.unacknowledged = QToolButton()
        self.unacknowledged.setObjectName("unacknowledged")
        self.unacknowledged.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unacknowledged.setIcon(_sign_icon(Sign.TRIANGLE))
        self.unacknowledged.setIconSize(QSize(10, 10))
        self.unacknowledged.setToolTip("Show the alarms; A acknowledges the newest")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self.view_tab)
        row.addStretch(1)
        row.addWidget(self.unacknowledged)
        row.addWidget(self.pager)
        row.addWidget(self.find_field)
        row.addWidget(self.layout_button)
        row.addSpacing(2)
        for name in ("statistics", "side_panel", "full_screen"):
            row.addWidget(_icon_button(actions[name]))
        self.set_unacknowledged(0)
        self.show_page(0, 1)

    def set_unacknowledged(self, count: int) -> None:
        """Show how many alarms wait to be acknowledged; nothing when none does."""
        self.unacknowledged.setText(f" {count} unacknowledged")
        self.unacknowledged.setVisible(count > 0)

    def show_layout(self, chosen: str, grid: str) -> None:
        """Show the layout chosen, and the grid that Auto has come to."""
        automatic = chosen == self._layouts[0].text()
        words = f"{chosen} {grid}" if automatic else chosen
        self.layout_button.setText(f" {words} ▾")
        for action in self._layouts:
            action.setChecked(action.text() == chosen)

    def show_page(self, page: int, pages: int) -> None:
        """Show which page of how many is seen; nothing when there is only one."""
        self.pager.show_page(page, pages)

    def focus_find(self) -> None:
        """Put the cursor into the search field."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def _layout_button(self, layouts: Sequence[str]) -> QToolButton:
        button = QToolButton()
        button.setObjectName("layout")
        button.setIcon(icon("layout", theme.DARK.secondary))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("How the cameras are laid out")
        menu = QMenu(button)
        group = QActionGroup(self)
        self._layouts = [QAction(name, group, checkable=True) for name in layouts]
        menu.addActions(self._layouts)
        group.triggered.connect(lambda action: self.layout_chosen.emit(action.text()))
        button.setMenu(menu)
        return button


class _Pager(QWidget):
    """Back, which page, on."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._previous, self._next = actions["previous_page"], actions["next_page"]
        self._words = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(2)
        row.addWidget(_icon_button(self._previous))
        row.addWidget(self._words)
        row.addWidget(_icon_button(self._next))

    def show_page(self, page: int, pages: int) -> None:
        self._words.setText(f"Page {page + 1} of {pages}")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page < pages - 1)
        self.setVisible(pages > 1)


def _icon_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setObjectName("icon")
    button.setDefaultAction(action)
    button.setIconSize(QSize(16, 16))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button


def _sign_icon(sign: Sign) -> QIcon:
    result = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(10 * ratio, 10 * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_sign(painter, sign, QRectF(0, 0, 10, 9), theme.DARK.sign_colour(sign))
        painter.end()
        result.addPixmap(pixmap)
    return result
