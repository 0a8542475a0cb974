from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from gui.background.stored_file import StoredFile
from gui.lock import pin
from gui.settings import store
from gui.settings.broken_file_banner import BrokenFileBanner
from tests.gui.whole_window import whole_window

BROKEN = "ports = ]\n"
PIN = "2740"


class Desktop(QObject):
    """Is asked to open files."""

    opened = ""

    @Slot(QUrl)
    def open(self, url):
        self.opened = url.toLocalFile()


@pytest.fixture
def desktop():
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.toml"


@pytest.fixture
def begin(qtbot, path, tmp_path, manual_clock):
    """Start with the file as it is; return the window and what it says of the file."""
    opened = []

    def begin():
        loaded = store.load_own(path)
        context = whole_window(qtbot, tmp_path, loaded.settings, manual_clock)
        opened.append(context)
        made = context.__enter__()
        if loaded.begins_locked:
            made.presenters.lock.lock.lock()
        broken = made.presenters.tell_broken_settings(path, loaded, lambda: made.holder.settings)
        return made, broken

    yield begin
    for context in opened:
        context.__exit__(None, None, None)


def press(qtbot, made, text):
    [banner] = made.window.findChildren(BrokenFileBanner)
    qtbot.waitUntil(banner.isVisible)
    buttons = {button.text(): button for button in banner.findChildren(QPushButton)}
    qtbot.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
    return banner


def test_the_file_is_opened_with_the_desktop_s_program(begin, path, qtbot, desktop):
    path.write_text(BROKEN)
    made, _broken = begin()
    press(qtbot, made, "Open")
    assert Path(desktop.opened) == path


def test_the_last_good_file_comes_back_and_what_it_replaces_is_kept(begin, path, qtbot):
    path.write_text(BROKEN)
    path.with_name("settings.toml.bak").write_text('# mine\nports = "7000"\n')
    made, broken = begin()
    made.holder.replace(presets=("on",))
    with qtbot.waitSignal(broken.replaced):
        banner = press(qtbot, made, "Last good file")
    assert not banner.isVisible()
    assert path.read_text().startswith('# mine\nports = "7000"\n')
    assert store.load(path) == made.holder.settings
    assert path.with_name("settings.toml.broken-1").read_text() == BROKEN
    told = "Settings before the last change put back; the broken file is kept as"
    assert made.window.toast.words() == f"{told} settings.toml.broken-1"
    made.window.event_log.model.flush()
    assert told in made.window.event_log.model.newest(1)[0].text


def test_without_one_the_defaults_are_begun_with(begin, path, qtbot):
    path.write_text(BROKEN)
    made, broken = begin()
    with qtbot.waitSignal(broken.replaced):
        press(qtbot, made, "Begin a new file")
    assert store.load(path) == made.holder.settings


@pytest.mark.parametrize("button", ["Open", "Last good file"])
def test_while_the_window_is_locked_both_ask_for_the_pin(begin, path, qtbot, desktop, button):
    path.write_text(BROKEN)
    lock = f'[lock]\npin = "{pin.hash_of(PIN)}"\n'
    path.with_name("settings.toml.bak").write_text(lock)
    made, _broken = begin()
    press(qtbot, made, button)
    dialog = made.presenters.lock.ask_for_pin()
    assert dialog.isVisible() and not made.presenters.tasks._running
    assert path.read_text() == BROKEN and desktop.opened == ""
    qtbot.keyClicks(dialog.field, PIN)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not made.presenters.tasks._running)
    press(qtbot, made, button)
    qtbot.waitUntil(lambda: not made.presenters.tasks._running)
    assert (desktop.opened != "") == (button == "Open") == (path.read_text() == BROKEN)
    assert store.load_own(path).settings.lock.pin == made.holder.settings.lock.pin != ""


def test_a_file_that_cannot_be_replaced_stays_and_may_be_tried_again(
    begin, path, qtbot, monkeypatch
):
    path.write_text(BROKEN)
    made, broken = begin()

    def fail(_path, _settings):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr(store, "replace_broken", fail)
        banner = press(qtbot, made, "Begin a new file")
        qtbot.waitUntil(lambda: "No space left" in made.window.toast.words())
    assert path.read_text() == BROKEN
    qtbot.waitUntil(banner.isEnabled)
    with qtbot.waitSignal(broken.replaced):
        press(qtbot, made, "Begin a new file")


def test_a_file_that_was_mended_meanwhile_is_left_as_it_is(begin, path, qtbot):
    path.write_text(BROKEN)
    made, _broken = begin()
    path.write_text('ports = "7000"\n')
    banner = press(qtbot, made, "Begin a new file")
    qtbot.waitUntil(lambda: "Start the program again" in made.window.toast.words())
    assert banner.isVisible() and path.read_text() == 'ports = "7000"\n'
    assert list(path.parent.glob("*.broken-*")) == []


def test_a_broken_file_that_is_gone_is_replaced_too(begin, path, qtbot):
    path.write_text(BROKEN)
    made, broken = begin()
    path.unlink()
    with qtbot.waitSignal(broken.replaced):
        press(qtbot, made, "Begin a new file")
    assert store.load(path) == made.holder.settings
    assert made.window.toast.words() == "Defaults put back"


def test_a_write_that_fails_half_way_may_be_tried_again(begin, path, qtbot, monkeypatch):
    path.write_text(BROKEN)
    made, broken = begin()
    write = StoredFile.write

    def fail(file, text):
        if file.path == path:
            raise OSError(28, "No space left on device")
        write(file, text)

    with monkeypatch.context() as failing:
        failing.setattr(StoredFile, "write", fail)
        banner = press(qtbot, made, "Begin a new file")
        qtbot.waitUntil(lambda: "No space left" in made.window.toast.words())
    qtbot.waitUntil(banner.isEnabled)
    with qtbot.waitSignal(broken.replaced):
        press(qtbot, made, "Begin a new file")
    assert store.load(path) == made.holder.settings
    assert path.with_name("settings.toml.broken-1").read_text() == BROKEN


def test_the_banner_tells_line_and_key_and_that_nothing_is_saved(begin, path):
    path.write_text("name = Front gate\n")
    made, _broken = begin()
    [banner] = made.window.findChildren(BrokenFileBanner)
    told = " ".join(label.text() for label in banner.findChildren(QLabel))
    assert "line 1" in told and "key name" in told and "Nothing is saved" in told
