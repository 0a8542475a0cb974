"""Dialogs that are there only as long as they are open."""

from PySide6.QtWidgets import QDialog


def open_once(dialog: QDialog) -> None:
    """Open a dialog and delete it when it is finished; returns at once."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
