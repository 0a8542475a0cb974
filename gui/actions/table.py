"""Everything the operator can do, as one table: name, text, shortcut, icon."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakSet

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.look.icons import icon
from gui.look.plain_text import set_tip


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One user action; `icon` is empty where it has none, `checkable` where it stays on.

    `shortcut` may name several keys, as in "F1; ?". What `changes` something is not possible while
    the window is locked.
    The keys of one `on_wall` work while the wall has the focus: elsewhere Enter and Space belong
    to fields and buttons.
    """

    name: str
    text: str
    shortcut: str
    icon: str = ""
    checkable: bool = False
    on_wall: bool = False
    changes: bool = False


TABLE = (
    ActionFacts("find", "Find a camera", "Ctrl+F", "find"),
    ActionFacts("side_panel", "Side panel", "Ctrl+B", "side-panel", checkable=True),
    ActionFacts("full_screen", "Full screen", "F11", "full-screen", checkable=True),
    ActionFacts("statistics", "Statistics on every tile", "I", "statistics", checkable=True),
    ActionFacts("message", "Write to the selected camera", "T", "message"),
    ActionFacts("back", "One step back", "Esc"),
    ActionFacts("previous_page", "Previous page", "PgUp", "chevron-left"),
    ActionFacts("next_page", "Next page", "PgDown", "chevron-right"),
    ActionFacts("new_window", "New window with a view", "Ctrl+N", "new-window", changes=True),
    ActionFacts("edit_view", "Edit this view", "Ctrl+E", "edit", checkable=True, changes=True),
    ActionFacts("tour", "Tour through the pages and views", "Ctrl+T", "tour", checkable=True),
    ActionFacts("next_view", "Next view", "Ctrl+Tab"),
    ActionFacts("previous_view", "Previous view", "Ctrl+Shift+Tab"),
    *(ActionFacts(f"view_{n}", f"Show view {n}", f"Ctrl+{n}") for n in range(1, 10)),
    ActionFacts("enlarge", "Enlarge, or back to all cameras", "Return", "enlarge", on_wall=True),
    ActionFacts(
        "pause", "Pause the selected picture", "Space", "pause", checkable=True, on_wall=True
    ),
    ActionFacts("zoom_in", "Zoom in", "+", "zoom-in"),
    ActionFacts("zoom_out", "Zoom out", "-", "zoom-out"),
    ActionFacts("zoom_reset", "Show the whole picture", "0"),
    ActionFacts("snapshot", "Save the selected picture", "S", "snapshot"),
    ActionFacts("wall_snapshot", "Save the whole wall as a picture", "Shift+S"),
    ActionFacts("controls", "Controls of this camera", "C"),
    ActionFacts("details", "Details of this camera", "D"),
    ActionFacts("identify", "Let this camera show which one it is", "Shift+I"),
    ActionFacts("diagnostics", "Diagnostics of all cameras", "F8"),
    ActionFacts("acknowledge", "Acknowledge the newest alarm", "A", "acknowledge"),
    ActionFacts("acknowledge_all", "Acknowledge every alarm", "Shift+A"),
    ActionFacts("add_camera", "Add a camera", "Ctrl+Shift+N", "add", changes=True),
    ActionFacts("camera_settings", "Settings of this camera", "Alt+Return", changes=True),
    ActionFacts("rename", "Rename this camera", "F2", changes=True),
    ActionFacts("import_cameras", "Import a list of cameras", "", changes=True),
    ActionFacts("export_cameras", "Export the list of cameras", ""),
    ActionFacts("demo", "Start the demo", "", checkable=True, changes=True),
    ActionFacts("first_run", "First steps", "", changes=True),
    ActionFacts("lock", "Lock or unlock", "Ctrl+L", "lock", checkable=True),
    ActionFacts("settings", "Settings", "Ctrl+,", "settings", changes=True),
    ActionFacts("shortcuts", "Keys", "F1; ?"),
    ActionFacts("about", "About NetGear Monitor", ""),
    ActionFacts("alarm_sound", "Alarm sound", "M", "sound", checkable=True),
    ActionFacts("quit", "Quit", "Ctrl+Q"),
)

