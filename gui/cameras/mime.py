"""A camera that is dragged: from the list or a tile, to a cell of the wall."""

from PySide6.QtCore import QMimeData

_TYPE = "application/x-netgear-port"


def camera_mime(port: int) -> QMimeData:
    """Return what a drag carries for a camera."""
    data = QMimeData()
    data.setData(_TYPE, str(port).encode())
    return data


def dragged_port(data: QMimeData) -> int | None:
    """Return the port of the camera that is dragged, None when it is anything else."""
    text = bytes(data.data(_TYPE).data()).decode("ascii", "replace")
    return int(text) if text.isdecimal() else None
