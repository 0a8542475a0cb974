"""What this program is, which version, and under which licences it stands."""

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.look import theme
from gui.look.icons import window_icon
from gui.look.plain_text import Label
from netgear_engine.version import VERSION

LIBRARIES = {
    "Qt and PySide6": "LGPL-3.0",
    "argon2-cffi": "MIT",
    "imutils": "MIT",
    "msgspec": "BSD-3-Clause",
    "NumPy": "BSD-3-Clause",
    "OpenCV": "Apache-2.0",
    "platformdirs": "MIT",
    "psutil": "BSD-3-Clause",
    "pyzmq and ZeroMQ": "BSD-3-Clause and MPL-2.0",
    "qasync": "BSD-2-Clause",
    "simplejpeg and libjpeg-turbo": "MIT and BSD-3-Clause",
    "tomlkit": "MIT",
}
"""What the window is built on, and under which licence each part stands."""

_WIDTH, _HEIGHT = 460, 440


class AboutDialog(QDialog):
    """Name, version, licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About NetGear Monitor")
        picture = Label()
        picture.setPixmap(window_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        heading = Label("NetGear Monitor")
        heading.setObjectName("heading")
        version = Label(f"Version {VERSION}, with Qt {qVersion()}")
        version.setObjectName("field_hint")
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        licence = Label("Apache License 2.0. It speaks NetGear of VidGear (Apache License 2.0).")
        licence.setWordWrap(True)
        self.libraries = QTextBrowser()
        self.libraries.setAccessibleName("Libraries and their licences")
        self.libraries.setPlainText(
            "\n".join(f"{name}: {kind}" for name, kind in LIBRARIES.items())
        )
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(heading)
        names.addWidget(version)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture)
        top.addLayout(names, 1)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(licence)
        column.addWidget(self.libraries, 1)
        column.addLayout(bottom)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        close.setFocus(Qt.FocusReason.OtherFocusReason)
