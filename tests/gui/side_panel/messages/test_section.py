import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from gui.side_panel.messages.conversation_model import BUBBLE_ROLE
from gui.side_panel.messages.recipients import EVERYONE, Recipients
from gui.side_panel.messages.section import Messages
from netgear_engine.events import MessageReceived, ReplySent
from netgear_engine.protocol.patterns import Pattern


@pytest.fixture
def messages(qtbot, manual_clock):
    messages = Messages(manual_clock)
    qtbot.addWidget(messages)
    messages.resize(320, 400)
    messages.show()
    messages.set_patterns(
        {
            "5566": Pattern.REQUEST_REPLY,
            "5567": Pattern.REQUEST_REPLY,
            "5568": Pattern.PUBLISH_SUBSCRIBE,
        }
    )
    messages.set_groups({"5567": "Yard", "5568": "Yard"})
    messages.show_camera("5566", "Front gate")
    return messages


@pytest.fixture
def replies(messages):
    found = []
    messages.reply_wanted.connect(lambda keys, value: found.append((tuple(keys), value)))
    return found


@pytest.fixture
def repeated(messages):
    found = []
    messages.repeat_wanted.connect(lambda keys, value: found.append((tuple(keys), value)))
    return found


def send(messages, qtbot, text):
    qtbot.keyClicks(messages.reply_box.field, text)
    qtbot.keyClick(messages.reply_box.field, Qt.Key.Key_Return)


def bubbles(messages):
    messages.model.flush()
    model = messages.model
    return [model.index(row).data(BUBBLE_ROLE) for row in range(model.rowCount())]


def test_enter_sends_to_the_selected_camera_and_empties_the_field(messages, replies, qtbot):
    assert messages.title() == "Messages: Front gate"
    send(messages, qtbot, "lights on")
    assert replies == [(("5566",), "lights on")]
    assert messages.reply_box.field.text() == ""
    messages.on_sent("5566", ReplySent(5566, 0.0, "lights on"))
    assert [bubble.text for bubble in bubbles(messages)] == ["lights on"]


def test_the_button_sends_json_as_json(messages, replies, qtbot):
    messages.reply_box.field.setText('{"lights": true}')
    qtbot.mouseClick(messages.reply_box.button, Qt.MouseButton.LeftButton)
    assert replies == [(("5566",), {"lights": True})]


def test_a_reply_to_all_goes_to_every_camera_with_a_way_back(messages, replies, qtbot):
    messages.reply_box.recipients.choose(EVERYONE)
    assert messages.reply_box.button.text() == "Send to 2"
    send(messages, qtbot, "good night")
    assert replies == [(("5566", "5567"), "good night")]


def test_a_reply_to_a_group_goes_to_its_cameras_with_a_way_back(messages, replies, qtbot):
    messages.reply_box.recipients.choose(Recipients("Yard"))
    assert messages.reply_box.field.placeholderText() == "Reply to Yard (1 camera)…"
    send(messages, qtbot, "good night")
    assert replies == [(("5567",), "good night")]
    messages.show_camera("5567", "Loading dock")
    assert [bubble.text for bubble in bubbles(messages)] == ["good night"]


def test_recipients_that_are_gone_give_way_to_the_selected_camera(messages, replies, qtbot):
    messages.reply_box.recipients.choose(Recipients("Yard"))
    messages.set_groups({})
    send(messages, qtbot, "hello")
    assert replies == [(("5566",), "hello")]


def test_the_menu_names_whom_one_can_write_to(messages):
    button = messages.reply_box.recipients
    button.menu().aboutToShow.emit()
    words = [action.text() for action in button.menu().actions()]
    assert words == ["Front gate (the selected camera)", "Yard (1 camera)", "All 2 cameras"]
    button.menu().actions()[2].trigger()
    assert button.recipients == EVERYONE


def test_a_camera_s_name_is_never_html(messages):
    messages.show_camera("5567", "<img src=x>" * 9)
    assert "<img" not in messages.reply_box.recipients.toolTip()
    titles = [label.toolTip() for label in messages.title_bar.findChildren(QLabel)]
    assert any("&lt;img" in tip for tip in titles)
    assert not any("<img" in tip for tip in titles)


def test_nothing_is_sent_for_blanks(messages, replies, qtbot):
    send(messages, qtbot, "   ")
    assert replies == []


