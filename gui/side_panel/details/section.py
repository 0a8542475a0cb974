"""How the selected camera is doing: its connection, its pictures, its computer, its history."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QToolButton, QWidget

from gui.cameras.facts import CameraFacts
from gui.cameras.names import place_words
from gui.look.icons import icon, sign_icon
from gui.look.plain_text import Label, set_tip
from gui.look.section import Section
from gui.look.sign import Sign
from gui.side_panel.details.lines import DetailGroup, DetailLine, detail_groups, detail_text

_SIGN_SIZE = 10


class Details(Section):
    """Shows what is known of one camera. `wanted` asks for it when the section comes to be seen."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Details", parent)
        self._name = ""
        self._groups: list[DetailGroup] = []
        self._table = _Table()
        self._scroll = QScrollArea()
        self._scroll.setObjectName("control_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("Details of the camera")
        self._scroll.setWidget(self._table)
        self._empty = Label("Select a camera to see its details.")
        self._empty.setObjectName("empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(12)
        self.copy_button = QToolButton()
        self.copy_button.setObjectName("icon")
        self.copy_button.setIcon(icon("copy", "secondary"))
        set_tip(self.copy_button, "Copy the details as text")
        self.copy_button.setAccessibleName("Copy the details as text")
        self.copy_button.clicked.connect(self.copy)
        self.header.addWidget(self.copy_button)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._empty, 1)
        self.show_facts(None)

    def show_facts(self, facts: CameraFacts | None) -> None:
        """Show what is known of a camera; None when none is selected."""
        self._name = "" if facts is None else f"{facts.name}, {place_words(facts.key)}"
        self.set_title("Details" if facts is None else f"Details: {facts.name}")
        self._groups = [] if facts is None else detail_groups(facts)
        self._scroll.setVisible(facts is not None)
        self._empty.setVisible(facts is None)
        self.copy_button.setEnabled(facts is not None)
        warnings = sum(bool(line.warning) for group in self._groups for line in group.lines)
        self.set_note(f"{warnings} warning{'s' if warnings > 1 else ''}" if warnings else "")
        self._table.show_groups(self._groups)

    def text(self) -> str:
        """Return everything as plain text."""
        return detail_text(self._name, self._groups) if self._groups else ""

    def copy(self) -> None:
        """Put everything onto the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is known now: nothing was shown meanwhile."""
        super().showEvent(event)
        self.wanted.emit()


class _Table(QWidget):
    """Titles and what they say. Labels are kept, also those that are not needed for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("control_list")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 0, 12, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._headlines: list[Label] = []
        self._lines: list[tuple[Label, _Value]] = []
        self._shape: list[tuple[str, int]] = []
        self._filler = QWidget()

    def show_groups(self, groups: list[DetailGroup]) -> None:
        """Show these groups; only labels that change are touched."""
        shape = [(group.title, len(group.lines)) for group in groups]
        if shape != self._shape:
            self._shape = shape
            self._place(groups)
        lines = [line for group in groups for line in group.lines]
        for (title, value), line in zip(self._lines, lines, strict=False):
            _set(title, line.title)
            value.show_line(line)

    def _place(self, groups: list[DetailGroup]) -> None:
        """Put headlines and lines where they belong, making only those that are missing."""
        self._make(len(groups), sum(len(group.lines) for group in groups))
        headlines, lines = iter(self._headlines), iter(self._lines)
        row = 0
        for group in groups:
            headline = next(headlines)
            _set(headline, group.title)
            self._put(headline, row, 0, 2)
            row += 1
            for _ in group.lines:
                title, value = next(lines)
                self._put(title, row, 0)
                self._put(value, row, 1)
                row += 1
        for widget in (*headlines, *(widget for pair in lines for widget in pair)):
            self._grid.removeWidget(widget)
            widget.hide()
        # Takes the room that is left, so that the lines stay together at the top.
        self._grid.removeWidget(self._filler)
        for used in range(self._grid.rowCount()):
            self._grid.setRowStretch(used, 0)
        self._grid.addWidget(self._filler, row, 0)
        self._grid.setRowStretch(row, 1)

    def _make(self, headlines: int, lines: int) -> None:
        while len(self._headlines) < headlines:
            headline = Label(parent=self)
            headline.setObjectName("detail_group")
            headline.setIndent(0)
            self._headlines.append(headline)
        while len(self._lines) < lines:
            title = Label(parent=self)
            title.setObjectName("detail_title")
            self._lines.append((title, _Value(self)))

    def _put(self, widget: QWidget, row: int, column: int, span: int = 1) -> None:
        self._grid.removeWidget(widget)
        self._grid.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        widget.show()


class _Value(QWidget):
    """What a line says, and below it, with a sign, what to do about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        self._value, self._warning, self._sign = Label(), Label(), Label()
        self._value.setObjectName("detail_value")
        self._warning.setObjectName("control_words")
        for label in (self._value, self._warning):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sign.setContentsMargins(0, 3, 0, 0)
        grid.addWidget(self._value, 0, 0, 1, 2)
        grid.addWidget(self._sign, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._warning, 1, 1)

    def show_line(self, line: DetailLine) -> None:
        """Show a line."""
        _set(self._value, line.value)
        self._value.setAccessibleName(f"{line.title}: {line.value}")
        _set(self._warning, line.warning)
        self._warning.setAccessibleName(f"{line.title}: {line.warning}")
        if line.warning:
            # Each time: the theme may be another one by now.
            self._sign.setPixmap(sign_icon(Sign.TRIANGLE).pixmap(_SIGN_SIZE, _SIGN_SIZE))
        for label in (self._warning, self._sign):
            label.setVisible(bool(line.warning))


def _set(label: Label, text: str) -> None:
    if label.text() != text:
        label.setText(text)
