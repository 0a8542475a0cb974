"""The first page: try the program, add cameras, choose a layout. It can be left at any time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.dialogs.command_box import CommandBox
from gui.look import theme
from gui.look.plain_text import Label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTH = 640
_NUMBER_WIDTH = 28
_PORTS_WIDTH = 160


class FirstRun(QDialog):
    """Three steps on one page, each of which may be left out.

    `demo_wanted` starts the demo, or ends it when `demo_runs`. `read_ports(text)` returns the ports
    written there, or raises ValueError saying what is wrong. `layouts` are the words of the layouts
    on offer, `layout` is the one chosen now.
    """

    demo_wanted = Signal()
    ports_wanted = Signal(str)
    add_wanted = Signal()
    import_wanted = Signal()
    layout_chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        *,
        ports: str,
        read_ports: Callable[[str], Sequence[int]],
        command_for: Callable[[int], str],
        layouts: Sequence[str],
        layout: str,
        demo_runs: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("First steps")
        self._read_ports = read_ports
        self._command_for = command_for
        words = "End the demo" if demo_runs else "Start the demo"
        self.demo_button = _button(words, primary=not demo_runs)
        self.ports = QLineEdit(ports)
        self.ports.setFixedWidth(theme.scaled(_PORTS_WIDTH))
        self.ports.setAccessibleName("Ports, as in 5566,5570-5573")
        self.watch_button = _button("Watch these ports")
        self.add_button = _button("Add one with a test…")
        self.import_button = _button("Import a list…")
        self.command = CommandBox()
        self._told = _label("", "hint")
        self.layouts = self._layout_buttons(layouts, layout)
        self.close_button = _button("Close")
        self.demo_button.setFocus()
        self._connect()
        self._place_parts()
        self._ports_typed()

    def _connect(self) -> None:
        self.ports.textEdited.connect(self._ports_typed)
        self.watch_button.clicked.connect(self._watch)
        for button, signal in (
            (self.demo_button, self.demo_wanted),
            (self.add_button, self.add_wanted),
            (self.import_button, self.import_wanted),
        ):
            button.clicked.connect(signal)
        for button in (self.demo_button, self.add_button, self.import_button, self.close_button):
            button.clicked.connect(self.accept)

    def told(self) -> str:
        """Return the line below the ports."""
        return self._told.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what has the focus, and never start the demo from somewhere else."""
        focused = self.focusWidget()
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif focused is self.ports:
            self._watch()
        elif isinstance(focused, QAbstractButton):
            focused.click()

    def _ports_typed(self) -> None:
        try:
            ports = self._read_ports(self.ports.text())
        except ValueError as error:
            self._told.setText(str(error))
            self.watch_button.setEnabled(False)
            return
        self.watch_button.setEnabled(True)
        self.command.show_command(self._command_for(ports[0]))
        count = len(ports)
        other = "" if count == 1 else f" The other {count - 1} take the ports after it."
        self._told.setText(f"Run this on the first camera's computer.{other}")

    def _watch(self) -> None:
        if self.watch_button.isEnabled():
            self.ports_wanted.emit(self.ports.text())
            count = len(self._read_ports(self.ports.text()))
            words = "1 port is watched" if count == 1 else f"{count} ports are watched"
            self._told.setText(f"{words}. Now run this on the first camera's computer.")

    def _layout_buttons(self, layouts: Sequence[str], chosen: str) -> QButtonGroup:
        group = QButtonGroup(self)
        group.setExclusive(True)
        for words in layouts:
            button = QToolButton()
            button.setObjectName("boxed")
            button.setText(words)
            button.setCheckable(True)
            button.setChecked(words == chosen)
            button.setAccessibleName(f"Layout {words}")
            group.addButton(button)
        group.buttonClicked.connect(lambda button: self.layout_chosen.emit(button.text()))
        return group

    def _place_parts(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(28, 24, 28, 20)
        page.setSpacing(16)
        page.addWidget(_label("Watch your cameras", "dialog_headline"))
        demo = _step(page, 1, "Try with demo cameras")
        words = "Four cameras that this computer plays itself. They end with the program."
        demo.addWidget(_label(words, "hint"))
        demo.addLayout(_row(self.demo_button, None))
        page.addWidget(_divider())
        add = _step(page, 2, "Add cameras")
        add.addLayout(_row(_label("Ports", "plain"), self.ports, self.watch_button, None))
        add.addWidget(self._told)
        add.addWidget(self.command)
        add.addLayout(_row(self.add_button, self.import_button, None))
        page.addWidget(_divider())
        layout = _step(page, 3, "Choose a layout")
        layout.addLayout(_row(*self.layouts.buttons()[:8], None))
        if len(self.layouts.buttons()) > 8:
            layout.addLayout(_row(*self.layouts.buttons()[8:], None))
        page.addStretch(1)
        hint = _label("You find this page again in the menu at the top right.", "hint")
        page.addLayout(_row(hint, None, self.close_button))
        self.setFixedWidth(theme.scaled(_WIDTH))


def _step(page: QVBoxLayout, number: int, title: str) -> QVBoxLayout:
    """Put a numbered step on the page and return where its parts go."""
    sign = _label(str(number), "step_number")
    sign.setFixedWidth(theme.scaled(_NUMBER_WIDTH))
    body = QVBoxLayout()
    body.setSpacing(8)
    body.addWidget(_label(title, "dialog_title"))
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(body, 1)
    page.addLayout(row)
    return body


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Return the parts side by side; None is the free room."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def _label(text: str, name: str) -> Label:
    label = Label(text)
    label.setObjectName(name)
    return label


def _button(text: str, *, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    if primary:
        button.setObjectName("primary")
    return button


def _divider() -> QFrame:
    line = QFrame()
    line.setObjectName("divider")
    line.setFixedHeight(1)
    return line
