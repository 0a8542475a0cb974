"""The settings dialog: pages at the left, checked while one types, nothing kept before OK."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.look import theme
from gui.look.plain_text import Label, set_tip
from gui.settings.fields import SECTIONS
from gui.settings.page import FieldsPage, Page
from gui.settings.presets_page import PresetsPage
from gui.settings.schema import Settings
from gui.settings.shortcuts_page import ShortcutsPage

_SIZE = QSize(760, 580)
_LIST_WIDTH = 148
_ROW_HEIGHT = 32


class SettingsDialog(QDialog):
    """Shows all settings. `applied` carries the new ones, for Apply and for OK."""

    applied = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._settings = settings
        self.pages: tuple[Page, ...] = (
            *(FieldsPage(section) for section in SECTIONS),
            ShortcutsPage(),
            PresetsPage(),
        )
        self._list = QListWidget()
        self._list.setObjectName("settings_list")
        self._list.setAccessibleName("Pages of the settings")
        self._stack = QStackedWidget()
        for page in self.pages:
            item = QListWidgetItem(page.title, self._list)
            item.setSizeHint(QSize(0, theme.scaled(_ROW_HEIGHT)))
            self._stack.addWidget(page)
            page.changed.connect(self._judge)
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._told = Label()
        self._told.setObjectName("field_problem")
        self._told.setWordWrap(True)
        self.defaults_button = QPushButton("Page to defaults")
        set_tip(self.defaults_button, "Show the defaults of this page; OK keeps them")
        self.defaults_button.clicked.connect(self._show_defaults)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.reject)
        self.apply_button = QPushButton("Apply")
        self.apply_button.clicked.connect(self._apply)
        self.ok_button = QPushButton("OK")
        self.ok_button.setObjectName("primary")
        self.ok_button.setDefault(True)
        self.ok_button.clicked.connect(self._accept)
        self._place()
        self.show_settings(settings)
        self._list.setCurrentRow(0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_settings(self, settings: Settings) -> None:
        """Show these settings on every page."""
        self._settings = settings
        for page in self.pages:
            page.show_settings(settings)
        self._judge()

    def show_page(self, title: str) -> None:
        """Go to a page."""
        titles = [page.title for page in self.pages]
        self._list.setCurrentRow(titles.index(title))

    def add_note(self, title: str, words: str) -> None:
        """Say something of this computer at the end of a page."""
        next(page for page in self.pages if page.title == title).add_note(words)

    def chosen(self) -> Settings:
        """Return the settings as they are chosen now; raises ValueError when they cannot be."""
        settings = self._settings
        for page in self.pages:
            settings = page.changed_settings(settings)
        return settings

    def problem(self) -> str:
        """Return what is wrong first, in words; nothing when all is well."""
        return next(filter(None, (page.problem() for page in self.pages)), "")

    def _place(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._list)
        upper.addWidget(self._stack, 1)
        lower = QHBoxLayout()
        lower.setContentsMargins(16, 12, 16, 12)
        lower.setSpacing(8)
        lower.addWidget(self.defaults_button)
        lower.addWidget(self._told, 1)
        for button in (self.cancel_button, self.apply_button, self.ok_button):
            lower.addWidget(button)
        bar = QWidget()
        bar.setObjectName("dialog_bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setLayout(lower)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(bar)
        self._list.setFixedWidth(theme.scaled(_LIST_WIDTH))
        self.resize(theme.scaled(_SIZE.width()), theme.scaled(_SIZE.height()))

    @Slot()
    def _judge(self) -> None:
        for row, page in enumerate(self.pages):
            item = self._list.item(row)
            item.setText(f"{page.title}  ✕" if page.problem() else page.title)
        wrong = self.problem()
        self._told.setText(f"✕ {wrong}" if wrong else "")
        self.ok_button.setEnabled(not wrong)
        self.apply_button.setEnabled(not wrong and self.chosen() != self._settings)

    @Slot()
    def _show_defaults(self) -> None:
        self.pages[self._list.currentRow()].show_defaults()

    @Slot()
    def _apply(self) -> None:
        self._settings = self.chosen()
        self.applied.emit(self._settings)
        self._judge()

    @Slot()
    def _accept(self) -> None:
        self._apply()
        self.accept()
