import pytest
from PySide6.QtTest import QAbstractItemModelTester

from gui.side_panel.messages.conversation_model import BUBBLE_ROLE, ConversationModel


@pytest.fixture
def model(qapp):
    model = ConversationModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    model.show("5566")
    return model


def texts(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_messages_are_shown_together_after_a_moment(model, qtbot):
    for number in range(50):
        model.received("5566", number, 0.0)
    assert model.rowCount() == 0
    qtbot.waitUntil(lambda: model.rowCount() == 50)
    assert texts(model)[-1] == "49"


def test_each_camera_has_its_own_conversation(model):
    model.received("5566", "from one", 0.0)
    model.received("5567", "from the other", 0.0)
    model.flush()
    assert texts(model) == ["from one"]
    model.show("5567")
    assert texts(model) == ["from the other"]
    assert model.newest_text("5566") == "from one"


def test_complaint_7_a_flood_is_bounded_counted_and_told(model):
    for number in range(3000):
        model.received("5566", number, 0.0)
    model.flush()
    assert model.rowCount() == 101
    assert texts(model)[0] == "2900 messages"
    assert model.index(0).data(BUBBLE_ROLE).note.endswith("came too fast to be shown")
    assert texts(model)[1:3] == ["2900", "2901"]
    assert model.total() == 3000
    model.received("5566", "one more", 0.0)
    model.flush()
    assert (model.rowCount(), texts(model)[-1]) == (102, "one more")


def test_the_oldest_rows_go_when_there_are_a_thousand(model):
    for number in range(1200):
        model.received("5566", number, 0.0)
        if number % 100 == 99:
            model.flush()
    assert (model.rowCount(), texts(model)[0], model.total()) == (1000, "200", 1200)


def test_an_answer_is_shown_at_the_reply(model):
    model.say(["5566", "5567"], "lights on", 0.0, 0.0)
    model.sent("5566", "lights on", 1.0)
    model.received("5566", "done", 1.05)
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.flush()
    assert changed == [(0, 0)]
    assert "answered in 50 ms" in model.index(0).data(BUBBLE_ROLE).note
    assert model.round_trip() == pytest.approx(0.05)
    model.show("5567")
    assert "queued" in model.index(0).data(BUBBLE_ROLE).note


def test_replies_that_waited_too_long_are_named_by_port(model):
    model.say(["5566", "5567"], "open", 0.0, now=100.0)
    model.sent("5567", "open", 1.0)
    assert model.any_waits()
    assert model.expire(131.0) == ["5566"]
    assert not model.any_waits()
    assert model.expire(200.0) == []


def test_the_newest_text_is_one_short_line(model):
    model.received("5566", "first\nsecond " + "x" * 1000, 0.0)
    model.flush()
    assert model.newest_text("5566").startswith("first second xxx")
    assert len(model.newest_text("5566")) <= 80


def test_a_camera_that_was_taken_out_is_forgotten(model):
    model.received("5566", "hot", 0.0)
    model.flush()
    model.forget("5566")
    assert (model.rowCount(), model.newest_text("5566")) == (0, "")


def test_a_message_that_is_repeated_changes_its_bubble(model):
    model.received("5566", "hot", 0.0)
    model.flush()
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.received("5566", "hot", 1.0)
    model.flush()
    assert changed == [(0, 0)]
    assert model.index(0).data(BUBBLE_ROLE).times == 2


def test_a_reply_comes_after_the_messages_before_it(model):
    model.received("5566", "first", 0.0)
    model.say(["5566"], "second", 0.0, 0.0)
    assert texts(model) == ["first", "second"]
