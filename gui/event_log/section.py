"""The list of events."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QToolButton, QVBoxLayout, QWidget

from gui.actions.table import show_tip
from gui.cameras.key import CameraKey
from gui.event_log.acknowledge_dialog import AcknowledgeDialog
from gui.event_log.delegate import EventDelegate
from gui.event_log.filter import EventFilter
from gui.event_log.filter_bar import FilterBar
from gui.event_log.keeper import EventKeeper
from gui.event_log.list_view import EventList
from gui.event_log.model import EventModel
from gui.event_log.record import NO_CAMERA, Kind, Record
from gui.event_log.text import Alarm, EventLine, EventTeller
from gui.look.icons import icon
from gui.look.plain_text import Label, set_tip
from gui.look.section import Section
from gui.look.sign import Sign
from gui.look.time_words import clock_time, outage_time
from netgear_engine.clock import Clock
from netgear_engine.events import Event


class EventLog(Section):
    """Events in the operator's words, unacknowledged alarms first.

    `alarms_changed(keys, count)`: the cameras with unacknowledged alarms and how many there are.
    `raised(records)` carries new alarms, `camera_chosen` the camera of an event that was clicked.
    """

    alarms_changed = Signal(object, int)
    raised = Signal(object)
    camera_chosen = Signal(str)
    sound_wanted = Signal(bool)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Events", parent)
        self._clock = clock
        self._began = clock.wall()
        self._teller = EventTeller()
        self._dialog: AcknowledgeDialog | None = None
        self._is_heard = True
        self._names: dict[CameraKey, str] = {}
        self.initials = ""
        """Who acknowledges, once that was given."""
        self.keeper = EventKeeper(clock, self)
        self.last_seen: dict[CameraKey, tuple[float, Kind]] = {}
        """When each camera was heard of last before this run, and of what kind that event is."""
        self.model = EventModel(clock, self.keeper, self)
        self.filter_bar = FilterBar(clock)
        self.list = EventList(self.model)
        self._delegate = EventDelegate(clock, self.list)
        self.list.setItemDelegate(self._delegate)
        self._make_header()
        self._make_body()
        self._connect()
        self.show_sound(on=True)

    # What comes in ---------------------------------------------------------------------------

    def receive(self, key: CameraKey, event: Event, name: str) -> None:
        """Take an event of the engine; `name` is what the camera is called now."""
        line = self._teller.tell(key, event, name)
        if line is None:
            return
        self.model.add(line)
        if self._names.get(line.key) != name:
            self._names[line.key] = name
            self.filter_bar.set_cameras({line.key: name})

    def tell_missing(self, key: CameraKey, name: str, reason: str, grace: float) -> None:
        """Note a camera that ought to be there; its grace is over, so it is an alarm at once."""
        text = f"{name} is missing: {reason}"
        self.model.add(
            EventLine(
                key, self._clock.wall(), text, Sign.CROSS, Kind.MISSING, Alarm.AFTER_GRACE, name
            ),
            lasting=grace,
        )

    @Slot(object)
    def _take_seen(self, seen: dict[CameraKey, tuple[float, Kind]]) -> None:
        self.last_seen = seen

    @Slot(str)
    def warn(self, text: str) -> None:
        """Take an event of the program itself that the operator has to know of."""
        wall = self._clock.wall()
        self.model.add(EventLine(NO_CAMERA, wall, text, Sign.TRIANGLE, Kind.PROGRAM, Alarm.AT_ONCE))

    @Slot(str)
    def warn_of_own_fault(self, text: str) -> None:
        """Take a fault of the monitor itself."""
        wall = self._clock.wall()
        self.model.add(EventLine(NO_CAMERA, wall, text, Sign.CROSS, Kind.MONITOR, Alarm.AT_ONCE))

    @Slot(str)
    def note_recovery(self, text: str) -> None:
        """Note that such a fault is over; its alarm stays until somebody acknowledges it."""
        self.model.add(EventLine(NO_CAMERA, self._clock.wall(), text, Sign.DOT, Kind.MONITOR))

    def show_loss(self, key: CameraKey, name: str, reason: str) -> None:
        """Take it that a tile has lost its picture, whatever the engine says."""
        text = f"{name} lost: {reason}"
        self.model.add(
            EventLine(key, self._clock.wall(), text, Sign.CROSS, Kind.LOST, Alarm.AFTER_GRACE, name)
        )

    def show_return(self, key: CameraKey, name: str, outage: float) -> None:
        """Take it that the picture is there again after so many seconds."""
        text = f"{name} back after {outage_time(outage)}"
        wall = self._clock.wall()
        self.model.add(EventLine(key, wall, text, Sign.DOT, Kind.BACK, camera=name, outage=outage))

    @Slot(str)
    def note_action(self, text: str) -> None:
        """Note what an operator has done."""
        self.model.add(EventLine(NO_CAMERA, self._clock.wall(), text, Sign.DOT, Kind.OPERATOR))

    def judge(self, is_out: Callable[[CameraKey], bool]) -> None:
        """Turn losses that last into alarms; `is_out(key)` is the newest that is known."""
        self.model.judge(is_out)

    def set_grace(self, seconds: float) -> None:
        """Let a loss become an alarm after this time."""
        self.model.book.grace = seconds

    def close_file(self) -> None:
        """Keep what still waits, and let go of the file."""
        self.model.flush()
        self.keeper.close()

    # What the operator does ------------------------------------------------------------------

    @Slot()
    def acknowledge_newest(self) -> None:
        """Acknowledge the newest alarm."""
        self._acknowledge(self.model.alarms()[:1])

    @Slot()
    def acknowledge_all(self) -> None:
        """Acknowledge every alarm."""
        self._acknowledge(self.model.alarms())

    def ask_note(self, alarms: Iterable[Record]) -> AcknowledgeDialog:
        """Ask who acknowledges these alarms, and for a note; nothing waits for the answer."""
        asked = list(alarms)
        if self._dialog is not None:
            self._dialog.reject()
        what = asked[0].words if len(asked) == 1 else f"{len(asked)} alarms"
        dialog = AcknowledgeDialog(what, self.initials, self)
        ids = [record.id for record in asked]
        dialog.given.connect(lambda initials, note: self._take_note(ids, initials, note))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.show()
        return dialog

    @Slot()
    def show_alarms(self) -> None:
        """Bring the unacknowledged alarms into sight."""
        self.filter_bar.clear()
        self.list.scrollToTop()
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def export(self) -> QFileDialog:
        """Ask for a file, then write what is listed into it."""
        dialog = QFileDialog(self, "Export the events")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Tables (*.csv)")
        dialog.setDefaultSuffix("csv")
        day = f"{datetime.fromtimestamp(self._clock.wall()):%Y-%m-%d}"
        dialog.selectFile(f"events {day}.csv")
        chosen = self.model.chosen
        dialog.fileSelected.connect(lambda name: self.keeper.export(Path(name), chosen))
        dialog.open()
        return dialog

    def show_sound(self, *, on: bool) -> None:
        """Show whether alarms are heard."""
        self._is_heard = on
        self._sound.setIcon(icon("sound" if on else "sound-off"))
        words = "Silence alarms" if on else "Let alarms be heard"
        show_tip(self._sound, words, "alarm_sound")
        self._sound.setAccessibleName(words)
        self._show_header()

    def _acknowledge(self, alarms: list[Record]) -> None:
        if not alarms:
            return
        if self.initials:
            self.model.acknowledge([record.id for record in alarms], self.initials)
        else:
            self.ask_note(alarms)

    def _take_note(self, ids: list[int], initials: str, note: str) -> None:
        self.initials = initials
        self.model.acknowledge(ids, initials, note)

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None

    # Parts -----------------------------------------------------------------------------------

    def _make_header(self) -> None:
        self._all = QToolButton()
        self._all.setObjectName("link")
        self._all.setText("Ack all")
        show_tip(self._all, "Acknowledge every alarm", "acknowledge_all")
        self._all.clicked.connect(self.acknowledge_all)
        self._sound = self._icon_button("sound")
        self._sound.clicked.connect(lambda: self.sound_wanted.emit(not self._is_heard))
        self._looking = self._icon_button("filter")
        self._looking.setCheckable(True)
        set_tip(self._looking, "Find events, and export them")
        self._looking.setAccessibleName(self._looking.toolTip())
        self._looking.toggled.connect(self._show_filter_bar)
        for part in (self._all, self._sound, self._looking):
            self.header.addWidget(part)
        self.header.setSpacing(4)

    def _make_body(self) -> None:
        self._empty = Label()
        self._empty.setObjectName("empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._show_all = QToolButton()
        self._show_all.setObjectName("boxed")
        self._show_all.setText("Show all")
        self._show_all.clicked.connect(self.filter_bar.clear)
        self._nothing = QWidget()
        column = QVBoxLayout(self._nothing)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(self._show_all, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.filter_bar.hide()
        self.body.addWidget(self.filter_bar)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self._delegate.acknowledged.connect(lambda record: self._acknowledge([record]))
        self.list.acknowledge_wanted.connect(lambda record: self._acknowledge([record]))
        self.list.note_wanted.connect(lambda record: self.ask_note([record]))
        self.list.camera_chosen.connect(self.camera_chosen)
        self.filter_bar.changed.connect(self._choose)
        self.filter_bar.export_wanted.connect(self.export)
        self.keeper.trouble.connect(self.warn)
        self.keeper.seen.connect(self._take_seen)
        self.model.cameras_known.connect(self.filter_bar.set_cameras)
        self.model.raised.connect(self.raised)
        self.model.alarms_changed.connect(self._tell_alarms)
        # Not in the middle of a change: a list that is hidden without need loses the keyboard.
        for changed in (self.model.modelReset, self.model.rowsInserted, self.model.rearranged):
            changed.connect(self._show_header)

    @staticmethod
    def _icon_button(name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("icon")
        button.setIcon(icon(name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @Slot(object)
    def _choose(self, chosen: EventFilter) -> None:
        self.model.choose(chosen)
        self._show_header()

    @Slot(bool)
    def _show_filter_bar(self, visible: bool) -> None:
        self.filter_bar.setVisible(visible)
        if visible:
            self.filter_bar.words.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.filter_bar.clear()

    @Slot()
    def _tell_alarms(self) -> None:
        alarms = self.model.alarms()
        keys = frozenset(key for record in alarms for key in record.of_keys)
        self.alarms_changed.emit(keys, len(alarms))

    @Slot()
    def _show_header(self) -> None:
        alarms, rows = len(self.model.alarms()), self.model.rowCount()
        self.list.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        looking = not self.model.chosen.is_empty
        self._show_all.setVisible(looking)
        began = clock_time(self._began)[:5]
        self._empty.setText("No such event" if looking else f"Nothing has happened since {began}")
        self._all.setVisible(alarms > 1)
        notes = []
        if not self._is_heard:
            notes.append("sound off")
        elif alarms == 1:
            notes.append("unacknowledged first")
        self.set_note(" · ".join(notes))
