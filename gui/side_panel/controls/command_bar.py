"""The buttons for what a camera can be told to do, and what became of it."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.look.plain_text import Label, QuestionBox, set_tip

_RESTARTS = {
    "restart_camera": ("Restart the camera…", "Restart the camera of {name}?"),
    "restart_process": ("Restart its program…", "Restart the program of {name}?"),
}
_PENDING = {
    "identify": "Asking {name} to show which one it is…",
    "still": "Waiting for the still…",
    "restart_camera": "Restarting the camera…",
    "restart_process": "Restarting the program…",
}
_DONE = {
    "identify": "{name} marks its picture now",
    "still": "The still is there",
    "restart_camera": "The camera restarts",
    "restart_process": "The program restarts",
}


class CommandBar(QWidget):
    """Offers what the camera says it obeys. `wanted(command)` once the operator is sure."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reply_box")
        self._name = ""
        self._commands: frozenset[str] = frozenset()
        self.question: QuestionBox | None = None
        self.identify = QPushButton("Identify")
        set_tip(self.identify, "The camera marks its picture, and its light blinks, for 10 s")
        self.identify.clicked.connect(lambda: self.wanted.emit("identify"))
        self.still = QPushButton("Save still")
        set_tip(self.still, "Save one picture as large as the camera makes them")
        self.still.clicked.connect(lambda: self.wanted.emit("still"))
        self.restart = QPushButton("Restart")
        self.restart.setAccessibleName("Restart the camera or its program")
        self.restart.setMenu(self._make_menu())
        self._words = Label()
        self._words.setObjectName("command_words")
        self._words.setWordWrap(True)
        self._words.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.identify, self.still, self.restart):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(buttons)
        column.addWidget(self._words)

    def offer(self, name: str, commands: Collection[str]) -> None:
        """Offer these commands to the camera called `name`."""
        self._name = name
        offered = frozenset(commands)
        if offered == self._commands:
            return
        self._commands = offered
        self.identify.setVisible("identify" in offered)
        self.still.setVisible("still" in offered)
        for action in self.restart.menu().actions():
            action.setVisible(action.data() in offered)
        self.restart.setVisible(not offered.isdisjoint(_RESTARTS))

    def set_changeable(self, changeable: bool) -> None:
        """Let the camera be restarted, or only be looked at."""
        self.restart.setEnabled(changeable)

    def tell(self, words: str) -> None:
        """Show what became of the last command; nothing when empty."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def tell_sent(self, command: str) -> None:
        """Say that a command is on its way."""
        self.tell(_PENDING[command].format(name=self._name))

    def tell_result(self, command: str, refused: str) -> None:
        """Say what became of a command; `refused` is empty when it was obeyed."""
        done = _DONE.get(command, "").format(name=self._name)
        self.tell(f"Refused: {refused}" if refused else done)

    def words(self) -> str:
        """Return what is told."""
        return self._words.text()

    def ask(self, command: str) -> None:
        """Ask once whether to restart: the picture is gone meanwhile."""
        box = QuestionBox(self)
        box.setIcon(QuestionBox.Icon.Question)
        box.setWindowTitle("NetGear Monitor")
        box.setText(_RESTARTS[command][1].format(name=self._name))
        box.setInformativeText("Its picture is gone for some seconds.")
        restart = box.addButton("Restart", QuestionBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QuestionBox.StandardButton.Cancel))
        box.buttonClicked.connect(
            lambda button: self.wanted.emit(command) if button is restart else None
        )
        box.finished.connect(box.deleteLater)
        self.question = box
        box.open()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for command, (text, _question) in _RESTARTS.items():
            action = menu.addAction(text)
            action.setData(command)
            action.triggered.connect(lambda _=False, command=command: self.ask(command))
        return menu
