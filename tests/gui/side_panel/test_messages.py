import pytest
from PySide6.QtCore import Qt

from gui.side_panel.messages import Messages
from netgear_engine.events import MessageReceived, ReplySent
from netgear_engine.protocol.patterns import Pattern


@pytest.fixture
def messages(qtbot, manual_clock):
    messages = Messages(manual_clock)
    qtbot.addWidget(messages)
    messages.resize(320, 400)
    messages.show()
    messages.set_patterns(
        {5566: Pattern.REQUEST_REPLY, 5567: Pattern.REQUEST_REPLY, 5568: Pattern.PUBLISH_SUBSCRIBE}
    )
    return messages


@pytest.fixture
def replies(messages):
    found = []
    messages.reply_wanted.connect(lambda ports, value: found.append((tuple(ports), value)))
    return found


def send(messages, qtbot, text):
    qtbot.keyClicks(messages.reply_box.field, text)
    qtbot.keyClick(messages.reply_box.field, Qt.Key.Key_Return)


def notes(messages):
    return messages.model.rowCount()


def test_enter_sends_to_the_selected_camera_and_empties_the_field(messages, replies, qtbot):
    messages.show_camera(5566, "Front gate")
    assert messages.title() == "Messages: Front gate"
    send(messages, qtbot, "lights on")
    assert replies == [((5566,), "lights on")]
    assert messages.reply_box.field.text() == ""
    messages.note_sent(ReplySent(5566, 0.0, "lights on"))
    assert messages.model.rowCount() == 1


def test_the_button_sends_json_as_json(messages, replies, qtbot):
    messages.show_camera(5566, "Front gate")
    messages.reply_box.field.setText('{"lights": true}')
    qtbot.mouseClick(messages.reply_box.button, Qt.MouseButton.LeftButton)
    assert replies == [((5566,), {"lights": True})]


def test_a_reply_to_all_goes_to_every_camera_with_a_way_back(messages, replies, qtbot):
    messages.show_camera(5566, "Front gate")
    messages.reply_box.all_button.click()
    send(messages, qtbot, "good night")
    assert replies == [((5566, 5567), "good night")]


def test_nothing_is_sent_for_blanks(messages, replies, qtbot):
    messages.show_camera(5566, "Front gate")
    send(messages, qtbot, "   ")
    assert replies == []


def test_publish_subscribe_has_no_way_back_and_says_so(messages):
    messages.show_camera(5568, "Porch")
    field = messages.reply_box.field
    reason = "Publish/subscribe has no way back: replies need pattern 1"
    assert not field.isEnabled()
    assert not messages.reply_box.button.isEnabled()
    assert (field.placeholderText(), field.toolTip()) == (reason, reason)
    messages.reply_box.all_button.click()
    assert field.isEnabled(), "other cameras can be written to"


def test_without_a_selected_camera_the_box_asks_for_one(messages):
    messages.show_camera(None, "")
    assert messages.reply_box.field.placeholderText() == "Select a camera"
    assert not messages.reply_box.field.isEnabled()


def test_messages_of_any_json_type_are_shown(messages):
    messages.show_camera(5566, "Front gate")
    for message in ({"a": [1, None]}, "text", 3.5, None, False):
        messages.hear(MessageReceived(5566, 0.0, message))
    messages.model.flush()
    texts = [messages.model.index(row).data() for row in range(5)]
    assert texts == ['{"a": [1, null]}', "text", "3.5", "null", "false"]
    messages.grab()


def test_many_messages_are_counted_in_the_header(messages):
    messages.show_camera(5566, "Front gate")
    for number in range(1200):
        messages.hear(MessageReceived(5566, 0.0, number))
    messages.model.flush()
    assert messages.note() == "newest 1000 of 1200"


def test_esc_leaves_the_reply_box(messages, qtbot):
    messages.show_camera(5566, "Front gate")
    with qtbot.waitSignal(messages.left):
        qtbot.keyClick(messages.reply_box.field, Qt.Key.Key_Escape)
