"""What the operator can do with the side panel."""

from PySide6.QtCore import QObject, Slot

from gui.window.main_window import MainWindow


class ActionsPresenter(QObject):
    """Lets each action do what its text says."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._connect_actions()

    def _connect_actions(self) -> None:
        window, actions = self._window, self._window.actions_table
        actions["side_panel"].setChecked(True)
        actions["side_panel"].toggled.connect(window.docks.set_visible)
        actions["find"].triggered.connect(self._find)

    @Slot()
    def _find(self) -> None:
        self._window.actions_table["side_panel"].setChecked(True)
        self._window.top_bar.focus_find()
