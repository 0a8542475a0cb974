"""One widget for each kind of setting."""

import ipaddress
import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from gui.lock.pin_editor import PinEditor
from gui.settings.fields import Field
from gui.settings.schema import PortsError, parse_ports

_TEXT_MARGIN = 6
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


class FieldEditor(QObject):
    """What a field is edited with: `widget`, its value, and what is wrong with it in words."""

    changed = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.widget = self._make()
        if self.widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            self.widget.setAccessibleName(field.title)
            self.widget.setAccessibleDescription(field.description)

    def value(self) -> Any:
        """Return what is chosen now."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return what is wrong, nothing when all is well."""
        return ""

    def _make(self) -> QWidget:
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page, unless the field has the focus."""
        is_wheel = event.type() is QEvent.Type.Wheel
        if is_wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _keep_from_wheel(self, widget: QWidget) -> None:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)


class _Switch(FieldEditor):
    def _make(self) -> QWidget:
        self._box = QCheckBox(self.field.title)
        self._box.toggled.connect(self.changed)
        return self._box

    def value(self) -> bool:
        return self._box.isChecked()

    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class _Choice(FieldEditor):
    def _make(self) -> QWidget:
        self._box = QComboBox()
        for value, words in self.field.choices.items():
            self._box.addItem(words, value)
        self._box.currentIndexChanged.connect(self.changed)
        self._keep_from_wheel(self._box)
        return self._box

    def value(self) -> Any:
        return self._box.currentData()

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(list(self.field.choices).index(value))


class _Number(FieldEditor):
    def _make(self) -> QWidget:
        field = self.field
        self._box: QSpinBox | QDoubleSpinBox
        if isinstance(field.default, float):
            self._box = QDoubleSpinBox(decimals=1)
            self._box.setRange(field.least or 0.0, field.most or 0.0)
            self._box.setSingleStep(field.step)
        else:
            self._box = QSpinBox()
            self._box.setRange(int(field.least or 0), int(field.most or 0))
            self._box.setSingleStep(int(field.step))
            self._box.setGroupSeparatorShown(True)
        self._box.setSuffix(f" {field.unit}")
        self._box.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
        self._box.valueChanged.connect(self.changed)
        self._keep_from_wheel(self._box)
        return self._box

    def value(self) -> float:
        return self._box.value()

    def show_value(self, value: Any) -> None:
        self._box.setValue(value)


class _Text(FieldEditor):
    def _make(self) -> QWidget:
        self._line = QLineEdit()
        self._line.textChanged.connect(self.changed)
        return self._line

    def value(self) -> str:
        return self._line.text().strip()

    def show_value(self, value: str) -> None:
        self._line.setText(value)

    def problem(self) -> str:
        check = _CHECKS.get(self.field.path)
        return check(self.value()) if check is not None else ""


class _Folder(_Text):
    def _make(self) -> QWidget:
        line = super()._make()
        line.setAccessibleName(self.field.title)
        browse = QPushButton("Browse…")
        browse.setAccessibleName(f"Browse for: {self.field.title}")
        browse.clicked.connect(self._browse)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(line, 1)
        row.addWidget(browse)
        both.setFocusProxy(line)
        self._dialog: QFileDialog | None = None
        return both

    def _browse(self) -> None:
        self._dialog = dialog = QFileDialog(self.widget, self.field.title, self.value())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._line.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class _Pin(FieldEditor):
    def _make(self) -> QWidget:
        self._editor = PinEditor()
        self._editor.changed.connect(self.changed)
        return self._editor

    def value(self) -> str:
        return self._editor.kept

    def show_value(self, value: str) -> None:
        self._editor.show_kept(value)

    def problem(self) -> str:
        return self._editor.problem()


def editor_for(field: Field) -> FieldEditor:
    """Return the widget in which this field is edited."""
    if field.editor == "pin":
        return _Pin(field)
    if field.editor == "folder":
        return _Folder(field)
    if field.choices:
        return _Choice(field)
    if isinstance(field.default, bool):
        return _Switch(field)
    return _Text(field) if isinstance(field.default, str) else _Number(field)


def _ports_problem(text: str) -> str:
    try:
        parse_ports(text) if text else ()
    except PortsError as error:
        return str(error)
    return ""


def _address_problem(text: str) -> str:
    if text == "*" or _HOST.fullmatch(text):
        return ""
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return f"{text!r} is not an address of this computer, as in 192.168.1.20; * is all of them"
    return ""


_CHECKS: dict[str, Callable[[str], str]] = {"ports": _ports_problem, "listen": _address_problem}
