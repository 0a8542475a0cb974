"""Enlarging the picture of a tile with the mouse: the wheel zooms, dragging pans."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from gui.wall.placement import NO_ZOOM, Placement, Zoom, panned, zoomed

_STEP = 1.25
_WHEEL_NOTCH = 120


class TileZoom:
    """Holds how much a tile is enlarged. Every method returns whether that has changed."""

    def __init__(self) -> None:
        self.zoom = NO_ZOOM
        self._drag_from: QPointF | None = None

    def wheel(self, event: QWheelEvent, now: Placement) -> bool:
        """Zoom about the pointer."""
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        point = event.position()
        return self._set(zoomed(now, self.zoom, _STEP**notches, (point.x(), point.y())))

    def step(self, steps: int, now: Placement) -> bool:
        """Zoom about the middle, in with positive steps and out with negative ones."""
        target = now.target
        middle = (target.left + target.width / 2, target.top + target.height / 2)
        return self._set(zoomed(now, self.zoom, _STEP**steps, middle))

    def reset(self) -> bool:
        """Show the whole picture again."""
        return self._set(NO_ZOOM)

    def press(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() is Qt.MouseButton.LeftButton and self.zoom.is_on:
            self._drag_from = event.position()

    def move(self, event: QMouseEvent, now: Placement) -> bool:
        """Pan with the mouse."""
        if self._drag_from is None:
            return False
        moved = event.position() - self._drag_from
        self._drag_from = event.position()
        return self._set(panned(now, self.zoom, (moved.x(), moved.y())))

    def release(self) -> None:
        """End dragging."""
        self._drag_from = None

    @property
    def badge(self) -> str:
        """How much is enlarged, as in "2.5×"; empty while nothing is."""
        return f"{self.zoom.factor:.1f}×" if self.zoom.is_on else ""

    def _set(self, zoom: Zoom) -> bool:
        changed, self.zoom = zoom != self.zoom, zoom
        return changed
