"""Replies: to the engine, pictures read for them, and the presets kept in the settings."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QImage

from gui.background.errand import Errand
from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import CameraKey, port_of_key
from gui.presenters.settings import SettingsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.messages.reply_picture import ReplyPicture, picture_of, read_picture
from gui.side_panel.messages.reply_text import typed
from gui.window.main_window import MainWindow


class MessagesPresenter(QObject):
    """Wires the messages to the engine and to the settings."""

    def __init__(
        self,
        window: MainWindow,
        engine: EngineThread,
        holder: SettingsHolder,
        dialogs: SettingsPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._engine = engine
        self._holder = holder
        self._reading: Errand | None = None
        messages = window.messages
        messages.reply_wanted.connect(self._reply)
        messages.repeat_wanted.connect(self._repeat)
        messages.withdraw_wanted.connect(self._withdraw)
        box = messages.reply_box
        box.file_chosen.connect(self._read)
        box.image_pasted.connect(self._take_pasted)
        box.presets.added.connect(self._add_preset)
        box.presets.removed.connect(self._remove_preset)
        box.presets.edit_wanted.connect(lambda: dialogs.open("Replies"))
        box.presets.aboutToShow.connect(self._show_what_may_change)
        holder.changed.connect(self._follow)
        self._follow(holder.settings)

    @Slot(object, object)
    def _reply(self, keys: tuple[CameraKey, ...], value: Any) -> None:
        self._engine.reply(_ports(keys), value)

    @Slot(object, object)
    def _repeat(self, keys: tuple[CameraKey, ...], value: Any) -> None:
        self._engine.keep_reply(_ports(keys), value)
        if value is not None:
            # The first time it is told that it has left.
            self._engine.reply(_ports(keys), value)

    @Slot(object)
    def _withdraw(self, keys: tuple[CameraKey, ...]) -> None:
        self._engine.withdraw_reply(_ports(keys))

    # Pictures --------------------------------------------------------------------------------

    @Slot(Path)
    def _read(self, path: Path) -> None:
        self._begin(lambda: read_picture(path))

    @Slot(QImage)
    def _take_pasted(self, image: QImage) -> None:
        self._begin(lambda: picture_of(image, "Pasted picture"))

    def _begin(self, read: Callable[[], ReplyPicture | str]) -> None:
        """Read in a thread; a newer picture takes the place of one that is still being read."""
        errand = self._reading = Errand(read)
        errand.done.connect(
            lambda picture: self._attach(errand, picture), Qt.ConnectionType.QueuedConnection
        )
        errand.start()

    def _attach(self, errand: Errand, picture: ReplyPicture | str) -> None:
        if errand is not self._reading:
            return
        self._reading = None
        box = self._window.messages.reply_box
        if isinstance(picture, str):
            box.tell(picture)
        else:
            box.attach(picture)

    # Presets ---------------------------------------------------------------------------------

    @Slot(object)
    def _add_preset(self, value: Any) -> None:
        self._holder.replace(presets=(*self._holder.settings.presets, value))

    @Slot(object)
    def _remove_preset(self, value: Any) -> None:
        kept = (one for one in self._holder.settings.presets if typed(one) != typed(value))
        self._holder.replace(presets=tuple(kept))

    @Slot()
    def _show_what_may_change(self) -> None:
        """Presets are settings: while the window is locked they can only be sent."""
        may = self._window.actions_table["settings"].isEnabled()
        self._window.messages.reply_box.presets.may_change = may

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        messages = self._window.messages
        messages.reply_box.presets.set_presets(settings.presets)
        messages.set_groups({one.key: one.group for one in settings.camera if one.group})


def _ports(keys: Iterable[CameraKey]) -> list[int]:
    return [port for key in keys if (port := port_of_key(key)) is not None]
