"""Faults of the monitor itself: one alarm, and a report that helps to mend them."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gui.background.tasks import Tasks
from gui.event_log.record import Kind
from gui.event_log.section import EventLog
from gui.look.time_words import date_and_time
from gui.presenters.engine import Engine
from gui.program.crash_report import crash_report, write_crash_report
from gui.program.faults import Fault
from gui.settings.holder import SettingsHolder
from gui.window.status_bar import StatusBar
from netgear_engine.clock import Clock

_MOST_FAULTS = 100
_ONE_OF_MANY = f"another kind, after {_MOST_FAULTS} kinds of fault"
_LAST_EVENTS = 50
_AGAIN_AFTER_S = 1.0
_WHAT_TO_DO = "If something does not work now, end the program and start it again."


class FaultsPresenter(QObject):
    """Tells each fault as an event and an alarm; one that comes again is told once a second.

    `beside` is the file beside which reports are written, one for each kind of fault; None: none.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        event_log: EventLog,
        holder: SettingsHolder,
        tasks: Tasks,
        clock: Clock,
        status_bar: StatusBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._event_log = event_log
        self._holder = holder
        self._tasks = tasks
        self._clock = clock
        self._status_bar = status_bar
        self.beside: Path | None = None
        self._told: dict[str, float] = {}
        self._reports: dict[str, str] = {}
        engine.fault_arose.connect(self._on_engine)
        event_log.alarms_changed.connect(self._show_open)
        engine.recovered.connect(event_log.note_recovery)

    @Slot(object)
    def tell(self, fault: Fault) -> None:
        """Tell a fault, and write its report the first time."""
        now = self._clock.monotonic()
        if fault.words not in self._told and len(self._told) >= _MOST_FAULTS:
            fault = Fault(_ONE_OF_MANY, "")
        last = self._told.get(fault.words)
        is_new_kind = last is None and fault.words != _ONE_OF_MANY
        if last is not None and now - last < _AGAIN_AFTER_S:
            return
        self._told[fault.words] = now
        if self.beside is None or not is_new_kind:
            self._warn(fault)
        else:
            self._tasks.start(self._report(fault, self.beside), "Writing a fault's report")

    @Slot(str, object)
    def _on_engine(self, words: str, error: BaseException | None) -> None:
        trace = "" if error is None else Fault.of(error).trace
        because = "" if error is None else f": {Fault.of(error).words}"
        self.tell(Fault(f"{words}{because}", trace))

    @Slot()
    def _show_open(self) -> None:
        is_open = any(one.kind is Kind.MONITOR for one in self._event_log.model.alarms())
        self._status_bar.show_own_fault(is_open=is_open)

    async def _report(self, fault: Fault, beside: Path) -> None:
        model = self._event_log.model
        events = [
            f"{date_and_time(record.wall)} {record.words}" for record in model.newest(_LAST_EVENTS)
        ]
        text = crash_report(fault.words, fault.trace, events, self._holder.settings)
        try:
            path = await asyncio.to_thread(write_crash_report, beside, self._clock.wall(), text)
            self._reports[fault.words] = f" Report: {path}"
        except Exception as error:  # noqa: BLE001 (the fault is told anyway)
            self._reports[fault.words] = f" Its report cannot be written: {error}"
        self._warn(fault)

    def _warn(self, fault: Fault) -> None:
        report = self._reports.get(fault.words, "")
        self._event_log.warn_of_own_fault(
            f"The monitor itself has a fault: {fault.words}. {_WHAT_TO_DO}{report}"
        )
