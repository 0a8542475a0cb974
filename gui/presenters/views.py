"""Views: their tabs and keys, editing them, where their faults are, and when to save them."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from gui.actions.table import Actions
from gui.cameras.key import CameraKey
from gui.wall.tile.state import FAULTY, TileState
from gui.wall.video_wall import VideoWall
from gui.wall.views.book import ViewBook
from gui.wall.views.editor import ViewEditor
from gui.wall.views.view import View
from gui.window.top_bar import TopBar


class ViewsPresenter(QObject):
    """Shows the views of a book on a wall. `changed` is emitted when the book was."""

    changed = Signal()

    def __init__(
        self,
        *,
        wall: VideoWall,
        top_bar: TopBar,
        actions: Actions,
        book: ViewBook,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._top_bar = top_bar
        self._actions = actions
        self._book = book
        self._editor = ViewEditor(wall)
        self._states: Mapping[CameraKey, TileState] = {}
        self._connect_tabs()
        self._connect_actions()
        wall.view_edited.connect(self._keep)
        wall.states_changed.connect(self._show_faults)
        wall.arrangement_changed.connect(self._show_faults_elsewhere)
        self.show_view(book.views[0].name)

    def show_view(self, name: str) -> None:
        """Show a view; one that is gone gives the first."""
        view = self._book.of(name)
        self._wall.set_view(view)
        tabs = self._top_bar.view_tabs
        tabs.show_views(self._book.names(), view.name)
        tabs.set_stays({one.name: one.dwell_s for one in self._book.views})
        self._show_faults(self._states)

    def set_changeable(self, changeable: bool) -> None:
        """Let views be edited, or only looked at."""
        if not changeable:
            self._actions["edit_view"].setChecked(False)
        self._actions["edit_view"].setEnabled(changeable)
        self._top_bar.view_tabs.set_changeable(changeable)
        self._top_bar.layout_button.setEnabled(changeable)

    def _connect_tabs(self) -> None:
        tabs = self._top_bar.view_tabs
        tabs.chosen.connect(self._choose)
        tabs.new_wanted.connect(self._make_new)
        tabs.renamed.connect(self._rename)
        tabs.copy_wanted.connect(lambda name: self._add(self._book.of(name)))
        tabs.removed.connect(self._remove)
        tabs.moved.connect(self._move)
        tabs.stay_chosen.connect(self._set_stay)

    def _connect_actions(self) -> None:
        actions = self._actions
        actions["edit_view"].toggled.connect(self._edit)
        self._editor.left.connect(lambda: actions["edit_view"].setChecked(False))
        actions["next_view"].triggered.connect(lambda: self._turn(1))
        actions["previous_view"].triggered.connect(lambda: self._turn(-1))
        for number in range(1, 10):
            actions[f"view_{number}"].triggered.connect(lambda _=False, n=number: self._show_at(n))

    @property
    def _shown(self) -> View:
        return self._wall.arrangement.view

    @Slot(str)
    def _choose(self, name: str) -> None:
        if name == self._shown.name:
            self._wall.show_all()
        self.show_view(name)

    def _show_at(self, number: int) -> None:
        view = self._book.at(number - 1)
        if view is not None:
            self.show_view(view.name)

    def _turn(self, steps: int) -> None:
        self.show_view(self._book.after(self._shown.name, steps).name)

    # Changing --------------------------------------------------------------------------------

    @Slot(object)
    def _keep(self, view: View) -> None:
        self._book.keep(view)
        self.changed.emit()

    @Slot()
    def _make_new(self) -> None:
        """Begin with the cameras that are seen now, each in its place."""
        slots = self._wall.arrangement.slots
        shown = msgspec.structs.replace(self._shown, name="View", slots=slots, everything=False)
        self._add(shown)
        self._actions["edit_view"].setChecked(True)

    def _add(self, view: View) -> None:
        self.show_view(self._book.add(view).name)
        self.changed.emit()

    @Slot(str, str)
    def _rename(self, name: str, wanted: str) -> None:
        shown = self._shown.name
        renamed = self._book.rename(name, wanted)
        self.show_view(renamed.name if shown == name else shown)
        self.changed.emit()

    @Slot(str)
    def _remove(self, name: str) -> None:
        shown = self._shown.name
        if self._book.remove(name):
            self.show_view(shown)
            self.changed.emit()

    @Slot(str, int)
    def _move(self, name: str, steps: int) -> None:
        self._book.move(name, self._book.names().index(name) + steps)
        self.show_view(self._shown.name)
        self.changed.emit()

    @Slot(str, float)
    def _set_stay(self, name: str, seconds: float) -> None:
        shown = self._shown.name
        self._book.keep(msgspec.structs.replace(self._book.of(name), dwell_s=seconds))
        self.show_view(shown)
        self.changed.emit()

    @Slot(bool)
    def _edit(self, editing: bool) -> None:
        if editing:
            self._actions["tour"].setChecked(False)
            self._editor.begin()
        else:
            self._editor.end()

    # Faults ----------------------------------------------------------------------------------

    @Slot(object)
    def _show_faults(self, states: Mapping[CameraKey, TileState]) -> None:
        self._states = states
        faulty = {key for key, state in states.items() if state.condition in FAULTY}
        watched = list(states)
        self._top_bar.view_tabs.set_faults(
            {
                view.name: sum(key in faulty for key in view.placed(watched))
                for view in self._book.views
            }
        )
        self._show_faults_elsewhere()

    @Slot()
    def _show_faults_elsewhere(self) -> None:
        arrangement = self._wall.arrangement
        faulty = [key for key, state in self._states.items() if state.condition in FAULTY]
        pages = [page for key in faulty if (page := arrangement.page_of(key)) is not None]
        self._top_bar.show_faults_elsewhere(
            sum(page < arrangement.page for page in pages),
            sum(page > arrangement.page for page in pages),
        )
