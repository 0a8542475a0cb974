"""The area of videos: which tile is where, which is selected, and how large each is seen."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from gui.cameras.key import CameraKey
from gui.cameras.latency import Latency
from gui.look import theme
from gui.look.plain_text import show_tip_at
from gui.wall.arrangement import Arrangement, Place
from gui.wall.empty_wall import EmptyWall
from gui.wall.layouts import Box, Layout, common_shape
from gui.wall.placement import AS_IT_IS, Display
from gui.wall.tile.painter import TilePainter
from gui.wall.tile.state import Expected, TileState
from gui.wall.tile.tile import Tile
from gui.wall.views.view import View
from gui.wall.wall_painter import paint_wall
from netgear_engine.clock import Clock
from netgear_engine.frame import Picture, Pixels
from netgear_engine.receiving.port_status import PortStatus

_JUDGE_EVERY_MS = 300
_TELL_SIGHTS_AFTER_MS = 40
_NOTHING_EXACT: Mapping[Hashable, Pixels] = MappingProxyType({})


class PictureFeed(Protocol):
    """Hears which pictures the wall has painted."""

    def painted(self, picture: Picture) -> None:
        """Count a picture that was painted for the first time."""


class VideoWall(QWidget):
    """Lays out the cameras of one view, in pages when there are more than the layout has cells.

    `sights_changed(sights)` tells how each tile shows its picture, or None when it is hidden, so
    that pictures are made like that or not at all. `view_edited(view)` carries what the operator
    has made of the view. `states` are what the tiles said when last judged.
    """

    selected = Signal(str)
    sights_changed = Signal(object)
    message_wanted = Signal(str)
    snapshot_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)
    states_changed = Signal(object)
    arrangement_changed = Signal()
    view_edited = Signal(object)

    def __init__(
        self,
        *,
        clock: Clock,
        feed: PictureFeed,
        command_for: Callable[[CameraKey], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self.feed = feed
        self.command_for = command_for
        self._painter = TilePainter()
        self._tiles: dict[CameraKey, Tile] = {}
        self.states: Mapping[CameraKey, TileState] = {}
        self._arrangement = Arrangement()
        self.when_empty = EmptyWall(self)
        self._statistics = False
        self._displays: Mapping[CameraKey, Display] = {}
        self._names_hover = False
        self._alarms: frozenset[CameraKey] = frozenset()
        self._watched_window: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Wall of cameras")
        self.setMinimumSize(160, 90)
        self._judge_timer = QTimer(self, interval=_JUDGE_EVERY_MS)
        self._judge_timer.timeout.connect(self.judge_all)
        self._judge_timer.start()
        self._sights_timer = QTimer(self, interval=_TELL_SIGHTS_AFTER_MS, singleShot=True)
        self._sights_timer.timeout.connect(self._tell_sights)

    # What comes in ---------------------------------------------------------------------------

    def set_keys(self, keys: Sequence[CameraKey]) -> None:
        """Watch exactly these cameras, in this order; tiles of those watched before are kept."""
        for gone in set(self._tiles) - set(keys):
            self._tiles.pop(gone).deleteLater()
            self._painter.forget(gone)
        self._tiles = {key: self._tiles.get(key) or self._new_tile(key) for key in keys}
        self._arrangement.set_keys(keys)
        self._arrange()

    def show_picture(
        self, key: CameraKey, picture: Picture, exact: Mapping[Hashable, Pixels] = _NOTHING_EXACT
    ) -> None:
        """Show a camera's newest picture; `exact` has what was made of it for some sights."""
        tile = self._tiles.get(key)
        if tile is not None:
            tile.show_picture(picture, exact.get(tile.sight))

    def set_statuses(
        self, statuses: Mapping[CameraKey, PortStatus], silent_for: float = 0.0
    ) -> None:
        """Take the engine's newest word on the cameras, said `silent_for` seconds ago."""
        heard_at = self._clock.monotonic() - silent_for
        for key, status in statuses.items():
            if key in self._tiles:
                self._tiles[key].set_status(status, heard_at)
        self._set_shape(common_shape(status.size for status in statuses.values()))
        # Of those the engine spoke of the tiles have just judged.
        others = [tile for key, tile in self._tiles.items() if key not in statuses]
        for tile in others:
            tile.judge()
        self._tell_states()

    def set_expected(self, expected: Mapping[CameraKey, Expected]) -> None:
        """Set which cameras ought to be there."""
        for key, tile in self._tiles.items():
            tile.set_expected(expected.get(key))

    def set_names(self, name_of: Callable[[CameraKey], str]) -> None:
        """Set the names under which the cameras are shown."""
        for key, tile in self._tiles.items():
            tile.set_name(name_of(key))

    def set_latencies(self, latencies: Mapping[CameraKey, Latency | None]) -> None:
        """Set how old the pictures are when painted."""
        for key, tile in self._tiles.items():
            tile.set_latency(latencies.get(key))

    def set_displays(self, displays: Mapping[CameraKey, Display]) -> None:
        """Set how each camera's picture is turned, mirrored and fitted."""
        self._displays = dict(displays)
        for key, tile in self._tiles.items():
            tile.set_display(self._displays.get(key, AS_IT_IS))

    def set_names_hover(self, hover: bool) -> None:
        """Show names under the mouse only, or always."""
        self._names_hover = hover
        for tile in self._tiles.values():
            tile.set_names_hover(hover)

    def set_alarms(self, keys: frozenset[CameraKey]) -> None:
        """Let the frames of these cameras pulse until their alarm is acknowledged."""
        self._alarms = keys
        self._pulse()

    @Slot()
    def judge_all(self) -> None:
        """Decide anew what every tile says, also when nothing comes from the engine any more."""
        for tile in self._tiles.values():
            tile.judge()
        self._tell_states()

    def _tell_states(self) -> None:
        # Nothing is judged by the timer as long as the engine speaks.
        self._judge_timer.start()
        self.states = {key: tile.state for key, tile in self._tiles.items()}
        self._pulse()
        self.states_changed.emit(self.states)

    # What the operator does ------------------------------------------------------------------

    @property
    def arrangement(self) -> Arrangement:
        """Which tiles are where; for reading."""
        return self._arrangement

    def tile(self, key: CameraKey) -> Tile:
        """Return a camera's tile."""
        return self._tiles[key]

    def set_view(self, view: View) -> None:
        """Show another view, or this one as it is now."""
        self._arrangement.set_view(view)
        self._arrange()

    def restore(self, page: int, selected: CameraKey | None, enlarged: CameraKey | None) -> None:
        """Show what was shown when the program ended; cameras that are gone are left out."""
        self._arrangement.restore(page, selected, enlarged)
        self._arrange()

    def edit_view(self, view: View) -> None:
        """Show what the operator has made of this view, and tell it."""
        self.set_view(view)
        self.view_edited.emit(view)

    def set_layout_choice(self, layout: Layout) -> None:
        """Lay the tiles out in another way."""
        self._arrangement.set_layout(layout)
        self.edit_view(self._arrangement.view)

    def cells(self) -> list[Place]:
        """Return the cells of the page shown, the empty ones too."""
        return self._arrangement.cells(self.width(), self.height(), theme.TILE_GAP)

    def turn_page(self, pages: int) -> None:
        """Go some pages on, or back when negative."""
        self._arrangement.turn_page(pages)
        self._arrange()

    def show_all(self) -> None:
        """Leave an enlarged tile and show the first page."""
        self._arrangement.show_all()
        self._arrange()

    def select(self, key: CameraKey) -> None:
        """Select a camera, turning to its page; an enlarged tile gives its place to it."""
        if key not in self._tiles:
            return
        before = self._arrangement.selected
        self._arrangement.select(key)
        self._arrange()
        if key != before:
            self.selected.emit(key)

    def toggle_enlarged(self, key: CameraKey | None = None) -> None:
        """Let a tile (the selected one by default) fill the wall, or go back to what was."""
        if self.back():
            return
        key = self._arrangement.selected if key is None else key
        if key is not None:
            self._arrangement.enlarged = key
            self.select(key)

    def back(self) -> bool:
        """Leave an enlarged tile; return whether there was one."""
        if self._arrangement.enlarged is None:
            return False
        self._arrangement.enlarged = None
        self._arrange()
        return True

    def selected_tile(self) -> Tile | None:
        """Return the tile of the selected camera."""
        selected = self._arrangement.selected
        return None if selected is None else self._tiles.get(selected)

    def show_statistics(self, shown: bool) -> None:
        """Show the line of figures on every tile, or on none."""
        self._statistics = shown
        for tile in self._tiles.values():
            tile.show_statistics(shown)

    # Arranging -------------------------------------------------------------------------------

    def _new_tile(self, key: CameraKey) -> Tile:
        tile = Tile(
            key,
            clock=self._clock,
            painter=self._painter,
            painted=self.feed.painted,
            command=self.command_for(key),
            parent=self,
        )
        tile.hide()
        tile.show_statistics(self._statistics)
        tile.clicked.connect(self._tile_clicked)
        tile.enlarge_wanted.connect(self.toggle_enlarged)
        tile.message_wanted.connect(self._tile_message_wanted)
        tile.snapshot_wanted.connect(self.snapshot_wanted)
        tile.menu_wanted.connect(self.menu_wanted)
        tile.size_changed.connect(self._sights_timer.start)
        tile.set_display(self._displays.get(key, AS_IT_IS))
        tile.set_names_hover(self._names_hover)
        return tile

    def _set_shape(self, shape: float | None) -> None:
        if shape != self._arrangement.shape:
            self._arrangement.shape = shape
            self._arrange()

    def _arrange(self) -> None:
        arrangement = self._arrangement
        places = arrangement.places(self.width(), self.height(), theme.TILE_GAP)
        for key, tile in self._tiles.items():
            tile.set_selected(key == arrangement.selected)
            tile.set_enlarged(key == arrangement.enlarged)
            if key in places:
                tile.setGeometry(_rect(places[key]))
            tile.setVisible(key in places)
        self.when_empty.setVisible(not self._tiles)
        self.update()
        self._sights_timer.start()
        self.arrangement_changed.emit()

    @Slot()
    def _tell_sights(self) -> None:
        seen = self.isVisible() and not self.window().isMinimized()
        tiles = self._tiles.items()
        self.sights_changed.emit(
            {key: tile.sight if seen and tile.isVisible() else None for key, tile in tiles}
        )

    def _pulse(self) -> None:
        bright = not theme.is_animated() or int(self._clock.monotonic() * 2) % 2 == 0
        for key, tile in self._tiles.items():
            tile.set_pulse(bright or key not in self._alarms)

    @Slot(str)
    def _tile_clicked(self, key: CameraKey) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.select(key)

    @Slot(str)
    def _tile_message_wanted(self, key: CameraKey) -> None:
        self.select(key)
        self.message_wanted.emit(key)

    # Qt's events -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every tile that has something new, and what is to be seen of the ground."""
        paint_wall(self, event.region(), self._tiles.values(), self._empty_cells)

    def _empty_cells(self) -> list[QRect]:
        return [_rect(place.box) for place in self.cells() if place.key is None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the selection."""
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in steps:
            camera = self._arrangement.step(*steps[key])
            if camera is not None:
                self.select(camera)
        elif key == Qt.Key.Key_Enter:
            self.toggle_enlarged()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tiles into the new size."""
        super().resizeEvent(event)
        self.when_empty.setGeometry(self.rect())
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell what is seen now, and hear of the window being minimised."""
        super().showEvent(event)
        if self._watched_window is not self.window():
            self._watched_window = self.window()
            self._watched_window.installEventFilter(self)
        self._sights_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell at once that nothing is seen."""
        super().hideEvent(event)
        self._tell_sights()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell what is seen when the window is minimised or moves to another screen."""
        if event.type() in (QEvent.Type.WindowStateChange, QEvent.Type.DevicePixelRatioChange):
            self._sights_timer.start()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Let a tile under a resting mouse show all of its name, which may be cut off there.

        What a tile does not take, Qt offers here.
        """
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tile: QWidget | None = self.childAt(event.pos())
            while tile not in (None, self) and not isinstance(tile, Tile):
                # What lies over a tile, as its notice, is part of it.
                tile = tile.parentWidget()
            if isinstance(tile, Tile):
                words = f"{tile.face.name}\n{tile.state.connection}"
                show_tip_at(event.globalPos(), words, tile)
            return True
        return super().event(event)


def _rect(box: Box) -> QRect:
    return QRect(box.left, box.top, box.width, box.height)
