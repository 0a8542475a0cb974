"""A camera that is dragged: from the list or a tile, to a cell of the wall."""

from PySide6.QtCore import QMimeData

from gui.cameras.key import CameraKey

_TYPE = "application/x-netgear-camera"


def camera_mime(key: CameraKey) -> QMimeData:
    """Return what a drag carries for a camera."""
    data = QMimeData()
    data.setData(_TYPE, key.encode())
    return data


def dragged_key(data: QMimeData) -> CameraKey | None:
    """Return the camera that is dragged, None when it is anything else."""
    text = bytes(data.data(_TYPE).data()).decode("utf-8", "replace")
    return CameraKey(text) if text else None
