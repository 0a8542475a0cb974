"""Whether somebody is there: what the operator does, in whichever window."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

_TOUCHES = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin}
)


class Touches(QObject):
    """While it watches, `touched` tells of keys, buttons, wheel and fingers, `moved` of the mouse.

    It sees every event of the program, so it watches only as long as somebody wants to know.
    """

    touched = Signal()
    moved = Signal()

    def watch(self, on: bool) -> None:
        """Watch from now on, or no longer."""
        application: Any = QApplication.instance()
        (application.installEventFilter if on else application.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell what was done, and let it happen."""
        if event.type() in _TOUCHES:
            self.touched.emit()
        elif event.type() is QEvent.Type.MouseMove:
            self.moved.emit()
        return super().eventFilter(watched, event)