def test_publish_subscribe_has_no_way_back_and_says_so(messages):
    messages.show_camera("5568", "Porch")
    field = messages.reply_box.field
    reason = "Publish/subscribe has no way back: replies need pattern 1"
    assert not field.isEnabled()
    assert not messages.reply_box.button.isEnabled()
    assert (field.placeholderText(), field.toolTip()) == (reason, reason)
    messages.reply_box.recipients.choose(EVERYONE)
    assert field.isEnabled(), "other cameras can be written to"


def test_without_a_selected_camera_the_box_asks_for_one(messages):
    messages.show_camera(None, "")
    assert messages.reply_box.field.placeholderText() == "Select a camera"
    assert not messages.reply_box.field.isEnabled()


def test_while_typing_it_says_what_will_be_sent(messages, qtbot):
    box = messages.reply_box
    assert box.hint.isHidden()
    qtbot.keyClicks(box.field, "42")
    assert box.hint.text() == "Will be sent as number 42"
    box.repeat.click()
    assert box.hint.text() == "Will be sent as number 42, with every frame until cleared"
    box.field.setText('{"lights"')
    assert box.hint.text().startswith("▲ Not valid JSON: will be sent as text")


class TestWithEveryFrame:
    def begin(self, messages, qtbot, text="stand still"):
        messages.reply_box.repeat.click()
        send(messages, qtbot, text)

    def test_it_goes_with_every_frame_once_and_shows_it(self, messages, replies, repeated, qtbot):
        self.begin(messages, qtbot)
        assert (replies, repeated) == ([], [(("5566",), "stand still")])
        assert messages.reply_box.badge.line() == "⟳ Repeating: stand still"
        assert not messages.reply_box.repeat.isChecked(), "the next reply is sent once"
        send(messages, qtbot, "hello")
        assert replies == [(("5566",), "hello")]

    def test_clear_ends_it(self, messages, repeated, qtbot):
        self.begin(messages, qtbot)
        messages.on_sent("5566", ReplySent(5566, 0.0, "stand still"))
        with qtbot.assertNotEmitted(messages.withdraw_wanted):
            messages.reply_box.badge.clear.click()
        assert repeated[1:] == [(("5566",), None)]
        assert messages.reply_box.badge.isHidden()
        assert "until" in bubbles(messages)[0].note

    def test_clear_takes_back_what_never_left(self, messages, qtbot):
        self.begin(messages, qtbot)
        with qtbot.waitSignal(messages.withdraw_wanted) as signal:
            messages.reply_box.badge.clear.click()
        assert signal.args == [("5566",)]

    def test_it_is_not_forgotten_when_another_camera_is_selected(self, messages, repeated, qtbot):
        self.begin(messages, qtbot)
        messages.show_camera("5567", "Loading dock")
        assert messages.reply_box.badge.line() == "⟳ Repeating to 1 camera elsewhere"
        messages.reply_box.badge.clear.click()
        assert repeated[-1] == (("5566",), None)

    def test_a_camera_that_is_taken_out_has_no_badge(self, messages, qtbot):
        self.begin(messages, qtbot)
        messages.set_patterns({"5567": Pattern.REQUEST_REPLY})
        assert messages.reply_box.badge.isHidden()


def test_a_reply_that_finds_no_frame_is_taken_back_after_half_a_minute(
    messages, qtbot, manual_clock
):
    send(messages, qtbot, "open the gate")
    manual_clock.advance(29.0)
    with qtbot.assertNotEmitted(messages.withdraw_wanted):
        messages.look_at_the_clock()
    manual_clock.advance(2.0)
    with qtbot.waitSignal(messages.withdraw_wanted) as signal:
        messages.look_at_the_clock()
    assert signal.args == [("5566",)]
    assert bubbles(messages)[0].note.endswith("not sent: no frame came")


def test_the_round_trip_stands_in_the_header_and_at_the_reply(messages, qtbot):
    send(messages, qtbot, "lights on")
    messages.on_sent("5566", ReplySent(5566, 100.0, "lights on"))
    messages.on_received("5566", MessageReceived(5566, 100.034, "lights are on"))
    assert "sent · answered in 34 ms" in bubbles(messages)[0].note
    assert messages.note() == "2 · round trip 34 ms"


