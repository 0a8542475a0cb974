"""Adding a camera: what it is called, what to run on it, and whether its pictures come."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.cameras.entry import CameraEntry
from gui.cameras.key import key_of_port
from gui.cameras.verdict import Finding, Verdict
from gui.dialogs.camera_fields import group_field, name_field
from gui.dialogs.command_box import CommandBox
from gui.dialogs.connection_view import ConnectionView
from gui.look import theme
from gui.look.plain_text import Label
from netgear_engine.frame import Picture

_TYPED_AFTER_MS = 400
_FORM_WIDTH = 360
_FIELD_MARGIN = 7
_STEPS = "Run this on the camera's computer. The picture appears here as soon as it arrives."


class AddCamera(QDialog):
    """Asks for one camera while its port is listened on.

    `port_chosen(port)` asks for a test of this port, `port_refused` for none; `added` carries the
    camera. `command_for` is the command for a port; `taken` says in words why a port cannot be had,
    "" when it can; `painted` hears of every picture that was painted.
    """

    port_chosen = Signal(int)
    port_refused = Signal()
    added = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        *,
        port: int,
        groups: Sequence[str],
        command_for: Callable[[int], str],
        taken: Callable[[int], str],
        painted: Callable[[Picture], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a camera")
        self._command_for = command_for
        self._taken = taken
        self.name = name_field("The camera's own name")
        self.group = group_field(groups)
        self.port = QSpinBox()
        self.port.setRange(1, 65535)
        self.port.setValue(port)
        self.port.setAccessibleName("Port")
        # The style sheet's padding does not reach the field inside.
        self.port.lineEdit().setTextMargins(_FIELD_MARGIN, 0, 0, 0)
        self.command = CommandBox()
        self.connection = ConnectionView(painted)
        self.add_button = QPushButton("Add camera")
        self._timer = QTimer(self, interval=_TYPED_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self._choose_port)
        self.port.valueChanged.connect(self._port_typed)
        self.add_button.clicked.connect(self._add)
        self._place_parts()
        self._show_port()

    def begin(self) -> None:
        """Show the dialog and ask for the first test; returns at once."""
        self.open()
        self.name.setFocus()
        self._choose_port()

    def camera(self) -> CameraEntry:
        """Return what was entered."""
        return CameraEntry(
            key=key_of_port(self.port.value()),
            name=self.name.text().strip(),
            group=self.group.currentText().strip(),
        )

    def show_finding(self, finding: Finding) -> None:
        """Show how the connection on the chosen port stands."""
        if not self._taken(self.port.value()):
            self.connection.show_finding(finding)

    def show_picture(self, port: int, picture: Picture) -> None:
        """Show a newer picture, if it came on the chosen port."""
        if port == self.port.value():
            self.connection.show_picture(picture)

    def _port_typed(self) -> None:
        self._show_port()
        self._timer.start()

    def _show_port(self) -> None:
        port = self.port.value()
        why_not = self._taken(port)
        self.command.show_command(self._command_for(port))
        self.add_button.setEnabled(not why_not)
        if why_not:
            advice = ("Choose another port: each camera needs its own.",)
            self.connection.show_finding(Finding(Verdict.FAILED, why_not, advice))
        else:
            self.connection.show_finding(Finding(Verdict.WAITING, f"Listening on port {port}"))

    def _choose_port(self) -> None:
        self._timer.stop()
        if self._taken(self.port.value()):
            self.port_refused.emit()
        else:
            self.port_chosen.emit(self.port.value())

    def _add(self) -> None:
        self.added.emit(self.camera())
        self.accept()

    def _place_parts(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("&Name", self.name)
        form.addRow("&Group", self.group)
        form.addRow("&Port", self.port)
        steps = Label(_STEPS)
        steps.setObjectName("hint")
        steps.setWordWrap(True)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self.add_button.setObjectName("primary")
        self.add_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.add_button)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(form)
        left.addSpacing(8)
        left.addWidget(steps)
        left.addWidget(self.command)
        left.addStretch(1)
        self.command.setMinimumWidth(theme.scaled(_FORM_WIDTH))
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(left, 1)
        columns.addWidget(self.connection)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 20, 20, 16)
        page.setSpacing(12)
        page.addLayout(columns)
        page.addLayout(buttons)
