"""Help: the list of keys, and what this program is."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from gui.dialogs.about import AboutDialog
from gui.dialogs.shortcuts import ShortcutsDialog
from gui.window.main_window import MainWindow


class HelpPresenter(QObject):
    """Opens what there is to read."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        actions = window.actions_table
        actions["shortcuts"].triggered.connect(lambda: self._open(ShortcutsDialog(window)))
        actions["about"].triggered.connect(lambda: self._open(AboutDialog(window)))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
