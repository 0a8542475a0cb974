"""One widget for each kind of setting that a camera has."""

from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from gui.side_panel.controls.size_choices import size_choices, typed_size
from gui.side_panel.controls.slider_scale import SliderScale
from gui.side_panel.controls.words import NamedControl, number_words, size_words, spoken

_UNBOUNDED = 1e9
_LARGEST_WHOLE = 2e9
"""A spin box for whole numbers goes no further."""
_MOST_IN_A_ROW = 4


class ControlEditor(QObject):
    """What a setting is edited with: `widget`, and perhaps one `below` it.

    `chosen` is emitted with every value that the operator chooses, not by `show_value`.
    `mistyped` says what is wrong with what was typed; empty when it is right again.
    """

    chosen = Signal(object)
    mistyped = Signal(str)

    def __init__(self, named: NamedControl) -> None:
        super().__init__()
        self.named = named
        self.control = named.control
        self.below: QWidget | None = None
        self.widget = self._make()

    def show_value(self, value: Any) -> None:
        """Show a value; one that does not fit is left out."""
        raise NotImplementedError

    def is_held(self) -> bool:
        """Return whether the operator is just changing it, so that nothing may be put there."""
        return False

    def let_go(self) -> None:
        """Forget what the operator has begun to type."""

    def _make(self) -> QWidget:
        raise NotImplementedError

    def _name(self, widget: QWidget, addition: str = "") -> None:
        widget.setAccessibleName(f"{self.named.title}{addition}")
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the list, unless the widget has the focus."""
        wheel = event.type() is QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class _Switch(ControlEditor):
    def _make(self) -> QWidget:
        self._box = QCheckBox(self.named.title)
        self._box.clicked.connect(self._clicked)
        self._name(self._box)
        return self._box

    def show_value(self, value: Any) -> None:
        if isinstance(value, bool):
            self._box.setChecked(value)

    def _clicked(self) -> None:
        self.chosen.emit(self._box.isChecked())


class _Choice(ControlEditor):
    def _make(self) -> QWidget:
        self._box = QComboBox()
        for word in self.control.choices:
            self._box.addItem(spoken(word), word)
        self._box.setCurrentIndex(-1)
        self._box.activated.connect(lambda _index: self.chosen.emit(self._box.currentData()))
        self._name(self._box)
        return self._box

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(value))

    def is_held(self) -> bool:
        return self._box.view().isVisible()


class _Number(ControlEditor):
    def _make(self) -> QWidget:
        self._scale = SliderScale.of(self.control)
        self._box: QSpinBox | QDoubleSpinBox
        low, high = self.control.minimum, self.control.maximum
        low, high = -_UNBOUNDED if low is None else low, _UNBOUNDED if high is None else high
        if self.control.kind == "int":
            self._box = QSpinBox()
            self._box.setRange(_whole(low), _whole(high))
        else:
            self._box = QDoubleSpinBox(decimals=self._decimals())
            self._box.setRange(low, high)
            self._box.setSingleStep(10 ** -(self._scale.decimals if self._scale else 1))
        self._box.setKeyboardTracking(False)
        self._box.lineEdit().setTextMargins(4, 0, 0, 0)
        self._box.valueChanged.connect(self._typed)
        self._box.editingFinished.connect(lambda: self._box.lineEdit().setModified(False))
        self._name(self._box)
        if self._scale is not None:
            self.below = self._make_slider(self._scale)
        return self._box

    def _make_slider(self, scale: SliderScale) -> QWidget:
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, scale.places)
        self._slider.setPageStep(max(1, scale.places // 10))
        self._slider.valueChanged.connect(self._slid)
        self._name(self._slider, ", slider")
        return self._slider

    def show_value(self, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        self._put(value)
        self._slide(value)

    def is_held(self) -> bool:
        line = self._box.lineEdit()
        is_slid = self._scale is not None and self._slider.isSliderDown()
        return is_slid or (line.hasFocus() and line.isModified())

    def let_go(self) -> None:
        self._box.lineEdit().setModified(False)

    def _typed(self, value: float) -> None:
        self._slide(value)
        self.chosen.emit(value)

    def _slid(self, place: int) -> None:
        assert self._scale is not None
        value = self._scale.value_at(place)
        self._put(value)
        self.chosen.emit(value)

    def _slide(self, value: float) -> None:
        """Put the slider there, unless it already stands for this number: many places may."""
        if self._scale is None or self._scale.value_at(self._slider.value()) == value:
            return
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._scale.place_of(value))

    def _put(self, value: float) -> None:
        with QSignalBlocker(self._box):
            if isinstance(self._box, QSpinBox):
                self._box.setValue(_whole(value))
            else:
                self._box.setValue(value)

    def _decimals(self) -> int:
        """Return enough digits for the bounds and the usual value, at most three."""
        most = 3 if self._scale is None else self._scale.decimals
        for one in (self.control.minimum, self.control.default):
            if isinstance(one, float) and abs(one) < _UNBOUNDED:
                digits = number_words(one).partition(".")[2]
                most = max(most, len(digits) if "e" not in digits else 3)
        return min(most, 3)


class _Numbers(ControlEditor):
    """Several numbers, each in a field; one field for all where nobody knows how many."""

    def _make(self) -> QWidget:
        amount = self.control.length
        self._fields: list[QLineEdit] = []
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        row_length = 3 if amount == 9 else _MOST_IN_A_ROW
        for index in range(amount or 1):
            field = QLineEdit()
            field.setMinimumWidth(40)
            if amount:
                field.setValidator(_validator(field))
            else:
                field.setPlaceholderText("Numbers, with commas between them")
            field.editingFinished.connect(self._finished)
            self._name(field, f", number {index + 1} of {amount}" if amount else "")
            self._fields.append(field)
            grid.addWidget(field, index // row_length, index % row_length)
        self.below = box
        return self._fields[0]

    def show_value(self, value: Any) -> None:
        numbers = list(value) if isinstance(value, list | tuple) else []
        if not self.control.length:
            self._fields[0].setText(", ".join(number_words(one) for one in numbers))
        elif len(numbers) == len(self._fields):
            for field, one in zip(self._fields, numbers, strict=True):
                field.setText(number_words(one))
                field.setCursorPosition(0)

    def is_held(self) -> bool:
        return any(field.hasFocus() and field.isModified() for field in self._fields)

    def let_go(self) -> None:
        for field in self._fields:
            field.setModified(False)

    def _finished(self) -> None:
        if not any(field.isModified() for field in self._fields):
            return
        texts = [field.text() for field in self._fields]
        if not self.control.length:
            texts = texts[0].split(",")
        try:
            numbers = [_number(text) for text in texts]
        except ValueError:
            self.mistyped.emit("Only numbers, as in 1.5")
            return
        self.let_go()
        self.mistyped.emit("")
        self.chosen.emit(numbers)


class _Size(ControlEditor):
    def _make(self) -> QWidget:
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for size in size_choices(self.control):
            self._box.addItem(size_words(size), size)
        self._box.setCurrentIndex(-1)
        self._box.activated.connect(lambda _index: self._choose(self._box.currentData()))
        self._shown: list[Any] = []
        self._line = QLineEdit()
        self._line.setPlaceholderText("1280×720")
        self._line.editingFinished.connect(self._finished)
        self._box.setLineEdit(self._line)
        self._name(self._box)
        self._box.setToolTip("Choose a size, or type one as in 1280×720")
        return self._box

    def show_value(self, value: Any) -> None:
        if isinstance(value, list | tuple) and len(value) == 2:
            self._shown = list(value)
            words = size_words(value)
            self._box.setCurrentIndex(self._box.findText(words))
            self._box.setEditText(words)

    def is_held(self) -> bool:
        return self._box.view().isVisible() or (self._line.hasFocus() and self._line.isModified())

    def _finished(self) -> None:
        if not self._line.isModified():
            return
        size = typed_size(self._line.text())
        if size is None:
            self.mistyped.emit("A size is written as in 1280×720")
            return
        self._choose(size)

    def let_go(self) -> None:
        self._line.setModified(False)

    def _choose(self, size: Any) -> None:
        self.let_go()
        self.mistyped.emit("")
        # Qt says "activated" when the field is left, too; and the camera would start anew.
        if list(size) != self._shown:
            self.chosen.emit(list(size))


_KINDS = {
    "bool": _Switch,
    "int": _Number,
    "float": _Number,
    "choice": _Choice,
    "numbers": _Numbers,
    "size": _Size,
}


def editor_for(named: NamedControl) -> ControlEditor:
    """Return what a setting is edited with."""
    return _KINDS[named.control.kind](named)


def _whole(value: float) -> int:
    return round(min(max(value, -_LARGEST_WHOLE), _LARGEST_WHOLE))


def _validator(parent: QObject) -> QDoubleValidator:
    validator = QDoubleValidator(parent)
    validator.setLocale(QLocale.c())
    return validator


def _number(text: str) -> int | float:
    """Return a whole number as one; raises ValueError for what is none."""
    text = text.strip()
    try:
        return int(text)
    except ValueError:
        return float(text)
