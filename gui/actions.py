"""Everything the operator can do, as one table: name, text, shortcut, icon."""

from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.icons import icon


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One user action; `icon` is empty where it has none, `checkable` where it stays on."""

    name: str
    text: str
    shortcut: str
    icon: str = ""
    checkable: bool = False


TABLE = (
    ActionFacts("find", "Find a camera", "Ctrl+F", "find"),
    ActionFacts("side_panel", "Side panel", "Ctrl+B", "side-panel", checkable=True),
    ActionFacts("full_screen", "Full screen", "F11", "full-screen", checkable=True),
    ActionFacts("statistics", "Statistics on every tile", "I", "statistics", checkable=True),
    ActionFacts("message", "Write to the selected camera", "T", "message"),
    ActionFacts("back", "One step back", "Esc"),
    ActionFacts("previous_page", "Previous page", "PgUp", "chevron-left"),
    ActionFacts("next_page", "Next page", "PgDown", "chevron-right"),
    ActionFacts("acknowledge", "Acknowledge the newest alarm", "A", "acknowledge"),
    ActionFacts("acknowledge_all", "Acknowledge every alarm", "Shift+A"),
    ActionFacts("quit", "Quit", "Ctrl+Q"),
)


class Actions:
    """The table's actions, made for one window; letters typed into a text field stay text."""

    def __init__(self, window: QWidget) -> None:
        self._actions = {facts.name: _make(facts, window) for facts in TABLE}
        window.addActions(list(self._actions.values()))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]


def _make(facts: ActionFacts, window: QWidget) -> QAction:
    action = QAction(facts.text, window)
    action.setObjectName(facts.name)
    action.setShortcut(QKeySequence(facts.shortcut))
    action.setCheckable(facts.checkable)
    action.setToolTip(f"{facts.text} ({facts.shortcut})")
    if facts.icon:
        action.setIcon(icon(facts.icon))
    return action
