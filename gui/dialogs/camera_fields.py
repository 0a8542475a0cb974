"""The fields in which a camera is described, the same in every dialog."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from gui.cameras.entry import Fitting, Rotation
from netgear_engine.protocol.text import LONGEST_NAME

ROTATIONS: tuple[tuple[str, Rotation], ...] = (
    ("As it comes", 0),
    ("A quarter to the right", 90),
    ("Upside down", 180),
    ("A quarter to the left", 270),
)
FITTINGS: tuple[tuple[str, Fitting | None], ...] = (
    ("As all cameras", None),
    ("Fit: the whole picture", "fit"),
    ("Fill: the whole tile", "fill"),
    ("Stretch: out of shape", "stretch"),
)


def name_field(hint: str) -> QLineEdit:
    """Return a field for a camera's name; `hint` is what it is called without one."""
    field = QLineEdit()
    field.setMaxLength(LONGEST_NAME)
    field.setPlaceholderText(hint)
    field.setAccessibleName("Name")
    return field


def group_field(groups: Sequence[str], group: str = "") -> QComboBox:
    """Return a field for a group's name, which offers those that there are."""
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.addItems(list(groups))
    field.setCurrentText(group)
    editor = field.lineEdit()
    if editor is not None:
        editor.setMaxLength(LONGEST_NAME)
        editor.setPlaceholderText("None")
    field.setAccessibleName("Group")
    return field


def rotation_field(rotation: Rotation) -> QComboBox:
    """Return a choice of how the picture is turned."""
    field = QComboBox()
    for words, value in ROTATIONS:
        field.addItem(words, value)
    field.setCurrentIndex(field.findData(rotation))
    field.setAccessibleName("Turned")
    return field


def mirrored_field(*, mirrored: bool) -> QCheckBox:
    """Return a choice whether the picture is mirrored."""
    field = QCheckBox("Left and right exchanged")
    field.setChecked(mirrored)
    field.setAccessibleName("Mirrored")
    return field


def fitting_field(fitting: Fitting | None) -> QComboBox:
    """Return a choice of how the picture fills its tile."""
    field = QComboBox()
    for words, value in FITTINGS:
        field.addItem(words, value)
    field.setCurrentIndex([value for _words, value in FITTINGS].index(fitting))
    field.setAccessibleName("In its tile")
    return field
