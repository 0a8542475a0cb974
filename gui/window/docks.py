"""The side panel: its sections are docks, which can be moved, floated to another screen, closed."""

import base64
import binascii

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget

from gui.look import theme
from gui.look.section import Section

_LAYOUT_VERSION = 1
_LEAST_HEIGHT = 96

_FREE = (
    QDockWidget.DockWidgetFeature.DockWidgetMovable
    | QDockWidget.DockWidgetFeature.DockWidgetFloatable
    | QDockWidget.DockWidgetFeature.DockWidgetClosable
)
_FIXED = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures


class Docks(QObject):
    """Holds the sections of a main window. `changed` is emitted when one was moved or closed.

    `switch` hides and shows them all.
    """

    changed = Signal()

    def __init__(self, window: QMainWindow, switch: QAction) -> None:
        super().__init__(window)
        self._window, self._switch = window, switch
        self._docks: dict[Section, QDockWidget] = {}
        self._hidden_together: list[QDockWidget] = []
        window.setDockNestingEnabled(True)
        right = Qt.DockWidgetArea.RightDockWidgetArea
        window.setTabPosition(right, QTabWidget.TabPosition.North)
        switch.setChecked(True)
        switch.toggled.connect(self.set_visible)

    def add(self, section: Section, name: str, *, behind: Section | None = None) -> QDockWidget:
        """Put a section at the right, below the others or as a tab with another one.

        `name` is what the place of the dock is kept by.
        """
        dock = QDockWidget(section.title(), self._window)
        dock.setObjectName(name)
        dock.setTitleBarWidget(section.title_bar)
        dock.setWidget(section)
        dock.setFeatures(_FREE)
        # What a section needs at the chosen size of text, but never less than a few lines.
        dock.setMinimumWidth(theme.SIDE_PANEL_WIDTH * 3 // 4)
        section.setMinimumHeight(max(_LEAST_HEIGHT, section.minimumSizeHint().height()))
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        if behind is not None:
            self._window.tabifyDockWidget(self._docks[behind], dock)
            self._docks[behind].raise_()
            self._name_tabs()
        dock.topLevelChanged.connect(self.changed)
        dock.dockLocationChanged.connect(self.changed)
        dock.visibilityChanged.connect(self.changed)
        self._docks[section] = dock
        return dock

    def _name_tabs(self) -> None:
        for tabs in self._window.findChildren(QTabBar):
            tabs.setAccessibleName("Sections in the same place")

    def share(self, shares: dict[Section, int]) -> None:
        """Give the sections their width, and heights in these proportions."""
        docks = [self._docks[section] for section in shares]
        self._window.resizeDocks(docks, list(shares.values()), Qt.Orientation.Vertical)
        widths = [theme.SIDE_PANEL_WIDTH] * len(docks)
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def show_section(self, section: Section) -> None:
        """Show the panel and a section of it, in front of those it shares its place with."""
        self._switch.setChecked(True)
        dock = self._docks[section]
        dock.show()
        dock.raise_()

    def set_visible(self, visible: bool) -> None:
        """Hide all sections, or show those again that were hidden together."""
        if not visible:
            self._hidden_together = [dock for dock in self._docks.values() if not dock.isHidden()]
        for dock in self._hidden_together or list(self._docks.values()):
            dock.setVisible(visible)

    def set_movable(self, movable: bool) -> None:
        """Let the sections be moved and closed, or not."""
        for dock in self._docks.values():
            dock.setFeatures(_FREE if movable else _FIXED)

    def set_blank(self, blank: bool) -> None:
        """Hide what the sections show, but leave them where they are."""
        for section in self._docks:
            section.set_blank(blank)

    def kept(self) -> str:
        """Return where everything is, for `restore`."""
        state = self._window.saveState(_LAYOUT_VERSION)
        return base64.b64encode(bytes(state.data())).decode("ascii")

    def restore(self, kept: str) -> bool:
        """Put everything where it was; return whether that worked."""
        try:
            state = base64.b64decode(kept, validate=True)
        except (binascii.Error, ValueError):
            return False
        return self._window.restoreState(state, _LAYOUT_VERSION)
