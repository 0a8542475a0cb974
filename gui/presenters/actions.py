"""What the operator can do with the side panel and the program."""

from PySide6.QtCore import QObject, Qt, Slot

from gui.window.main_window import MainWindow


class ActionsPresenter(QObject):
    """Lets each action do what its text says."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        bar = window.top_bar
        window.wall.message_wanted.connect(self._write_message)
        window.messages.left.connect(self._focus_wall)
        bar.unacknowledged.clicked.connect(self._look_at_alarms)
        self._connect_actions()

    def _connect_actions(self) -> None:
        window, actions = self._window, self._window.actions_table
        actions["side_panel"].setChecked(True)
        actions["side_panel"].toggled.connect(window.docks.set_visible)
        actions["find"].triggered.connect(self._find)
        actions["message"].triggered.connect(self._write_message)
        actions["acknowledge"].triggered.connect(window.event_log.acknowledge_newest)
        actions["acknowledge_all"].triggered.connect(window.event_log.acknowledge_all)
        actions["quit"].triggered.connect(window.close)

    @Slot()
    def _find(self) -> None:
        self._show_panel()
        self._window.top_bar.focus_find()

    @Slot()
    def _write_message(self) -> None:
        self._show_panel()
        self._window.messages.write()

    @Slot()
    def _look_at_alarms(self) -> None:
        self._show_panel()
        self._window.event_log.show_alarms()

    @Slot()
    def _focus_wall(self) -> None:
        self._window.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_panel(self) -> None:
        self._window.actions_table["side_panel"].setChecked(True)
