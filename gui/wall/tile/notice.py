"""The text that fills a tile without a picture: what is missing and what to do about it."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.cameras.node_command import unbroken
from gui.look.icons import icon
from gui.look.plain_text import Label, set_tip

_COPIED_FOR_MS = 1500
_PORT = " on port "
_ORDER = "On the camera run:"
_HINTS = "Camera off? · Firewall on this computer? · Another address?"
_LONG_HINTS = (
    "Is the camera on, and the command running there?\n"
    "Does a firewall on this computer block the port?\n"
    "Does the camera reach this computer at the address in the command?"
)
_MARGIN = 12
_SPACING = 8
_NAME_ROOM = 44
_NARROWEST_COMMAND = 160
_COMMAND_SIDES = 22
_ROOM_FOR_BOTH = 290


class Notice(QWidget):
    """A title, a line, a command with its Copy button, and hints, centred in the tile.

    What does not fit gives way: first the hints, then the line, then the command, then its button.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._told = ("", "", "")
        self._title = self._label("notice_title", wrap=True)
        self._text = self._label("notice_text", wrap=True)
        self._command = self._label("notice_command", wrap=True)
        self._copy = QPushButton(icon("copy"), "Copy", self)
        self._copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tip(self._copy, "Copy the command")
        self._copy.clicked.connect(self._copy_command)
        self._hints = self._label("notice_hint", wrap=True)
        self._hints.setText(_HINTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 4, _MARGIN, 24)
        column.setSpacing(_SPACING)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._command, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._hints)
        column.addStretch(1)

    def tell(self, title: str, text: str, command: str = "") -> None:
        """Show a title, a line below it, and a command to run on the camera unless it is empty."""
        if (title, text, command) == self._told:
            return
        self._told = (title, text, command)
        self._command.setText(unbroken(command))
        set_tip(self._command, command)
        set_tip(self._copy, f"Copy: {command}")
        self._fit()

    def title(self) -> str:
        """Return what is told, in a few words."""
        return self._told[0]

    def command(self) -> str:
        """Return the whole command, of which the box may show only a part."""
        return self._told[2]

    def copy_button(self) -> QPushButton:
        """Return the button that copies the command."""
        return self._copy

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many parts as fit."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return nothing: the tile decides the size, the parts give way."""
        return QSize(0, 0)

    def _fit(self) -> None:
        title, text, command = self._told
        room = max(1, self.width() - 2 * _MARGIN)
        self._fit_title(title, room)
        self._fit_command(room)
        shown: set[QWidget] = set()
        spare = self.height() - _NAME_ROOM
        for widget, wanted in (
            (self._title, True),
            (self._copy, bool(command)),
            (self._command, bool(command) and room >= _NARROWEST_COMMAND),
            (self._text, True),
            (self._hints, bool(command)),
        ):
            if widget is self._text:
                self._text.setText(_with_order(text, self._command in shown, room))
            elif widget is self._hints:
                self._choose_hints(room, spare)
            needed = _height(widget, room) + (_SPACING if shown else 0)
            if wanted and spare >= needed:
                spare -= needed
                shown.add(widget)
        for part in (self._title, self._text, self._command, self._copy, self._hints):
            part.setVisible(part in shown)

    def _fit_title(self, title: str, room: int) -> None:
        """Leave the port out where there is no room: what is the matter must always be read."""
        wide = self._title.fontMetrics().horizontalAdvance(title)
        self._title.setText(title if wide <= room else title.partition(_PORT)[0])

    def _fit_command(self, room: int) -> None:
        """Let the command take one line, or wrap over the whole width."""
        wide = self._command.fontMetrics().horizontalAdvance(self._told[2]) + _COMMAND_SIDES
        self._command.setFixedWidth(min(wide, room))

    def _choose_hints(self, room: int, spare: int) -> None:
        """Ask in whole sentences where there is plenty of room, else in a few words."""
        self._hints.setText(_LONG_HINTS)
        lines = self._hints.fontMetrics()
        widest = max(lines.horizontalAdvance(line) for line in _LONG_HINTS.splitlines())
        if widest > room or _height(self._hints, room) + _SPACING > spare:
            self._hints.setText(_HINTS)

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self._told[2])
        self._copy.setText("Copied")
        QTimer.singleShot(_COPIED_FOR_MS, self._copy, lambda: self._copy.setText("Copy"))

    def _label(self, name: str, *, wrap: bool = False) -> Label:
        label = Label(parent=self)
        label.setObjectName(name)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(wrap)
        return label


def _with_order(text: str, command_shown: bool, room: int) -> str:
    """Lead over to the command where it is shown; that alone where there is room for no more."""
    if not command_shown:
        return text
    return f"{text} {_ORDER}" if room >= _ROOM_FOR_BOTH else _ORDER


def _height(widget: QWidget, room: int) -> int:
    width = min(room, widget.maximumWidth())
    needed = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
    return needed if needed > 0 else widget.sizeHint().height()
