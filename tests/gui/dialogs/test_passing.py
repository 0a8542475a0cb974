from PySide6.QtWidgets import QDialog, QMainWindow

from gui.dialogs.passing import open_once


def test_a_dialog_is_gone_once_it_is_finished(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    open_once(QDialog(window))
    dialog = window.findChild(QDialog)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    assert window.findChild(QDialog) is None
