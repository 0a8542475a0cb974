"""Messages as they are received, replies as they are sent, and what is kept ready for both."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QImage

from gui.actions.table import Actions
from gui.background.tasks import Tasks
from gui.cameras.key import CameraKey, key_of_port, port_of_key
from gui.presenters.engine import Engine
from gui.presenters.settings import SettingsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.messages.reply_picture import ReplyPicture, picture_of, read_picture
from gui.side_panel.messages.reply_text import typed
from gui.side_panel.messages.section import Messages
from gui.wall.video_wall import VideoWall
from gui.window.docks import Docks
from netgear_engine.events import Event, MessageReceived, ReplySent


class MessagesPresenter(QObject):
    """Joins the conversations with the engine, and the key for writing with its line."""

    def __init__(
        self,
        *,
        engine: Engine,
        wall: VideoWall,
        messages: Messages,
        docks: Docks,
        actions: Actions,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wall = wall
        self._messages = messages
        self._docks = docks
        self._tasks = tasks
        self._reading: asyncio.Task[None] | None = None
        engine.message_received.connect(self._on_received)
        engine.event_happened.connect(self._on_event)
        messages.reply_wanted.connect(self._reply)
        messages.repeat_wanted.connect(self._repeat)
        messages.withdraw_wanted.connect(self._withdraw)
        messages.reply_box.file_chosen.connect(self._read)
        messages.reply_box.image_pasted.connect(self._convert)
        messages.left.connect(self._focus_wall)
        wall.message_wanted.connect(self._write)
        actions["message"].triggered.connect(self._write)

    @Slot(object)
    def _on_received(self, event: MessageReceived) -> None:
        self._messages.on_received(key_of_port(event.port), event)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, ReplySent):
            self._messages.on_sent(key_of_port(event.port), event)

    @Slot(object, object)
    def _reply(self, keys: tuple[CameraKey, ...], value: Any) -> None:
        self._engine.reply(_ports(keys), value)

    @Slot(object, object)
    def _repeat(self, keys: tuple[CameraKey, ...], value: Any) -> None:
        self._engine.keep_reply(_ports(keys), value)
        if value is not None:
            # Sent once as well: of that the engine says when it has left.
            self._engine.reply(_ports(keys), value)

    @Slot(object)
    def _withdraw(self, keys: tuple[CameraKey, ...]) -> None:
        self._engine.withdraw_reply(_ports(keys))

    @Slot()
    def _write(self) -> None:
        self._docks.show_section(self._messages)
        self._messages.write()

    @Slot()
    def _focus_wall(self) -> None:
        self._wall.setFocus(Qt.FocusReason.OtherFocusReason)

    # Pictures --------------------------------------------------------------------------------

    @Slot(Path)
    def _read(self, path: Path) -> None:
        self._begin(lambda: read_picture(path))

    @Slot(QImage)
    def _convert(self, image: QImage) -> None:
        self._begin(lambda: picture_of(image, "Pasted picture"))

    def _begin(self, read: Callable[[], ReplyPicture | str]) -> None:
        """Let a newer picture take the place of one that is still being read."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._tasks.start(self._attach(read), "Reading a picture")

    async def _attach(self, read: Callable[[], ReplyPicture | str]) -> None:
        picture = await asyncio.to_thread(read)
        if isinstance(picture, str):
            self._messages.reply_box.tell(picture)
        else:
            self._messages.reply_box.attach(picture)


class ReplySettingsPresenter(QObject):
    """Lets the presets and the groups to write to be those of the settings."""

    def __init__(
        self,
        *,
        holder: SettingsHolder,
        messages: Messages,
        actions: Actions,
        dialogs: SettingsPresenter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._holder = holder
        self._messages = messages
        self._actions = actions
        self._presets = presets = messages.reply_box.presets
        presets.added.connect(self._add_preset)
        presets.removed.connect(self._remove_preset)
        presets.edit_wanted.connect(lambda: dialogs.open("Replies"))
        presets.aboutToShow.connect(self._show_what_may_change)
        holder.changed.connect(self._on_settings)
        self._on_settings(holder.settings)

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
        self._presets.may_change = self._actions["settings"].isEnabled()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._presets.set_presets(settings.presets)
        self._messages.set_groups(settings.camera_groups())


def _ports(keys: Iterable[CameraKey]) -> list[int]:
    return [port for key in keys if (port := port_of_key(key)) is not None]
