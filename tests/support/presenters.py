"""The presenters of a window in which a test does not care what its files say."""

from typing import Any

from gui.alarms.notification import DesktopNotification
from gui.alarms.sound import AlarmSound
from gui.presenters.presenters import Presenters
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.snapshots.saver import SnapshotSaver
from gui.wall.views.book import ViewBook
from gui.window.main_window import MainWindow


def presenters_for(
    window: MainWindow,
    engine: Any,
    holder: SettingsHolder | None = None,
    *,
    saver: SnapshotSaver | None = None,
    sound: AlarmSound | None = None,
    notification: DesktopNotification | None = None,
) -> Presenters:
    """Let a window work on an engine, with whatever a test does not choose as usual."""
    return Presenters(
        window,
        engine=engine,
        holder=holder or SettingsHolder(Settings(), window),
        book=ViewBook(),
        saver=saver or SnapshotSaver(""),
        command=[],
        sound=sound,
        notification=notification,
    )
