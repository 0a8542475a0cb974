import pytest
from PySide6.QtTest import QAbstractItemModelTester

from gui.side_panel.conversation import MOST_BUBBLES
from gui.side_panel.conversation_model import BUBBLE_ROLE, ConversationModel


@pytest.fixture
def model(qapp):
    model = ConversationModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    model.show(5566)
    return model


def texts(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_messages_are_shown_together_after_a_moment(model, qtbot):
    for number in range(50):
        model.hear(5566, number, 0.0)
    assert model.rowCount() == 0
    qtbot.waitUntil(lambda: model.rowCount() == 50)
    assert texts(model)[-1] == "49"


def test_each_camera_has_its_own_conversation(model):
    model.hear(5566, "from one", 0.0)
    model.hear(5567, "from the other", 0.0)
    model.flush()
    assert texts(model) == ["from one"]
    model.show(5567)
    assert texts(model) == ["from the other"]
    assert model.newest_text(5566) == "from one"


def test_a_flood_is_bounded_and_counted(model):
    for number in range(3 * MOST_BUBBLES):
        model.hear(5566, number, 0.0)
    model.flush()
    assert model.rowCount() == MOST_BUBBLES
    assert texts(model)[-1] == str(3 * MOST_BUBBLES - 1)
    assert model.total() == 3 * MOST_BUBBLES
    model.hear(5566, "one more", 0.0)
    model.flush()
    assert (model.rowCount(), texts(model)[-1]) == (MOST_BUBBLES, "one more")


def test_a_message_that_is_repeated_changes_its_bubble(model):
    model.hear(5566, "hot", 0.0)
    model.flush()
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.hear(5566, "hot", 1.0)
    model.flush()
    assert changed == [(0, 0)]
    assert model.index(0).data(BUBBLE_ROLE).times == 2


def test_a_reply_comes_after_the_messages_before_it(model):
    model.hear(5566, "first", 0.0)
    model.say(5566, "second", 0.0)
    assert texts(model) == ["first", "second"]
