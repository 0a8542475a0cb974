"""A page of the settings dialog."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.plain_text import Label
from gui.settings.field_editors import FieldEditor, editor_for
from gui.settings.fields import SECTIONS, fields
from gui.settings.schema import Settings

_WIDEST = 608
_AFTER_A_RESTART = "Takes effect after a restart."


class Page(QScrollArea):
    """Shows a part of the settings; `changed` is emitted with every key and click."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.setObjectName("settings_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._inside.setObjectName("settings_inside")
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(4)
        heading = Label(title)
        heading.setObjectName("heading")
        self.column.addWidget(heading)
        self.column.addSpacing(8)
        self.setWidget(self._inside)
        self._inside.setMaximumWidth(theme.scaled(_WIDEST))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the lines as long as the text is large."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.widget() is not None:
            self._inside.setMaximumWidth(theme.scaled(_WIDEST))

    def add_note(self, words: str) -> None:
        """Say something of this computer below everything else."""
        self.column.insertWidget(self.column.count() - 1, _label("field_hint", words))

    def show_settings(self, settings: Settings) -> None:
        """Show what these settings say."""
        raise NotImplementedError

    def show_defaults(self) -> None:
        """Show what a program that nobody has set up would say."""
        self.show_settings(Settings())

    def changed_settings(self, settings: Settings) -> Settings:
        """Return the settings with what is chosen on this page."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return what is wrong on this page, nothing when all is well."""
        return ""


class FieldsPage(Page):
    """One field below the other: title, editor, what it means, what is wrong."""

    def __init__(self, section: str) -> None:
        super().__init__(SECTIONS[section])
        self.editors = tuple(editor_for(field) for field in fields(section))
        self._problems = {editor: _label("field_problem") for editor in self.editors}
        for editor in self.editors:
            self._add(editor)
            editor.changed.connect(self._show_problems)
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        """Show every field's value."""
        for editor in self.editors:
            editor.show_value(editor.field.value(settings))

    def show_defaults(self) -> None:
        """Show every field's default, but keep the PIN: it is removed on purpose only."""
        for editor in self.editors:
            if editor.field.editor != "pin":
                editor.show_value(editor.field.default)

    def changed_settings(self, settings: Settings) -> Settings:
        """Return the settings with every field's value; raises ValueError."""
        for editor in self.editors:
            settings = editor.field.changed(settings, editor.value())
        return settings

    def problem(self) -> str:
        """Return the first field that is wrong, and why."""
        for editor in self.editors:
            if wrong := editor.problem():
                return f"{editor.field.title}: {wrong}"
        return ""

    def _add(self, editor: FieldEditor) -> None:
        field = editor.field
        if not isinstance(field.default, bool):
            title = _label("field_title", field.title)
            title.setBuddy(editor.widget)
            self.column.addWidget(title)
        self.column.addWidget(editor.widget)
        told = f"{field.description} {_AFTER_A_RESTART}" if field.at_start else field.description
        self.column.addWidget(_label("field_hint", told))
        self.column.addWidget(self._problems[editor])
        self.column.addSpacing(12)

    def _show_problems(self) -> None:
        for editor, label in self._problems.items():
            wrong = editor.problem()
            label.setText(f"✕ {wrong}")
            label.setVisible(bool(wrong))
        self.changed.emit()


def _label(name: str, text: str = "") -> Label:
    label = Label(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    if not text:
        label.hide()
    return label