FACTS = {facts.name: facts for facts in TABLE}

ALL_ACTIONS = frozenset(FACTS)

WALL_ACTIONS = frozenset(
    {
        *("full_screen", "statistics", "back", "previous_page", "next_page", "tour", "edit_view"),
        *("enlarge", "pause", "zoom_in", "zoom_out", "zoom_reset"),
        *("next_view", "previous_view", *(f"view_{number}" for number in range(1, 10))),
    }
)
"""What can be done in a window that has nothing but a wall."""

_NEVER_BLANK = frozenset({"lock", "quit"})


class Actions:
    """The table's actions, made for one window; letters typed into a text field stay text."""

    def __init__(self, window: QWidget, names: frozenset[str] = ALL_ACTIONS) -> None:
        self._actions = {facts.name: _make(facts, window) for facts in TABLE if facts.name in names}
        window.addActions([self._actions[f.name] for f in self._table() if not f.on_wall])
        self._blanked: list[QAction] = []
        self.renew_shortcuts()

    def add_to_wall(self, wall: QWidget) -> None:
        """Let the keys of the wall's own actions work there."""
        wall.addActions([self._actions[facts.name] for facts in self._table() if facts.on_wall])

    def _table(self) -> list[ActionFacts]:
        return [facts for facts in TABLE if facts.name in self._actions]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def renew_shortcuts(self) -> None:
        """Let every action have the keys that it has now."""
        for name, action in self._actions.items():
            action.setShortcuts(_sequences(portable_keys(name)))
            set_tip(action, with_keys(FACTS[name].text, name))

    def set_changeable(self, changeable: bool) -> None:
        """Let things be changed, or only be watched."""
        for name, action in self._actions.items():
            if FACTS[name].changes:
                action.setEnabled(changeable)

    def set_blank(self, blank: bool) -> None:
        """Let nothing be done but to unlock, or again what could be done before."""
        if blank and not self._blanked:
            for name, action in self._actions.items():
                if action.isEnabled() and name not in _NEVER_BLANK:
                    action.setEnabled(False)
                    self._blanked.append(action)
        elif not blank:
            for action in self._blanked:
                action.setEnabled(True)
            self._blanked.clear()


def _make(facts: ActionFacts, window: QWidget) -> QAction:
    action = QAction(facts.text, window)
    action.setObjectName(facts.name)
    action.setCheckable(facts.checkable)
    if facts.on_wall:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    if facts.icon:
        action.setIcon(icon(facts.icon))
    return action


# The keys ------------------------------------------------------------------------------------

_chosen: dict[str, str] = {}
_tipped: WeakSet[QWidget] = WeakSet()


def choose_shortcuts(chosen: Mapping[str, str]) -> None:
    """Let actions have these keys in place of the table's, and name them in the tooltips."""
    _chosen.clear()
    _chosen.update(chosen)
    for widget in list(_tipped):
        if isValid(widget):
            set_tip(widget, with_keys(widget.property("tip_text"), widget.property("tip_action")))


def show_tip(widget: QWidget, text: str, action: str) -> None:
    """Give a widget a tooltip that ends with the keys that the action has at the time."""
    _tipped.add(widget)
    widget.setProperty("tip_text", text)
    widget.setProperty("tip_action", action)
    set_tip(widget, with_keys(text, action))


def portable_keys(name: str) -> str:
    """Return an action's keys as the settings write them, as in "Ctrl+F"."""
    return _chosen.get(name, FACTS[name].shortcut)


def keys_in_words(name: str) -> str:
    """Return an action's keys as this computer's keyboard names them."""
    return in_words(portable_keys(name))


def in_words(keys: str) -> str:
    """Return keys in words, as in "F1 or ?"."""
    native = QKeySequence.SequenceFormat.NativeText
    words = " or ".join(one.toString(native) for one in _sequences(keys))
    return words.replace("Return", "Enter")


def with_keys(text: str, name: str) -> str:
    """Return the text with the action's keys behind it, as tooltips show it."""
    keys = keys_in_words(name)
    return f"{text} ({keys})" if keys else text


def _sequences(keys: str) -> list[QKeySequence]:
    return QKeySequence.listFromString(keys) if keys else []
