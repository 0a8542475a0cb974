"""Painting a wall: every tile that has something new, and what is to be seen of the ground."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from gui.look import theme
from gui.wall.tile.tile import Tile


def paint_wall(
    wall: QWidget,
    region: QRegion,
    tiles: Iterable[Tile],
    empty_cells: Callable[[], Iterable[QRect]],
) -> None:
    """Paint the region of a wall that is to be painted anew.

    A tile that throws is left out, and what it threw is raised when all others are painted.
    """
    painter = QPainter(wall)
    faults: list[Exception] = []
    ground = region
    for tile in tiles:
        area = tile.geometry()
        if tile.isVisible() and region.intersects(area):
            # Within one rectangle Qt copies; within the region of several it would blend.
            painter.setClipRect(area)
            try:
                tile.paint(painter)
            except Exception as fault:  # noqa: BLE001 (one tile must not blind the others)
                faults.append(fault)
            ground -= QRegion(area)
    if not ground.isEmpty():
        _paint_ground(painter, wall.rect(), ground, empty_cells())
    painter.end()
    if faults:
        # To the net under the window, which tells it as a fault of the monitor itself.
        raise faults[0]


def _paint_ground(
    painter: QPainter, whole: QRect, ground: QRegion, empty_cells: Iterable[QRect]
) -> None:
    """Draw what is between the tiles, and the cells without a camera."""
    painter.setClipRegion(ground)
    painter.fillRect(whole, QColor(theme.colours().wall))
    for cell in empty_cells:
        painter.fillRect(cell, QColor(theme.colours().empty_tile))
