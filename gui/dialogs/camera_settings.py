"""One camera's settings: its name, its group, and how its picture is shown."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.cameras.names import usual_name
from gui.dialogs.camera_fields import (
    fitting_field,
    group_field,
    mirrored_field,
    name_field,
    rotation_field,
)
from gui.look import theme
from gui.look.plain_text import Label, QuestionBox, set_tip

_WIDTH = 400


class CameraSettingsDialog(QDialog):
    """Changes one camera. `saved` carries it as it is now, `remove_wanted` its key.

    `shown_name` is what the camera is called now, by the operator or by itself.
    """

    saved = Signal(object)
    remove_wanted = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        camera: CameraEntry,
        *,
        shown_name: str,
        groups: Sequence[str],
    ) -> None:
        super().__init__(parent)
        self._camera = camera
        self._shown_name = shown_name
        self.setWindowTitle("Camera settings")
        self.name = name_field(shown_name)
        self.name.setText(camera.name)
        self.group = group_field(groups, camera.group)
        self.rotation = rotation_field(camera.rotation)
        self.mirrored = mirrored_field(mirrored=camera.mirrored)
        self.fitting = fitting_field(camera.fitting)
        self.remove_button = QPushButton("Remove camera")
        self.remove_button.clicked.connect(self._ask)
        self.save_button = QPushButton("Save")
        self.save_button.clicked.connect(self._save)
        self._place_parts()

    def camera(self) -> CameraEntry:
        """Return the camera as it is entered now."""
        return msgspec.structs.replace(
            self._camera,
            name=self.name.text().strip(),
            group=self.group.currentText().strip(),
            rotation=self.rotation.currentData(),
            mirrored=self.mirrored.isChecked(),
            fitting=self.fitting.currentData(),
        )

    def _save(self) -> None:
        self.saved.emit(self.camera())
        self.accept()

    def _ask(self) -> None:
        question = removal_question(self, self._shown_name, self._camera.key)
        question.accepted.connect(self._remove)
        question.open()

    def _remove(self) -> None:
        self.remove_wanted.emit(self._camera.key)
        self.reject()

    def _place_parts(self) -> None:
        place = Label(self._camera.key)
        set_tip(place, "A camera is known by its port. Add it anew to give it another one.")
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("Port", place)
        form.addRow("&Name", self.name)
        form.addRow("&Group", self.group)
        form.addRow("&Turned", self.rotation)
        form.addRow("&Mirrored", self.mirrored)
        form.addRow("In its t&ile", self.fitting)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.reject)
        self.save_button.setObjectName("primary")
        self.save_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 20, 20, 16)
        page.setSpacing(20)
        page.addLayout(form)
        page.addStretch(1)
        page.addLayout(buttons)
        self.setMinimumWidth(theme.scaled(_WIDTH))


def removal_question(parent: QWidget, name: str, key: CameraKey) -> QuestionBox:
    """Return the question whether to remove a camera; `accepted` is the answer yes.

    Enter and Esc keep the camera.
    """
    question = QuestionBox(parent)
    question.setWindowTitle("Remove a camera")
    question.setText(f"Remove {name}?")
    question.setInformativeText(f"{usual_name(key)} is no longer listened on. Its events are kept.")
    question.addButton("Remove", QuestionBox.ButtonRole.AcceptRole)
    cancel = question.addButton("Cancel", QuestionBox.ButtonRole.RejectRole)
    question.setDefaultButton(cancel)
    question.setEscapeButton(cancel)
    return question
