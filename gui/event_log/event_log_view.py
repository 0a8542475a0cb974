"""The list of events."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QToolButton, QWidget

from gui.event_log.event_book import Entry
from gui.event_log.event_delegate import EventDelegate
from gui.event_log.event_model import ENTRY_ROLE, EventModel
from gui.event_log.event_text import EventTeller
from gui.section import Section
from netgear_engine.clock import Clock
from netgear_engine.events import Event


class EventLog(Section):
    """Events in the operator's words, unacknowledged alarms first.

    `alarms_changed(ports, count)`: the ports with unacknowledged alarms and how many there are.
    """

    alarms_changed = Signal(object, int)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Events", parent)
        self._teller = EventTeller()
        self.model = EventModel(clock, self)
        self._list = _EventList()
        self._list.setModel(self.model)
        delegate = EventDelegate(self._list)
        self._list.setItemDelegate(delegate)
        delegate.acknowledged.connect(self._acknowledge)
        self._list.acknowledge_wanted.connect(self._acknowledge)
        self._all = QToolButton()
        self._all.setObjectName("link")
        self._all.setText("Acknowledge all")
        self._all.setToolTip("Acknowledge every alarm (Shift+A)")
        self._all.clicked.connect(self.acknowledge_all)
        self.header.addWidget(self._all)
        self._empty = QLabel("Nothing has happened yet.")
        self._empty.setObjectName("empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._empty, 1)
        self.model.alarms_changed.connect(self._tell_alarms)
        self.model.modelReset.connect(self._show_header)
        self.model.rowsInserted.connect(self._show_header)
        self._show_header()

    def take(self, event: Event, name: str) -> None:
        """Take an event of the engine; `name` is what the camera is called now."""
        line = self._teller.tell(event, name)
        if line is not None:
            self.model.add(line)

    @Slot()
    def acknowledge_newest(self) -> None:
        """Acknowledge the newest alarm."""
        self.model.acknowledge(self.model.alarms()[:1])

    @Slot()
    def acknowledge_all(self) -> None:
        """Acknowledge every alarm."""
        self.model.acknowledge(self.model.alarms())

    @Slot()
    def show_alarms(self) -> None:
        """Bring the unacknowledged alarms into sight."""
        self._list.scrollToTop()
        if self.model.rowCount():
            self._list.setCurrentIndex(self.model.index(0))
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _acknowledge(self, entry: Entry) -> None:
        self.model.acknowledge([entry])

    def _tell_alarms(self) -> None:
        alarms = self.model.alarms()
        self.alarms_changed.emit(frozenset(entry.line.port for entry in alarms), len(alarms))

    def _show_header(self) -> None:
        alarms, rows = len(self.model.alarms()), self.model.rowCount()
        self._list.setVisible(rows > 0)
        self._empty.setVisible(rows == 0)
        self._all.setVisible(alarms > 1)
        self.set_note("unacknowledged first" if alarms == 1 else "")


class _EventList(QListView):
    """A list in which Enter and Space acknowledge."""

    acknowledge_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Events")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Acknowledge the current event with Enter or Space."""
        entry: Entry | None = self.currentIndex().data(ENTRY_ROLE)
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and entry is not None and entry.alarm:
            self.acknowledge_wanted.emit(entry)
            return
        super().keyPressEvent(event)
