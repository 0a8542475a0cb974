import pytest
from PySide6.QtGui import QKeySequence

from gui.look import theme
from gui.look.colours import DARK, HIGH_CONTRAST, LIGHT
from gui.settings.dialog import SettingsDialog
from gui.settings.schema import (
    CameraEntry,
    LockSettings,
    LookSettings,
    Settings,
)
from netgear_engine.protocol.port_state import PortState
from tests.gui.whole_window import whole_window
from tests.support.synthetic import picture_of, status_of


@pytest.fixture
def made(qtbot, tmp_path, manual_clock):
    with whole_window(qtbot, tmp_path, Settings(), manual_clock) as opened:
        yield opened


def pixel(widget, x, y):
    return widget.grab().toImage().pixelColor(x, y).name().upper()


def pixel_of_tile(wall, key, x, y):
    place = wall.tile(key).pos()
    return pixel(wall, place.x() + x, place.y() + y)


@pytest.mark.parametrize(
    ("name", "colours"), [("light", LIGHT), ("high contrast", HIGH_CONTRAST), ("dark", DARK)]
)
def test_the_theme_changes_at_once_everywhere(made, qtbot, manual_clock, name, colours):
    window = made.window
    made.tell(status_of(5566), status_of(5567, state=PortState.WAITING, connected=0))
    window.wall.show_picture("5566", picture_of(received_at=manual_clock.monotonic()))
    made.holder.replace(look=LookSettings(theme="light" if name == "dark" else "dark"))
    window.grab()
    made.holder.replace(look=LookSettings(theme=name))
    assert pixel(window.top_bar, window.top_bar.width() // 3, 8) == colours.bar
    assert pixel(window.wall, 1, 1) == colours.wall
    assert pixel_of_tile(window.wall, "5567", 40, 40) == colours.empty_tile
    assert pixel(window.status_bar, window.status_bar.width() // 2, 20) == colours.bar
    assert pixel(window.messages, 20, 20) == colours.panel
    assert pixel_of_tile(window.wall, "5566", 0, 100) == colours.accent


def test_larger_text_makes_room_for_itself(made, qtbot):
    bar = made.window.top_bar
    height, tab = bar.height(), bar.view_tabs.tab("All").sizeHint()
    made.holder.replace(look=LookSettings(text_percent=200))
    qtbot.waitUntil(lambda: bar.height() == 2 * height)
    assert bar.view_tabs.tab("All").sizeHint().height() > 1.9 * tab.height()
    assert made.window.status_bar.height() == 2 * theme.STATUS_BAR_HEIGHT


def test_without_animation_an_alarm_does_not_pulse(made, manual_clock):
    made.tell(status_of(5566, state=PortState.LOST, connected=0))
    wall = made.window.wall

    def seen():
        wall.set_alarms(frozenset({"5566"}))
        bright = set()
        for _ in range(4):
            wall.judge_all()
            bright.add(wall.tile("5566").face.pulse)
            manual_clock.advance(0.5)
        return bright

    made.holder.replace(look=LookSettings(animation=True))
    assert seen() == {True, False}
    made.holder.replace(look=LookSettings(animation=False))
    assert seen() == {True}


def test_keys_change_at_once_in_every_window(made):
    second = made.presenters.windows.open()
    made.holder.replace(shortcuts={"full_screen": "F12", "quit": "F12"})
    for window in (made.window, second):
        assert window.actions_table["full_screen"].shortcut() == QKeySequence("F11")
    assert made.window.actions_table["quit"].shortcut() == QKeySequence("F12")
    made.holder.replace(shortcuts={"full_screen": "F9"})
    third = made.presenters.windows.open()
    for window in (made.window, second, third):
        assert window.actions_table["full_screen"].shortcut() == QKeySequence("F9")


def test_the_dialog_keeps_cameras_that_came_while_it_was_open(made, qtbot):
    made.trigger("settings")
    dialog = made.window.findChild(SettingsDialog)
    cameras = (CameraEntry("7000", "Dock"),)
    made.holder.replace(camera=cameras)
    dialog.applied.emit(Settings(look=LookSettings(theme="light")))
    assert made.holder.settings.camera == cameras
    assert theme.colours() is LIGHT
    dialog.reject()


def test_the_lock_is_in_the_settings_of_the_window(made):
    made.holder.replace(lock=LockSettings(pin="kept"))
    assert made.presenters.lock.lock.pin == "kept"
