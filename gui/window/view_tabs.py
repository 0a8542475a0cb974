"""The tabs of the views, and what can be done with a view from its tab."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gui.actions.table import with_keys
from gui.look.icons import icon
from gui.look.plain_text import InputDialog, set_tip
from gui.window.view_tab import ViewTab

_MOST_WITH_KEYS = 9
_SHORTEST_STAY, _LONGEST_STAY = 1, 3600


class ViewTabs(QWidget):
    """One tab for each view and a button for a new one; a menu on each tab does the rest.

    `moved(name, steps)`: put the view's tab so many places further on. `stay_chosen(name, seconds)`
    lets a tour stay so long.
    """

    chosen = Signal(str)
    new_wanted = Signal()
    renamed = Signal(str, str)
    copy_wanted = Signal(str)
    removed = Signal(str)
    moved = Signal(str, int)
    stay_chosen = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[str, ViewTab] = {}
        self._faults: Mapping[str, int] = {}
        self._stays: Mapping[str, float] = {}
        self._changeable = True
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._new = QToolButton()
        self._new.setObjectName("icon")
        self._new.setIcon(icon("add", "secondary"))
        set_tip(self._new, "New view, from the one shown")
        self._new.setAccessibleName("New view")
        self._new.clicked.connect(self.new_wanted)
        self._row.addWidget(self._new)

    def show_views(self, names: Sequence[str], shown: str) -> None:
        """Show a tab for each view, the one shown underlined."""
        if list(names) != list(self._tabs):
            self._make_tabs(names)
        for name, tab in self._tabs.items():
            tab.setChecked(name == shown)

    def set_faults(self, faults: Mapping[str, int]) -> None:
        """Show how many cameras of each view are faulty."""
        self._faults = dict(faults)
        for name, tab in self._tabs.items():
            tab.set_faults(self._faults.get(name, 0))

    def set_stays(self, stays: Mapping[str, float]) -> None:
        """Say for how many seconds a tour stays at each view."""
        self._stays = dict(stays)

    def set_changeable(self, changeable: bool) -> None:
        """Say whether views may be made, renamed and removed now."""
        self._changeable = changeable
        self._new.setVisible(changeable)

    def tab(self, name: str) -> ViewTab:
        """Return the tab of a view."""
        return self._tabs[name]

    def names(self) -> list[str]:
        """Return the views in the order of their tabs."""
        return list(self._tabs)

    def menu_for(self, name: str) -> QMenu:
        """Return the menu of a tab."""
        menu = QMenu(self)
        places = list(self._tabs)
        menu.addAction("Rename…").triggered.connect(lambda: self._ask_name(name))
        menu.addAction("Copy to a new view").triggered.connect(lambda: self.copy_wanted.emit(name))
        menu.addAction("Stay of a tour…").triggered.connect(lambda: self._ask_stay(name))
        menu.addSeparator()
        back, on = menu.addAction("Move left"), menu.addAction("Move right")
        back.triggered.connect(lambda: self.moved.emit(name, -1))
        on.triggered.connect(lambda: self.moved.emit(name, 1))
        back.setEnabled(places[0] != name)
        on.setEnabled(places[-1] != name)
        menu.addSeparator()
        remove = menu.addAction("Remove this view")
        remove.triggered.connect(lambda: self.removed.emit(name))
        remove.setEnabled(len(places) > 1)
        for action in menu.actions():
            action.setEnabled(action.isEnabled() and self._changeable)
        return menu

    def _make_tabs(self, names: Sequence[str]) -> None:
        for tab in self._tabs.values():
            self._row.removeWidget(tab)
            tab.deleteLater()
        self._tabs = {name: self._make_tab(name) for name in names}
        for place, tab in enumerate(self._tabs.values()):
            self._row.insertWidget(place, tab)
        self.renew_keys()
        self.set_faults(self._faults)

    def renew_keys(self) -> None:
        """Name the keys of now in the tooltips."""
        for place, tab in enumerate(self._tabs.values()):
            tab.set_key(with_keys("", f"view_{place + 1}") if place < _MOST_WITH_KEYS else "")

    def _make_tab(self, name: str) -> ViewTab:
        tab = ViewTab(name)
        tab.clicked.connect(lambda: self.chosen.emit(name))
        tab.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tab.customContextMenuRequested.connect(lambda at: self._show_menu(tab, name, at))
        return tab

    def _show_menu(self, tab: ViewTab, name: str, at: QPoint) -> None:
        self.menu_for(name).popup(tab.mapToGlobal(at))

    def _ask_name(self, name: str) -> None:
        dialog = InputDialog(self)
        dialog.setWindowTitle("Rename the view")
        dialog.ask("Name of the view:")
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(lambda wanted: self.renamed.emit(name, wanted))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_stay(self, name: str) -> None:
        dialog = InputDialog(self)
        dialog.setWindowTitle("Stay of a tour")
        dialog.ask(f"Seconds that a tour shows {name}, or each of its pages:")
        dialog.setInputMode(InputDialog.InputMode.IntInput)
        dialog.setIntRange(_SHORTEST_STAY, _LONGEST_STAY)
        dialog.setIntValue(round(self._stays.get(name, _SHORTEST_STAY)))
        dialog.intValueSelected.connect(lambda seconds: self.stay_chosen.emit(name, seconds))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
