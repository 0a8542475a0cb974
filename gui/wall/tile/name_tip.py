"""What a tile says under a resting mouse: all of its name, which a small tile has no room for."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from gui.wall.tile.tile import Tile


class NameTip(QObject):
    """Watches tiles as an event filter."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the name, and below it how the camera is connected."""
        if isinstance(watched, Tile) and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tip_of(watched), watched)
            return True
        return super().eventFilter(watched, event)


def tip_of(tile: Tile) -> str:
    """Return the tile's name and how its camera is connected, one below the other."""
    return f"{tile.face.name}\n{tile.state.connection}"
