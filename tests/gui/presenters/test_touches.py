from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.presenters.touches import Touches


def test_what_is_done_anywhere_is_told_while_it_is_watched(qtbot):
    touches, told = Touches(), []
    touches.touched.connect(lambda: told.append("touched"))
    touches.moved.connect(lambda: told.append("moved"))
    field = QLineEdit()
    qtbot.addWidget(field)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert told == []
    touches.watch(True)
    qtbot.keyClick(field, Qt.Key.Key_B)
    assert "moved" not in told
    here, none = QPointF(3, 3), Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, here, here, none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(field, moved)
    assert told[-1] == "moved"
    touches.watch(False)
    told.clear()
    qtbot.keyClick(field, Qt.Key.Key_C)
    assert told == []
    assert field.text() == "abc", "what was done still happened"
