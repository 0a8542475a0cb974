"""The bar above the wall: view, search, layout, alarms, and what is shown of the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from gui.actions.table import Actions, keys_in_words, show_tip
from gui.look import theme
from gui.look.icons import icon, sign_icon
from gui.look.plain_text import Label, set_tip
from gui.look.sign import Sign
from gui.window.view_tabs import ViewTabs

_FIND_WIDTH = 190
_LEAST_FIND_WIDTH = 80
_BUTTONS = ("tour", "edit_view", "statistics", "new_window", "side_panel", "full_screen", "lock")
_MENU = (
    ("add_camera", "import_cameras", "export_cameras", "first_run", "demo"),
    ("settings", "shortcuts", "about"),
    ("quit",),
)
_BLANK_WORDS = "Locked, as nobody was here"


class FindField(QLineEdit):
    """The search field: Enter takes the first match, Esc empties and leaves it."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        show_tip(self, "Find a camera by name or port", "find")
        self.renew_keys()
        self.setAccessibleName("Find a camera")
        self._fit_width()

    def renew_keys(self) -> None:
        """Name the keys of now."""
        self.setPlaceholderText(f"Find a camera   {keys_in_words('find')}".rstrip())

    def changeEvent(self, event: QEvent) -> None:
        """Be as wide as the text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit_width()

    def _fit_width(self) -> None:
        self.setMinimumWidth(theme.scaled(_LEAST_FIND_WIDTH))
        self.setMaximumWidth(theme.scaled(_FIND_WIDTH))

    def sizeHint(self) -> QSize:
        """Return as much as there is room for."""
        return QSize(theme.scaled(_FIND_WIDTH), super().sizeHint().height())

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
        self._fit_height()
        self.view_tabs = ViewTabs()
        self.find_field = FindField()
        self.layout_button = self._layout_button(layouts)
        self.pager = _Pager(actions)
        self.unacknowledged = QToolButton()
        self.unacknowledged.setObjectName("unacknowledged")
        self.unacknowledged.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unacknowledged.setIcon(sign_icon(Sign.TRIANGLE))
        show_tip(self.unacknowledged, "Show the alarms; acknowledge the newest", "acknowledge")
        self._blank_words = Label(_BLANK_WORDS)
        self._blank_words.setObjectName("blank_words")
        self._blank_words.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self.view_tabs)
        row.addWidget(self._blank_words)
        row.addStretch(1)
        row.addWidget(self.unacknowledged)
        row.addWidget(self.pager)
        row.addWidget(self.find_field)
        row.addWidget(self.layout_button)
        row.addSpacing(2)
        there = [name for name in _BUTTONS if name in actions]
        buttons = {name: _icon_button(actions[name]) for name in there}
        menu = _menu_button(actions)
        for button in (*buttons.values(), menu):
            row.addWidget(button)
        self.find_field.setVisible("find" in actions)
        menu.setVisible("settings" in actions)
        controls = [self.view_tabs, self.find_field, self.layout_button, menu]
        controls += [button for name, button in buttons.items() if name != "lock"]
        self._controls = [control for control in controls if not control.isHidden()]
        self.set_unacknowledged(0)
        self.show_page(0, 1)

    def renew_keys(self) -> None:
        """Name the keys of now, where keys are named."""
        self.find_field.renew_keys()
        self.view_tabs.renew_keys()

    def set_blank(self, blank: bool) -> None:
        """Hide what can be done, but not the alarms, the faults of other pages and the lock."""
        for control in self._controls:
            control.setVisible(not blank)
        self._blank_words.setVisible(blank)

    def changeEvent(self, event: QEvent) -> None:
        """Be as high as the text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit_height()

    def _fit_height(self) -> None:
        self.setFixedHeight(theme.scaled(theme.TOP_BAR_HEIGHT))

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

    def show_faults_elsewhere(self, back: int, on: int) -> None:
        """Show how many cameras are faulty on the pages before and after the one seen."""
        self.pager.show_faults(back, on)

    def focus_find(self) -> None:
        """Put the cursor into the search field."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def _layout_button(self, layouts: Sequence[str]) -> QToolButton:
        button = QToolButton()
        button.setObjectName("layout")
        button.setIcon(icon("layout", "secondary"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_tip(button, "How the cameras are laid out")
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
        self._words = Label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(2)
        self._faults = [Label(), Label()]
        for label in self._faults:
            label.setObjectName("page_faults")
            label.hide()
        row.addWidget(self._faults[0])
        row.addWidget(_icon_button(self._previous))
        row.addWidget(self._words)
        row.addWidget(_icon_button(self._next))
        row.addWidget(self._faults[1])

    def show_page(self, page: int, pages: int) -> None:
        self._words.setText(f"Page {page + 1} of {pages}")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page < pages - 1)
        self.setVisible(pages > 1)

    def show_faults(self, back: int, on: int) -> None:
        places = ("an earlier", "a later")
        for label, count, place in zip(self._faults, (back, on), places, strict=True):
            label.setText(str(count))
            set_tip(label, f"{count} faulty on {place} page")
            label.setAccessibleName(label.toolTip())
            label.setVisible(count > 0)


def _menu_button(actions: Actions) -> QToolButton:
    button = QToolButton()
    button.setObjectName("icon")
    button.setIcon(icon("menu"))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_tip(button, "Cameras, settings and help")
    button.setAccessibleName(button.toolTip())
    menu = QMenu(button)
    for group in _MENU:
        menu.addActions([actions[name] for name in group if name in actions])
        menu.addSeparator()
    button.setMenu(menu)
    return button


def _icon_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setObjectName("icon")
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button
