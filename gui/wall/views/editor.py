"""Editing the view of a wall: moving cameras between cells, merging and splitting cells."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot

from gui.cameras.key import CameraKey
from gui.wall.video_wall import VideoWall
from gui.wall.views.edit_layer import EditLayer
from gui.wall.views.view import View, with_camera_in, with_merged, with_split, without_camera


class ViewEditor(QObject):
    """Puts the edit layer over a wall and turns what happens on it into a new view.

    The wall tells of the new view by its own signal `view_edited`; `left` is emitted when the
    operator wants to stop editing.
    """

    left = Signal()

    def __init__(self, wall: VideoWall) -> None:
        super().__init__(wall)
        self._wall = wall
        self._layer: EditLayer | None = None

    def begin(self) -> None:
        """Let cells and cameras be moved."""
        if self._layer is not None:
            return
        self._wall.back()
        layer = EditLayer(self._wall.cells, self._wall)
        layer.moved.connect(self._put_camera)
        layer.merge_wanted.connect(self._merge)
        layer.split_wanted.connect(self._split)
        layer.taken_out.connect(self._take_out)
        layer.left.connect(self.left)
        layer.setGeometry(self._wall.rect())
        layer.show()
        layer.setFocus(Qt.FocusReason.OtherFocusReason)
        self._layer = layer
        self._wall.installEventFilter(self)
        self._wall.arrangement_changed.connect(layer.update)

    def end(self) -> None:
        """Let nothing be moved any more."""
        if self._layer is None:
            return
        self._wall.removeEventFilter(self)
        self._layer.hide()
        self._layer.deleteLater()
        self._layer = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the layer as large as the wall, and above its tiles."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._layer:
            self._layer.setGeometry(self._wall.rect())
        return super().eventFilter(watched, event)

    @Slot(int, str)
    def _put_camera(self, index: int, key: CameraKey) -> None:
        arrangement = self._wall.arrangement
        self._edited(with_camera_in(arrangement.view, arrangement.slots, index, key))

    @Slot(object)
    def _merge(self, indexes: Sequence[int]) -> None:
        arrangement = self._wall.arrangement
        size = len(arrangement.grid.cells)
        here = [index % size for index in indexes if index // size == arrangement.page]
        self._edited(with_merged(arrangement.view, arrangement.slots, arrangement.page, here))

    @Slot(int)
    def _split(self, index: int) -> None:
        arrangement = self._wall.arrangement
        cell = index % len(arrangement.grid.cells)
        self._edited(with_split(arrangement.view, arrangement.slots, arrangement.page, cell))

    @Slot(int)
    def _take_out(self, key: CameraKey) -> None:
        arrangement = self._wall.arrangement
        self._edited(without_camera(arrangement.view, arrangement.slots, key))

    def _edited(self, view: View | None) -> None:
        if view is None:
            return
        self._wall.edit_view(view)
        if self._layer is not None:
            self._layer.forget()
            self._layer.raise_()