class TestPresets:
    @pytest.fixture(autouse=True)
    def _presets(self, messages):
        messages.reply_box.presets.set_presets(["lights on", {"siren": False}])

    def menu(self, messages):
        messages.reply_box.presets.aboutToShow.emit()
        return {a.text().partition("\t")[0]: a for a in messages.reply_box.presets.actions()}

    def test_a_click_puts_one_into_the_field(self, messages, replies):
        self.menu(messages)['{"siren": false}'].trigger()
        assert messages.reply_box.field.text() == '{"siren": false}'
        assert replies == []

    def test_a_key_sends_one_at_once(self, messages, replies, qtbot):
        field = messages.reply_box.field
        qtbot.keyClick(field, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        assert replies == [(("5566",), {"siren": False})]
        qtbot.keyClick(field, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
        assert len(replies) == 1

    def test_what_is_written_can_be_kept(self, messages, qtbot):
        messages.reply_box.field.setText("[1, 2]")
        with qtbot.waitSignal(messages.reply_box.presets.added) as signal:
            self.menu(messages)["Keep “[1, 2]” as a preset"].trigger()
        assert signal.args == [[1, 2]]

    @pytest.mark.parametrize("text", ["", "lights on", "[null]"])
    def test_nothing_is_kept_that_is_empty_known_or_holds_null(self, messages, text):
        messages.reply_box.field.setText(text)
        keep = next(a for words, a in self.menu(messages).items() if "preset" in words.lower())
        assert not keep.isEnabled()

    def test_while_locked_they_can_only_be_sent(self, messages, replies, qtbot):
        messages.reply_box.presets.may_change = False
        messages.reply_box.field.setText("new")
        menu = self.menu(messages)
        able = [words for words, action in menu.items() if action.isEnabled() and words]
        assert able == ["lights on", '{"siren": false}']


def test_messages_of_any_json_type_are_shown(messages):
    for message in ({"a": [1, None]}, "text", 3.5, None, False):
        messages.on_received("5566", MessageReceived(5566, 0.0, message))
    assert [bubble.text for bubble in bubbles(messages)] == [
        *('{"a": [1, null]}', "text", "3.5", "null", "false")
    ]
    messages.grab()


def test_html_in_a_message_is_text(messages):
    plain, markup = "bxxxxb" * 40, "<b>xx" * 40 + "</b>"
    pictures = []
    for text in (plain, markup):
        messages.on_received("5566", MessageReceived(5566, 0.0, text))
        pictures.append(bubbles(messages)[-1].shown)
    assert pictures == [plain, markup]
    assert messages.model.index(1).data(Qt.ItemDataRole.ToolTipRole) is None


@pytest.mark.parametrize(
    "message",
    ["<b>x</b> " * 20_000, "x" * 1_000_000, {"a": [{"b": "y" * 300_000}]}, [[[[[[[[["z"]]]]]]]]]],
    ids=["markup", "one word", "object", "nested"],
)
def test_long_and_deep_messages_are_shown_and_opened_by_keys(messages, qtbot, message):
    messages.on_received("5566", MessageReceived(5566, 0.0, message))
    (bubble,) = bubbles(messages)
    messages.grab()
    view = messages.view
    view.setCurrentIndex(messages.model.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert bubble.is_open == bubble.is_long
    messages.grab()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == bubble.text


def test_many_messages_are_counted_in_the_header(messages):
    for number in range(1200):
        messages.on_received("5566", MessageReceived(5566, 0.0, number))
        if number % 100 == 99:
            messages.model.flush()
    assert messages.note() == "newest 1000 of 1200"


def test_the_newest_is_in_view_unless_the_operator_reads_older_ones(messages, qtbot):
    def hear(text):
        messages.on_received("5566", MessageReceived(5566, 0.0, text))
        messages.model.flush()

    bar = messages.view.verticalScrollBar()
    for number in range(30):
        hear(f"number {number}")
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    hear("new")
    qtbot.stays_true(lambda: bar.value() == 0, 30)


def test_an_own_reply_can_be_written_again(messages, qtbot):
    send(messages, qtbot, "lights on")
    menu = messages.view.menu(messages.model.index(0))
    next(action for action in menu.actions() if action.text() == "Write again").trigger()
    assert messages.reply_box.field.text() == "lights on"


def test_esc_leaves_the_reply_box(messages, qtbot):
    with qtbot.waitSignal(messages.left):
        qtbot.keyClick(messages.reply_box.field, Qt.Key.Key_Escape)


def test_what_is_written_below_does_not_make_the_panel_higher(messages, qtbot):
    needed = messages.minimumSizeHint().height()
    messages.reply_box.field.setText("42")
    messages.reply_box.repeat.click()
    assert messages.minimumSizeHint().height() - needed < 60
    assert needed < 200
