"""The rows of the list of events: what the keys and the mouse do with them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu

from gui.event_log.model import RECORD_ROLE, EventModel
from gui.event_log.record import Record
from gui.event_log.text import event_tip


class EventList(QListView):
    """Enter and Space acknowledge, N with a note; a click tells which camera it is about."""

    acknowledge_wanted = Signal(object)
    note_wanted = Signal(object)
    camera_chosen = Signal(str)

    def __init__(self, model: EventModel) -> None:
        super().__init__()
        self._model = model
        self._kept: int | None = None
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Events")
        self.clicked.connect(self._choose_camera)
        self.customContextMenuRequested.connect(self._show_menu)
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._restore_current)
        model.rearranged.connect(self._restore_current)

    def current(self) -> Record | None:
        """Return the event that the keys work on."""
        record: Record | None = self.currentIndex().data(RECORD_ROLE)
        return record

    def menu(self) -> QMenu | None:
        """Return what can be done with the current event, None when there is none."""
        record = self.current()
        if record is None:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if record.is_open:
            menu.addAction("Acknowledge", lambda: self.acknowledge_wanted.emit(record))
            menu.addAction("Acknowledge with a note…", lambda: self.note_wanted.emit(record))
            menu.addSeparator()
        if record.key:
            menu.addAction("Select the camera", lambda: self.camera_chosen.emit(record.key))
        clipboard = QGuiApplication.clipboard()
        menu.addAction("Copy", lambda: clipboard.setText(event_tip(record)))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Acknowledge the current event, or select the camera of one that is acknowledged."""
        record = self.current()
        if record is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._act(record)
                return
            if event.key() == Qt.Key.Key_N and record.is_open and not event.modifiers():
                self.note_wanted.emit(record)
                return
        super().keyPressEvent(event)

    def rowsAboutToBeRemoved(  # noqa: N802 - Qt's name
        self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int
    ) -> None:
        """Keep in mind which event was current: it may be there again in another place."""
        # Once: to which other rows Qt goes meanwhile, nobody has chosen.
        if self._kept is None and start <= self.currentIndex().row() <= end:
            self._keep_current()
        super().rowsAboutToBeRemoved(parent, start, end)

    def _act(self, record: Record) -> None:
        if record.is_open:
            self.acknowledge_wanted.emit(record)
        elif record.key:
            self.camera_chosen.emit(record.key)

    def _choose_camera(self, index: QModelIndex) -> None:
        record: Record | None = index.data(RECORD_ROLE)
        if record is not None and record.key:
            self.camera_chosen.emit(record.key)

    def _show_menu(self, point: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(point))

    def _keep_current(self) -> None:
        record = self.current()
        self._kept = None if record is None else record.id

    def _restore_current(self) -> None:
        if self._kept is None:
            return
        row = self._model.row_of(self._kept)
        self._kept = None
        # Rather none than another event, which the next key would acknowledge unseen.
        self.setCurrentIndex(QModelIndex() if row is None else self._model.index(row))
