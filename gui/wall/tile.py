"""One camera on the wall."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.bridge.frame_image import FrameImage
from gui.latency import Latency
from gui.time_words import clock_time
from gui.wall.notice import Notice
from gui.wall.pills import PILL_HEIGHT
from gui.wall.statistics_line import statistics_line
from gui.wall.tile_painter import Room, TileFace, TilePainter, overlay_area
from gui.wall.tile_state import MOVING, Evidence, Look, TileState, judge, usual_rate
from gui.wall.tile_tools import TileTools
from netgear_engine.clock import Clock
from netgear_engine.frame import Picture
from netgear_engine.receiving.port_status import PortStatus

_NOT_HEARD_OF = TileState(Look.WAITING, "WAITING", "WAITING", "never connected")


class Tile(QWidget):
    """Shows the newest picture of one port and says in words what may be thought of it.

    `painted` is called once for each picture, when it has been painted for the first time.
    """

    clicked = Signal(int)
    enlarge_wanted = Signal(int)
    message_wanted = Signal(int)

    def __init__(
        self,
        port: int,
        *,
        clock: Clock,
        painter: TilePainter,
        painted: Callable[[Picture], None],
        command: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.port = port
        self._clock = clock
        self._painter = painter
        self._painted = painted
        self._command = command
        self._status: PortStatus | None = None
        self._heard_at = clock.monotonic()
        self._usual_fps = 0.0
        self._visible_since: float | None = None
        self._picture: Picture | None = None
        self._unpainted: Picture | None = None
        self._latency: Latency | None = None
        self._statistics_shown = False
        self._hovered = False
        self._enlarged = False
        self._notice: Notice | None = None
        self._tools: TileTools | None = None
        self._face = TileFace(_NOT_HEARD_OF, f"Port {port}")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._show_notice()

    # What is known ---------------------------------------------------------------------------

    @property
    def state(self) -> TileState:
        """Return what the tile says of its camera."""
        return self._face.state

    @property
    def status(self) -> PortStatus | None:
        """Return the newest status, None before the first."""
        return self._status

    @property
    def face(self) -> TileFace:
        """Return a copy of what is drawn."""
        return replace(self._face)

    def set_status(self, status: PortStatus, heard_at: float | None = None) -> None:
        """Take the engine's newest word on this port, said at `heard_at` (now by default)."""
        heard_at = self._clock.monotonic() if heard_at is None else heard_at
        passed = heard_at - self._heard_at
        self._usual_fps = usual_rate(self._usual_fps, status, heard_at, passed)
        self._status = status
        self._heard_at = heard_at
        self._set_statistics()
        self.judge()

    def show_picture(self, picture: Picture) -> None:
        """Show a newer picture; what the tile says follows at once."""
        self._picture = picture
        self._unpainted = picture
        image = FrameImage(picture)
        reshaped = self._face.image is None or self._face.image.size() != image.size()
        self._face.image = image
        self._face.clock = clock_time(picture.frame.changed_wall)
        if picture.frame.fault or self._face.state.look is not Look.LIVE:
            self.judge()
        if reshaped:
            self._show_tools()
        self.update()

    def judge(self) -> TileState:
        """Decide anew what the tile says; called by the wall's timer even when nothing comes."""
        if self._status is not None:
            state = judge(self._status, self._evidence())
            if state != self._face.state:
                self._face.state = state
                self._show_notice()
                self.setAccessibleName(f"{self._face.name}, {state.words}")
                self.update()
        return self._face.state

    def _evidence(self) -> Evidence:
        frame = None if self._picture is None else self._picture.frame
        return Evidence(
            now=self._clock.monotonic(),
            now_wall=self._clock.wall(),
            heard_at=self._heard_at,
            visible_since=self._visible_since,
            picture_received_at=None if frame is None else frame.received_at,
            picture_fault="" if frame is None else frame.fault,
            usual_fps=self._usual_fps,
        )

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

    def device_size(self) -> tuple[int, int]:
        """Return width and height in the screen's own pixels."""
        size = QSize(self.size()) * self.devicePixelRatioF()
        return size.width(), size.height()

    def _set_statistics(self) -> None:
        if self._statistics_shown and self._status is not None:
            moving = self._face.state.look in MOVING
            line = statistics_line(self._status, self._latency if moving else None)
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
            self._notice.tell(*self._notice_words())
        if self._notice is not None:
            self._notice.setVisible(wanted)

    def _notice_words(self) -> tuple[str, str, str]:
        state = self._face.state
        if state.look is Look.FAILED:
            return f"Cannot listen on port {self.port}", f"{state.reason}. Trying again.", ""
        if state.look is Look.REJECTED:
            return f"Camera on port {self.port} refused", state.reason, ""
        if self._status is not None and self._status.connected:
            return f"Connected on port {self.port}", "No picture has come yet.", ""
        return f"Waiting on port {self.port}", "Nothing received yet.", self._command

    def _show_tools(self) -> None:
        room = Room.of(self.width(), self.height()).tools
        wanted = room and (self._hovered or self._face.selected)
        if wanted and self._tools is None:
            self._tools = TileTools(self)
            self._tools.set_enlarged(self._enlarged)
            self._tools.enlarge_wanted.connect(lambda: self.enlarge_wanted.emit(self.port))
            self._tools.message_wanted.connect(lambda: self.message_wanted.emit(self.port))
        if self._tools is None:
            return
        size = self._tools.sizeHint()
        left = self.width() - theme.PILL_MARGIN - size.width()
        image = self._face.image
        area = overlay_area(None if image is None else image.size(), self.rect())
        top = area.top() + theme.PILL_MARGIN - (size.height() - PILL_HEIGHT) // 2
        self._tools.setGeometry(left, top, size.width(), size.height())
        self._tools.setVisible(wanted)
        self._face.tools_width = size.width() if wanted else 0

    # Qt's events -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tile and count its picture the first time."""
        painter = QPainter(self)
        self._painter.paint(painter, self.rect(), self._face, self.port)
        painter.end()
        if self._unpainted is not None and self._face.state.look is not Look.WAITING:
            picture, self._unpainted = self._unpainted, None
            self._painted(picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the picture in its place."""
        super().resizeEvent(event)
        if self._notice is not None:
            self._notice.setGeometry(self.rect())
        self._show_tools()

    def showEvent(self, event: QShowEvent) -> None:
        """Note since when the tile can be seen: its picture may be from long before."""
        super().showEvent(event)
        self._visible_since = self._clock.monotonic()
        self.judge()

    def hideEvent(self, event: QHideEvent) -> None:
        """Note that nothing of this tile is decoded from here on."""
        super().hideEvent(event)
        self._visible_since = None

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the tools under the mouse."""
        super().enterEvent(event)
        self._set_hovered(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the tools again."""
        super().leaveEvent(event)
        self._set_hovered(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select this camera."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self.port)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Make this tile fill the wall, or go back."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.enlarge_wanted.emit(self.port)

    def _set_hovered(self, hovered: bool) -> None:
        self._hovered = hovered
        self._show_tools()
        self.update()
