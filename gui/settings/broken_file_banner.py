"""What is said over the whole window while the settings file cannot be read."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from gui.look.icons import sign_icon
from gui.look.plain_text import Label
from gui.look.sign import Sign

_TITLE = "The settings file cannot be read"
_SIGN_SIZE = 10
_MEANWHILE = "Nothing is saved until it is mended and the program started again."


class BrokenFileBanner(QWidget):
    """Stays until the file is replaced. `open_wanted`, `replacement_wanted`: what was pressed."""

    open_wanted = Signal()
    replacement_wanted = Signal()

    def __init__(self, trouble: str, *, has_last_good: bool) -> None:
        super().__init__()
        self.has_last_good = has_last_good
        self.setObjectName("broken_file")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_TITLE)
        title, words = Label(_TITLE), Label(f"{trouble.rstrip('.')}. {_MEANWHILE}")
        title.setObjectName("broken_file_title")
        words.setWordWrap(True)
        self._mark = Label()
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(title, 0, 1)
        grid.addWidget(words, 1, 1)
        replacing = "Last good file" if has_last_good else "Begin a new file"
        buttons = (("Open", self.open_wanted), (replacing, self.replacement_wanted))
        for column, (text, wanted) in enumerate(buttons, 2):
            button = QPushButton(text)
            button.clicked.connect(wanted)
            grid.addWidget(button, 0, column, 2, 1, Qt.AlignmentFlag.AlignVCenter)

    def event(self, event: QEvent) -> bool:
        """Draw the sign in the theme of now."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange):
            self._mark.setPixmap(sign_icon(Sign.TRIANGLE).pixmap(_SIGN_SIZE, _SIGN_SIZE))
        return super().event(event)
