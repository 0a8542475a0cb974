"""What is looked for in the list of events."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui.cameras.key import CameraKey, key_order
from gui.cameras.names import usual_name
from gui.event_log.choice import Choice
from gui.event_log.filter import CHOICES, EVERYTHING, EventFilter
from gui.look.plain_text import set_tip
from gui.look.time_words import midnight
from netgear_engine.clock import Clock

_ANY_CAMERA = "All cameras"
_ALL_TIME = "All time"
_TODAY = "Today"
_DAY = 86_400
_AFTER_TYPING_MS = 200
_LONGEST_WORDS = 200


class FilterBar(QWidget):
    """Words, kind, camera, time. `changed` carries an EventFilter; `export_wanted` asks for it."""

    changed = Signal(object)
    export_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setObjectName("filter_bar")
        self._cameras: dict[str, CameraKey] = {}
        self.words = QLineEdit()
        self.words.setPlaceholderText("Find in events")
        self.words.setAccessibleName("Find in events")
        self.words.setMaxLength(_LONGEST_WORDS)
        self.words.setClearButtonEnabled(True)
        for clear in self.words.findChildren(QToolButton):
            clear.setAccessibleName("Clear")
            set_tip(clear, "Clear")
        self.export = QToolButton()
        self.export.setObjectName("boxed")
        self.export.setText("Export…")
        set_tip(self.export, "Save the events that are listed, and their details, as CSV")
        self.kind = Choice("What to list", tuple(CHOICES))
        self.camera = Choice("Of which camera", (_ANY_CAMERA,))
        self.time = Choice("Since when", (_ALL_TIME, _TODAY, "Last 24 hours"))
        self._place()
        self._typing = QTimer(self, interval=_AFTER_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._tell)
        self.words.textChanged.connect(self._typing.start)
        self.words.returnPressed.connect(self._tell)
        self.export.clicked.connect(self.export_wanted)
        for choice in (self.kind, self.camera, self.time):
            choice.chosen.connect(self._tell)

    def set_cameras(self, names: Mapping[CameraKey, str]) -> None:
        """Offer these cameras, and those offered before."""
        known = {key: name for name, key in self._cameras.items()}
        known.update({key: name or usual_name(key) for key, name in names.items()})
        listed = sorted(known.items(), key=lambda one: key_order(one[0]))
        counts = [list(known.values()).count(name) for _key, name in listed]
        self._cameras = {
            name if count == 1 else f"{name} ({key})": key
            for (key, name), count in zip(listed, counts, strict=True)
        }
        self.camera.offer((_ANY_CAMERA, *self._cameras))

    @Slot()
    def clear(self) -> None:
        """Look for nothing."""
        self.words.clear()
        for choice in (self.kind, self.camera, self.time):
            choice.take_first()
        self._tell()

    def chosen(self) -> EventFilter:
        """Return what is looked for now."""
        return EventFilter(
            choice=self.kind.value() or EVERYTHING,
            key=self._cameras.get(self.camera.value()),
            words=self.words.text().strip(),
            since=self._since(),
        )

    def _since(self) -> float:
        now = self._clock.wall()
        if self.time.value() == _ALL_TIME:
            return 0.0
        return midnight(now) if self.time.value() == _TODAY else now - _DAY

    @Slot()
    def _tell(self) -> None:
        self._typing.stop()
        self.changed.emit(self.chosen())

    def _place(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        second.setSpacing(4)
        first.addWidget(self.words, 1)
        first.addWidget(self.export)
        for choice in (self.kind, self.camera, self.time):
            second.addWidget(choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
