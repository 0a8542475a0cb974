"""The list of bubbles: it follows the newest, opens long ones, and gives their text to copy."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from gui.side_panel.messages.bubble_delegate import BubbleDelegate
from gui.side_panel.messages.conversation import Bubble
from gui.side_panel.messages.conversation_model import BUBBLE_ROLE, ConversationModel

_OPEN_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class ConversationView(QListView):
    """Shows the conversation model.

    A click, Enter or Space opens a long bubble; `again_wanted(text)` asks for an own one to be put
    into the field once more.
    """

    again_wanted = Signal(str)

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversation = model
        self.setModel(model)
        self.setItemDelegate(BubbleDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Messages")
        self._at_end = True
        model.rowsAboutToBeInserted.connect(self._note_place)
        model.rowsInserted.connect(self._follow)
        model.modelReset.connect(self.show_newest)
        self.clicked.connect(self._toggle)

    @Slot()
    def show_newest(self) -> None:
        """Go to the newest bubble, and stay with it."""
        self._at_end = True
        self._follow()

    def menu(self, index: QModelIndex) -> QMenu:
        """Return what can be done with a bubble."""
        bubble: Bubble = index.data(BUBBLE_ROLE)
        menu = QMenu(self)
        menu.addAction("Copy\tCtrl+C").triggered.connect(lambda: _copy(bubble))
        if bubble.is_long:
            words = "Show less" if bubble.is_open else "Show all"
            menu.addAction(f"{words}\tEnter").triggered.connect(lambda: self._toggle(index))
        if bubble.own:
            again = menu.addAction("Write again")
            again.triggered.connect(lambda: self.again_wanted.emit(bubble.text))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and copy by keys."""
        index = self.currentIndex()
        if index.isValid() and event.matches(QKeySequence.StandardKey.Copy):
            _copy(index.data(BUBBLE_ROLE))
        elif index.isValid() and event.key() in _OPEN_KEYS:
            self._toggle(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the bubble."""
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).center() if by_keys else event.pos()
            self.menu(index).popup(self.viewport().mapToGlobal(at))

    def _toggle(self, index: QModelIndex) -> None:
        if index.data(BUBBLE_ROLE).is_long:
            self._conversation.toggle(index)
            # Its height is another one now.
            self.scheduleDelayedItemsLayout()

    @Slot()
    def _note_place(self) -> None:
        bar = self.verticalScrollBar()
        self._at_end = bar.value() >= bar.maximum() - 4

    @Slot()
    def _follow(self) -> None:
        if self._at_end:
            # Once the list has laid out the new bubbles.
            QTimer.singleShot(0, self, self.scrollToBottom)


def _copy(bubble: Bubble) -> None:
    QGuiApplication.clipboard().setText(bubble.text)
