"""Replies on their way from the panel to the engine, and presets on theirs to the settings."""

import threading

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.messages.recipients import Recipients
from gui.side_panel.messages.reply_picture import read_picture
from netgear_engine.events import MessageReceived, ReplySent
from netgear_engine.protocol.reply import ArrayReply
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of

PORTS = (5566, 5567, 5568)


@pytest.fixture
def holder(qapp):
    cameras = [{"key": "5566", "group": "Yard"}, {"key": "5568", "group": "Yard"}]
    return SettingsHolder(msgspec.convert({"camera": cameras, "presets": ["lights on"]}, Settings))


@pytest.fixture
def window(window, engine, holder):
    presenters_for(window, engine, holder)
    engine.tell(*map(status_of, PORTS))
    window.show()
    return window


@pytest.fixture
def box(window):
    window.wall.select("5566")
    return window.messages.reply_box


def send(box, qtbot, text):
    qtbot.keyClicks(box.field, text)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)


def test_a_reply_to_a_group_reaches_the_engine(box, engine, qtbot):
    box.recipients.choose(Recipients("Yard"))
    send(box, qtbot, "good night")
    assert engine.replies == [((5566, 5568), "good night")]


def test_what_is_received_and_what_was_sent_stand_in_the_conversation(box, window, engine):
    engine.happen(MessageReceived(5566, 0.0, "door open"))
    engine.happen(ReplySent(5566, 0.0, "lights on"))
    engine.happen(MessageReceived(5567, 0.0, "of another camera"))
    model = window.messages.model
    model.flush()
    texts = [model.index(row).data() for row in range(model.rowCount())]
    assert texts == ["door open", "lights on"]


def test_the_key_for_writing_goes_to_the_line_and_leaving_it_back_to_the_wall(box, window):
    window.activateWindow()
    window.actions_table["side_panel"].setChecked(False)
    window.actions_table["message"].trigger()
    assert window.actions_table["side_panel"].isChecked()
    assert window.focusWidget() is box.field
    box.left.emit()
    assert window.focusWidget() is window.wall
    window.wall.message_wanted.emit("5566")
    assert window.focusWidget() is box.field


def test_one_with_every_frame_is_kept_and_sent_once_so_that_it_is_told(box, engine, qtbot):
    box.repeat.click()
    send(box, qtbot, "still")
    assert engine.kept == [((5566,), "still")]
    assert engine.replies == [((5566,), "still")]
    box.badge.clear.click()
    assert engine.kept[1:] == [((5566,), None)]
    assert engine.withdrawn == [(5566,)], "it never left"


def test_one_that_waited_too_long_is_taken_back(box, window, engine, qtbot, manual_clock):
    send(box, qtbot, "open the gate")
    manual_clock.advance(31.0)
    window.messages.look_at_the_clock()
    assert engine.withdrawn == [(5566,)]


def test_a_picture_is_read_aside_and_sent_as_an_array(box, engine, qtbot, tmp_path):
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    assert picture.save(str(tmp_path / "gate.png"))
    box.file_chosen.emit(tmp_path / "gate.png")
    assert box.attachment.picture is None, "the window has not waited for it"
    qtbot.waitUntil(lambda: box.attachment.picture is not None)
    box.button.click()
    ((ports, reply),) = engine.replies
    assert ports == (5566,)
    assert isinstance(reply, ArrayReply)


def test_a_newer_picture_takes_the_place_of_one_that_is_still_being_read(
    box, qtbot, tmp_path, monkeypatch
):
    """However long the older one takes: here until the newer one is there."""
    newer_is_there = threading.Event()

    def read(path):
        if path.name == "older.png":
            newer_is_there.wait(30)
        return read_picture(path)

    monkeypatch.setattr("gui.presenters.messages.read_picture", read)
    for name in ("older.png", "newer.png"):
        assert QImage(8, 6, QImage.Format.Format_RGB32).save(str(tmp_path / name))
        box.file_chosen.emit(tmp_path / name)
    attached = []
    box.attachment.changed.connect(lambda: attached.append(box.attachment.picture.name))
    qtbot.waitUntil(lambda: attached == ["newer.png"])
    newer_is_there.set()
    qtbot.stays_true(lambda: attached == ["newer.png"], 50)


def test_a_picture_can_be_pasted(box, qtbot):
    QGuiApplication.clipboard().setImage(QImage(8, 6, QImage.Format.Format_RGB32))
    qtbot.keyClick(box.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: box.attachment.picture is not None)


def test_what_is_no_picture_is_said_below_the_line(box, qtbot, tmp_path):
    (tmp_path / "notes.png").write_text("no picture")
    box.file_chosen.emit(tmp_path / "notes.png")
    qtbot.waitUntil(lambda: "notes.png is not a picture" in box.hint.text())


def test_presets_come_from_the_settings_and_go_there(box, holder):
    assert box.presets.at(1) == "lights on"
    box.presets.added.emit({"siren": False})
    assert holder.settings.presets == ("lights on", {"siren": False})
    assert box.presets.at(2) == {"siren": False}
    box.presets.removed.emit("lights on")
    assert holder.settings.presets == ({"siren": False},)


def test_presets_are_not_changed_while_nothing_may_be(box, window):
    window.actions_table.set_changeable(False)
    box.presets.aboutToShow.emit()
    assert not box.presets.may_change
