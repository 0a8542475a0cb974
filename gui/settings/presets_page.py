"""The page with the replies that are ready to be sent."""

import json
from typing import Any

import msgspec
from PySide6.QtWidgets import QPlainTextEdit

from gui.look.plain_text import Label
from gui.settings.page import Page
from gui.settings.schema import Settings

_TOLD = (
    'One on each line: text, or JSON as in {"lights": true}, 42 or [1, 2]. They stand in the menu '
    "beside the line in which you write, and can be sent while the window is locked."
)

_JSON_BEGINS = '{["-0123456789'


class PresetsPage(Page):
    """A text with one reply on each line."""

    def __init__(self) -> None:
        super().__init__("Replies")
        told = Label(_TOLD)
        told.setObjectName("field_hint")
        told.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._text.setAccessibleName("Replies ready to be sent, one on each line")
        self._text.setPlaceholderText("lights on")
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(120)
        self._text.textChanged.connect(self._show_problem)
        self._problem = Label()
        self._problem.setObjectName("field_problem")
        self._problem.setWordWrap(True)
        self.column.addWidget(told)
        self.column.addSpacing(4)
        self.column.addWidget(self._text, 1)
        self.column.addWidget(self._problem)

    def show_settings(self, settings: Settings) -> None:
        """Show the replies that these settings have."""
        self._text.setPlainText("\n".join(_line(preset) for preset in settings.presets))

    def changed_settings(self, settings: Settings) -> Settings:
        """Return the settings with the replies written here."""
        return msgspec.structs.replace(settings, presets=tuple(map(_value, self._lines())))

    def problem(self) -> str:
        """Return what cannot be kept."""
        for number, line in enumerate(self._lines(), start=1):
            if _has_null(_value(line)):
                return f"Reply {number}: null cannot be kept in the settings file"
        return ""

    def _lines(self) -> list[str]:
        return [line.strip() for line in self._text.toPlainText().splitlines() if line.strip()]

    def _show_problem(self) -> None:
        wrong = self.problem()
        self._problem.setText(f"✕ {wrong}" if wrong else "")
        self.changed.emit()


def _value(line: str) -> Any:
    """Return the JSON value that a line writes, or the line itself as text, as where one writes."""
    if line[0] not in _JSON_BEGINS:
        return line
    try:
        return json.loads(line)
    except ValueError:
        return line


def _line(value: Any) -> str:
    """Return the line that is read as this value again."""
    if isinstance(value, str) and value and value == value.strip() == _value(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    return any(map(_has_null, value)) if isinstance(value, list) else value is None
