"""The settings of the selected camera, built from what the camera says it can do."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from gui.cameras.key import CameraKey
from gui.look.plain_text import Label
from gui.look.section import Section
from gui.side_panel.controls.absence import why_no_controls
from gui.side_panel.controls.book import ControlBook
from gui.side_panel.controls.command_bar import CommandBar
from gui.side_panel.controls.list_view import ControlList
from netgear_engine.clock import Clock
from netgear_engine.protocol.ext import Command, CommandResult, Control, NodeReport
from netgear_engine.receiving.port_status import PortStatus

_SEND_EVERY_MS = 50
_SEARCH_FROM = 9
_SET = "set"


class Controls(Section):
    """Shows one camera, and remembers what was asked of the others.

    `command_wanted(key, command, arguments)`: whoever sends it says with `show_result` what became
    of it.
    """

    command_wanted = Signal(str, str, object)

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Controls", parent)
        self._clock = clock
        self._book = ControlBook()
        self._key: CameraKey | None = None
        self._name = ""
        self._status: PortStatus | None = None
        self._given: dict[CameraKey, str] = {}
        self._shown: tuple[CameraKey | None, dict[str, Control]] = (None, {})
        self._changeable = True
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a setting")
        self.search.setAccessibleName("Find a setting")
        self.search.textChanged.connect(self._search)
        self._notice = _wrapped("control_notice")
        self.list = ControlList()
        self.list.chosen.connect(self._want)
        self.list.grown.connect(self._show_grown)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("control_scroll")
        self._scroll.setAccessibleName("Controls of the camera")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Controls of the camera")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.list)
        self._empty = _wrapped("empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.commands = CommandBar()
        self.commands.wanted.connect(self._command)
        self._search_box = _padded(self.search)
        for widget in (self._notice, self._search_box):
            self.body.addWidget(widget)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.commands)
        self._timer = QTimer(self, interval=_SEND_EVERY_MS)
        self._timer.timeout.connect(self._send_due)
        self._show()

    def show_camera(self, key: CameraKey | None, name: str, status: PortStatus | None) -> None:
        """Show the settings of a camera, as they are now."""
        if key != self._key:
            self.search.clear()
            self.commands.tell("")
        self._key, self._name, self._status = key, name, status
        self.set_title("Controls" if key is None else f"Controls: {name}")
        self._show_if_seen()

    def command(self, command: str) -> str:
        """Give the camera a command; return why it cannot be given, empty when it can."""
        status = self._status if self._key is not None else None
        reason = why_no_controls(status)
        offered = status.report.commands if status is not None and status.report else ()
        if not reason and command not in offered:
            reason = f"{self._name} does not offer that."
        if not reason:
            self._command(command)
        return reason

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard where an operator begins."""
        rows = [row for row in self.list.rows.values() if not row.isHidden()]
        if not self._search_box.isHidden():
            self.search.setFocus(reason)
        elif rows:
            rows[0].editor.widget.setFocus(reason)
        elif not self.commands.isHidden():
            self.commands.identify.setFocus(reason)

    def keep(self, keys: Collection[CameraKey]) -> None:
        """Forget what was asked of cameras that are not watched any more."""
        self._book.keep(keys)
        self._given = {key: one for key, one in self._given.items() if key in keys}

    def set_changeable(self, changeable: bool) -> None:
        """Let the camera be set, or only be looked at."""
        self._changeable = changeable
        self._show_if_seen()

    def show_result(self, key: CameraKey, command: Command, result: CommandResult) -> None:
        """Show what became of a command."""
        self._book.answered(key, command, result)
        if key == self._key and self._given.get(key) == command.command:
            self.commands.tell_result(command.command, result.refused)
        self._send_due()
        self._show_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed meanwhile."""
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the search: nobody would remember it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.search.clear()

    def words(self) -> str:
        """Return what is told in place of settings, or above them; empty when nothing is."""
        absent = self._empty.text() if not self._empty.isHidden() else ""
        return absent or (self._notice.text() if not self._notice.isHidden() else "")

    # What is shown ---------------------------------------------------------------------------

    def _show_if_seen(self) -> None:
        """Make no editors for what nobody sees; `showEvent` makes up for it."""
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        key, status = self._key, self._status
        absent = why_no_controls(status if key is not None else None)
        report = status.report if status is not None and not absent else None
        controls = _settable(report)
        if not absent and not controls:
            absent = "This camera has nothing to set."
        if controls != self._shown[1]:
            self.list.offer(controls)
            self._search(self.search.text())
        elif key != self._shown[0]:
            self.list.begin_anew()
        self._shown = (key, controls)
        self._empty.setText(absent)
        self._empty.setVisible(bool(absent))
        self._scroll.setVisible(not absent)
        self._search_box.setVisible(len(controls) >= _SEARCH_FROM)
        self.list.setEnabled(self._changeable)
        self.commands.setVisible(report is not None and set(report.commands) != {_SET})
        if report is not None and key is not None:
            self.commands.offer(self._name, report.commands)
            self.commands.set_changeable(self._changeable)
            self._show_values(key, report)
        self._show_notice(key)

    def _show_values(self, key: CameraKey, report: NodeReport) -> None:
        talks = {name: self._book.talk(key, name) for name in report.controls}
        self.list.show_talks(report.values, talks)

    def _show_grown(self) -> None:
        """Show what the newest row is set to, and whether it is searched for."""
        report = self._status.report if self._status is not None else None
        if self._key is not None and report is not None:
            self._show_values(self._key, report)
        self._search(self.search.text())

    def _show_notice(self, key: CameraKey | None) -> None:
        disobeyed = "" if key is None else self._book.disobeyed(key)
        words = f"This camera obeys nobody here: {disobeyed}" if disobeyed else ""
        if not self._changeable:
            words = "The window is locked: unlock it to set the camera."
        self._notice.setText(words)
        self._notice.setVisible(bool(words) and self._empty.isHidden())

    def _search(self, text: str) -> None:
        found = self.list.search(text)
        self.set_note("" if not text.strip() else f"{found} found")

    # What is asked for -------------------------------------------------------------------------

    def _want(self, name: str, value: Any) -> None:
        if self._key is None:
            return
        self._book.want(self._key, name, value)
        self._timer.start()
        self._send_due()
        self._show()

    def _send_due(self) -> None:
        for key, name, value in self._book.take_due(self._clock.monotonic()):
            self.command_wanted.emit(key, _SET, {"name": name, "value": value})
        if not self._book.any_pending():
            self._timer.stop()

    def _command(self, command: str) -> None:
        if self._key is not None:
            self._given[self._key] = command
            self.commands.tell_sent(command)
            self.command_wanted.emit(self._key, command, {})


def _settable(report: NodeReport | None) -> dict[str, Control]:
    """Return what the camera says can be set: nothing where it does not obey that command."""
    return report.controls if report is not None and _SET in report.commands else {}


def _wrapped(name: str) -> Label:
    label = Label()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setMargin(12)
    label.hide()
    return label


def _padded(field: QLineEdit) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(12, 8, 12, 4)
    row.addWidget(field)
    return box
