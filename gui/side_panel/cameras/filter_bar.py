"""The buttons that choose which cameras are listed, each with how many those are."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gui.look.plain_text import set_tip
from gui.side_panel.cameras.rows import Filter

_SMALLEST = 32
_TIPS = {
    Filter.ALL: "List all cameras",
    Filter.LIVE: "List only cameras that are live",
    Filter.FAULTY: "List only cameras with a fault",
    Filter.NEVER: "List only cameras that have never connected",
}
_SHORT = {Filter.NEVER: "Never"}


class CameraFilterBar(QWidget):
    """One button each; arrows go from one to the next. `chosen` carries the Filter."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("camera_filters")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self.buttons: dict[Filter, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        for one in Filter:
            button = QToolButton()
            button.setObjectName("filter")
            set_tip(button, _TIPS[one])
            button.setCheckable(True)
            button.setChecked(one is Filter.ALL)
            # A narrow panel cuts the words, rather than being made wide by them.
            button.setMinimumWidth(_SMALLEST)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.toggled.connect(lambda on, one=one: self._toggled(one, on))
            self._group.addButton(button)
            self.buttons[one] = button
            row.addWidget(button)
        row.addStretch(1)
        self.show_counts(dict.fromkeys(Filter, 0))

    def _toggled(self, one: Filter, on: bool) -> None:
        if on:
            self.chosen.emit(one)

    def show_counts(self, counts: Mapping[Filter, int]) -> None:
        """Show how many cameras each filter lists."""
        for one, button in self.buttons.items():
            words = f"{_SHORT.get(one, one.value)} {counts[one]}"
            if button.text() != words:
                button.setText(words)
                button.setAccessibleName(f"{one.value}: {counts[one]}")

    def choose(self, one: Filter) -> None:
        """Press a button."""
        self.buttons[one].setChecked(True)
