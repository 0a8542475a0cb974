"""One camera on the wall."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui.bridge.frame_image import FrameImage
from gui.cameras.key import CameraKey
from gui.cameras.latency import Latency
from gui.cameras.names import usual_name
from gui.look.time_words import clock_time
from gui.wall.placement import Display, Placement
from gui.wall.sight import Sight
from gui.wall.tile.face import Room, TileFace, overlay_area
from gui.wall.tile.notice import Notice
from gui.wall.tile.painter import TilePainter
from gui.wall.tile.picture_painter import pixels_of, placement_in
from gui.wall.tile.quality import Quality
from gui.wall.tile.state import (
    MOVING,
    UNSEEN,
    Condition,
    Expected,
    TileState,
    paused,
)
from gui.wall.tile.toolbar import TileTools
from gui.wall.tile.witness import Witness
from gui.wall.tile.words import badge_words, notice_words, statistics_line
from gui.wall.tile.zoom import TileZoom
from netgear_engine.clock import Clock
from netgear_engine.frame import Picture, Pixels
from netgear_engine.receiving.port_status import PortStatus


class Tile(QWidget):
    """Shows the newest picture of one camera and says in words what may be thought of it.

    The wall has it painted (`paint`) together with all others that have something new. `painted` is
    called once for each picture, when it has been painted for the first time.
    """

    clicked = Signal(str)
    enlarge_wanted = Signal(str)
    message_wanted = Signal(str)
    snapshot_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)
    size_changed = Signal()

    def __init__(
        self,
        key: CameraKey,
        *,
        clock: Clock,
        painter: TilePainter,
        painted: Callable[[Picture], None],
        command: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._clock = clock
        self._painter = painter
        self._painted = painted
        self._command = command
        self._witness = Witness(clock)
        self._unpainted: Picture | None = None
        self._latency: Latency | None = None
        self._statistics_shown = False
        self._hovered = False
        self._enlarged = False
        self._notice: Notice | None = None
        self._tools: TileTools | None = None
        self._held: Picture | None = None
        self._zoom = TileZoom()
        self._names_hover = False
        self._state = self._witness.judge()
        self._face = TileFace(self._state, usual_name(key))
        self.setMouseTracking(True)
        self._show_notice()

    # What is known ---------------------------------------------------------------------------

    @property
    def state(self) -> TileState:
        """How the camera is; a paused tile says that beside, see `face`."""
        return self._state

    @property
    def status(self) -> PortStatus | None:
        """The newest status, None before the first."""
        return self._witness.status

    @property
    def quality(self) -> Quality:
        """How well the camera has come through in the last hour."""
        return self._witness.quality

    @property
    def picture(self) -> Picture | None:
        """The picture on the screen, None before the first."""
        return self._held or self._witness.picture

    @property
    def is_paused(self) -> bool:
        """Whether the operator holds the picture."""
        return self._held is not None

    @property
    def face(self) -> TileFace:
        """A copy of what is drawn."""
        return replace(self._face)

    def set_status(self, status: PortStatus, heard_at: float | None = None) -> None:
        """Take the engine's newest word on this camera, said at `heard_at` (now by default)."""
        self._witness.hear(status, self._clock.monotonic() if heard_at is None else heard_at)
        self._set_statistics()
        self.judge()

    def show_picture(self, picture: Picture, exact: Pixels | None = None) -> None:
        """Show a newer picture; what the tile says follows at once.

        `exact` is the picture as it is in this tile's `sight`, if somebody made that beforehand.
        """
        self._witness.see(picture)
        if self._held is not None:
            return
        self._unpainted = picture
        self._show_image(picture, exact)

    def set_paused(self, paused: bool) -> None:
        """Hold the picture that is seen now, or show the newest one again."""
        newest = self._witness.picture
        if not paused and self._held is not None and newest is not None:
            self._held = None
            self._show_image(newest)
        elif paused:
            self._held = newest
        self.judge()

    def _show_image(self, picture: Picture, exact: Pixels | None = None) -> None:
        image = FrameImage(picture.pixels)
        reshaped = self._face.image is None or self._face.image.size() != image.size()
        self._face.image = image
        self._face.exact = None if exact is None else FrameImage(exact)
        clock = _clock_time(int(picture.frame.changed_wall))
        if picture.frame.fault or self._face.state.condition is not Condition.LIVE:
            self.judge()
        if reshaped:
            self._show_tools()
        if reshaped or clock != self._face.clock:
            self._face.clock = clock
            self.update()
        else:
            # At a scale of one and a half its edges lie within pixels of the screen.
            area = pixels_of(self._placement().target, self.rect())
            self.update(area.adjusted(-1, -1, 1, 1))

    def set_expected(self, expected: Expected | None) -> None:
        """Set whether the camera ought to be there."""
        self._witness.expected = expected

    def judge(self) -> TileState:
        """Decide anew what the tile says; called by the wall's timer even when nothing comes."""
        if self._witness.status is not None:
            self._state = self._witness.judge()
            self._say(self._state if self._held is None else paused(self._state, self._face.clock))
        return self._state

    def _say(self, state: TileState) -> None:
        if state != self._face.state:
            self._face.state = state
            self._show_notice()
            self.setAccessibleName(f"{self._face.name}, {state.words}")
            self.update()
        elif state.condition in UNSEEN:
            self._show_notice()
        self._show_badges()

    def _show_badges(self) -> None:
        badges = badge_words(self._state, self._witness.status, self._zoom.badge)
        if badges != self._face.badges:
            self._face.badges = badges
            self.update()

    # How it looks ----------------------------------------------------------------------------

    def set_name(self, name: str) -> None:
        """Set the camera's name."""
        if name != self._face.name:
            self._face.name = name
            self.setAccessibleName(f"{name}, {self._face.state.words}")
            self.update()

    def set_selected(self, selected: bool) -> None:
        """Frame the tile as the selected one."""
        if selected != self._face.selected:
            self._face.selected = selected
            self._show_tools()
            self._show_name()
            self.update()

    def set_enlarged(self, enlarged: bool) -> None:
        """Say whether the tile fills the wall."""
        self._enlarged = enlarged
        if self._tools is not None:
            self._tools.set_enlarged(enlarged)

    def set_pulse(self, bright: bool) -> None:
        """Show the bright or the dark half of an unacknowledged alarm's frame."""
        if bright != self._face.pulse:
            self._face.pulse = bright
            self.update()

    def show_statistics(self, shown: bool) -> None:
        """Show the line of figures, or not."""
        self._statistics_shown = shown
        self._set_statistics()
        self.update()

    def set_latency(self, latency: Latency | None) -> None:
        """Set what the line of figures says of the picture's age."""
        self._latency = latency

    def set_display(self, display: Display) -> None:
        """Set how the camera's picture is turned, mirrored and fitted."""
        if display != self._face.display:
            self._face.display = display
            self._look_changed()

    def set_names_hover(self, hover: bool) -> None:
        """Show the name under the mouse and when selected only, or always."""
        self._names_hover = hover
        self._show_name()

    def zoom_by(self, steps: int) -> None:
        """Enlarge the picture by so many steps; negative ones make it smaller, 0 shows all."""
        changed = self._zoom.step(steps, self._placement()) if steps else self._zoom.reset()
        if changed:
            self._look_changed()

    @property
    def sight(self) -> Sight:
        """How the picture is seen here."""
        size = self.width(), self.height()
        return Sight(size, self.devicePixelRatioF(), self._face.display, self._zoom.zoom)

    def _look_changed(self) -> None:
        self._face.zoom = self._zoom.zoom
        self._face.exact = None
        self._show_badges()
        self._show_tools()
        self.update()
        self.size_changed.emit()

    def _placement(self) -> Placement:
        image = self._face.image
        size = self.size() if image is None else image.size()
        return placement_in(self.rect(), size, self._face.display, self._zoom.zoom)

    def _show_name(self) -> None:
        shown = not self._names_hover or self._hovered or self._face.selected
        if shown != self._face.name_shown:
            self._face.name_shown = shown
            self.update()

    def _set_statistics(self) -> None:
        status = self._witness.status
        if self._statistics_shown and status is not None:
            moving = self._face.state.condition in MOVING
            line = statistics_line(self.key, status, self._latency if moving else None)
            quality = self._witness.quality.words(self._clock.monotonic())
            line = f"{line}\n{quality}" if quality else line
        else:
            line = ""
        if line != self._face.statistics:
            self._face.statistics = line
            self.update()

    def _show_notice(self) -> None:
        wanted = self._face.says_in_text()
        if wanted:
            if self._notice is None:
                self._notice = Notice(self)
            self._notice.setGeometry(self.rect())
            state, status = self._face.state, self._witness.status
            waited = self._witness.waited()
            self._notice.tell(*notice_words(self.key, state, status, self._command, waited))
        if self._notice is not None:
            self._notice.setVisible(wanted)

    def _show_tools(self) -> None:
        room = Room.of(self.width(), self.height()).tools
        wanted = room and (self._hovered or self._face.selected)
        if wanted and self._tools is None:
            self._tools = TileTools(self)
            self._tools.set_enlarged(self._enlarged)
            self._tools.enlarge_wanted.connect(lambda: self.enlarge_wanted.emit(self.key))
            self._tools.message_wanted.connect(lambda: self.message_wanted.emit(self.key))
            self._tools.snapshot_wanted.connect(lambda: self.snapshot_wanted.emit(self.key))
        if self._tools is None:
            return
        area = overlay_area(self._face, self.rect())
        self._face.tools_width = self._tools.put_into(area, shown=wanted)

    def paint(self, painter: QPainter) -> None:
        """Draw the tile where it is on the wall, and count its picture the first time."""
        self._painter.paint(painter, self.geometry(), self._face, self.key)
        if self._unpainted is not None and self._face.state.condition not in UNSEEN:
            picture, self._unpainted = self._unpainted, None
            self._painted(picture)

    # Qt's events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the picture in its place."""
        super().resizeEvent(event)
        self._face.exact = None
        if self._notice is not None:
            self._notice.setGeometry(self.rect())
        self._show_tools()

    def showEvent(self, event: QShowEvent) -> None:
        """Note since when the tile can be seen: its picture may be from long before."""
        super().showEvent(event)
        self._witness.uncovered()
        self.judge()

    def hideEvent(self, event: QHideEvent) -> None:
        """Note that nothing of this tile is decoded from here on."""
        super().hideEvent(event)
        self._witness.covered()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the tools under the mouse."""
        super().enterEvent(event)
        self._set_hovered(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the tools again."""
        super().leaveEvent(event)
        self._set_hovered(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select this camera, and begin to pan when it is enlarged."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self.clicked.emit(self.key)
        self._zoom.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan an enlarged picture."""
        if self._zoom.move(event, self._placement()):
            self._look_changed()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End panning."""
        self._zoom.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Make this tile fill the wall, or go back; with the right button show all of it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.enlarge_wanted.emit(self.key)
        elif event.button() is Qt.MouseButton.RightButton:
            self.zoom_by(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        if self._face.image is not None and self._zoom.wheel(event, self._placement()):
            self._look_changed()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of this camera."""
        self.menu_wanted.emit(self.key, event.globalPos())

    def _set_hovered(self, hovered: bool) -> None:
        self._hovered = hovered
        self._show_tools()
        self._show_name()
        self.update()


@lru_cache(maxsize=16)
def _clock_time(second: int) -> str:
    """Return the time of day in words; a wall of cameras asks for the same second many times."""
    return clock_time(second)
