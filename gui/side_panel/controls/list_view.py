"""The rows of a camera's settings under their headlines."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.look.plain_text import Label
from gui.side_panel.controls.book import ControlTalk
from gui.side_panel.controls.row import ControlRow
from gui.side_panel.controls.words import GROUPS, NamedControl, named_controls
from netgear_engine.protocol.ext import Control

_AT_ONCE = 3


class ControlList(QWidget):
    """Rows are made anew only when the camera can do something else than before.

    `grown` is emitted when one more row is there.
    """

    chosen = Signal(str, object)
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("control_list")
        self.rows: dict[str, ControlRow] = {}
        self._headlines: dict[str, Label] = {}
        self._missing: deque[NamedControl] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._make_next)
        self._nothing = Label()
        self._nothing.setObjectName("empty")
        self._nothing.setMargin(12)
        self._nothing.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)

    def offer(self, controls: Mapping[str, Control]) -> None:
        """Show a row for each of these settings, the first at once, the others in turn."""
        for widget in (*self.rows.values(), *self._headlines.values()):
            widget.hide()
            widget.deleteLater()
        self.rows, self._headlines = {}, {}
        self._missing = deque(named_controls(controls))
        for _ in range(_AT_ONCE):
            self._make_next()
        self._timer.start()

    def begin_anew(self) -> None:
        """Let go of what was being typed: these are another camera's settings now."""
        for row in self.rows.values():
            row.begin_anew()

    def is_complete(self) -> bool:
        """Return whether every setting has its row."""
        return not self._missing

    def show_talks(self, values: Mapping[str, Any], talks: Mapping[str, ControlTalk]) -> None:
        """Show what every setting is now, and how far its last change has come."""
        for name, row in self.rows.items():
            row.show_talk(values.get(name), talks[name])

    def search(self, text: str) -> int:
        """Show only what matches, and return how many that are."""
        searched = text.strip().casefold()
        found = {name for name, row in self.rows.items() if row.matches(searched)}
        for name, row in self.rows.items():
            row.setVisible(name in found)
        groups = {self.rows[name].named.group for name in found}
        for group in GROUPS:
            if group in self._headlines:
                self._headlines[group].setVisible(group in groups)
        self._nothing.setText(f"No setting matches “{text.strip()}”.")
        self._nothing.setVisible(bool(self.rows) and self.is_complete() and not found)
        return len(found)

    def _make_next(self) -> None:
        """Make one more row: many at once would make the window wait."""
        if not self._missing:
            self._timer.stop()
            return
        named = self._missing.popleft()
        if named.group not in self._headlines:
            self._headlines[named.group] = headline = Label(named.group, self)
            headline.setObjectName("control_group")
            headline.setIndent(0)
            self._add(headline)
        self.rows[named.name] = row = ControlRow(named, self)
        row.chosen.connect(self.chosen)
        self._add(row)
        self.grown.emit()

    def _add(self, widget: QWidget) -> None:
        """Add a widget above the stretch at the end."""
        self._column.insertWidget(self._column.count() - 1, widget)
