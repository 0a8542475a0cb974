from gui.event_log.event_book import GRACE, MOST_EVENTS, EventBook
from gui.event_log.event_text import Alarm, EventLine
from gui.sign import Sign


def loss(port=5566, wall=0.0):
    return EventLine(port, wall, "lost", Sign.CROSS, Alarm.AFTER_GRACE)


def fault(port=5566, wall=0.0, text="failed"):
    return EventLine(port, wall, text, Sign.CROSS, Alarm.AT_ONCE)


def back(port=5566, wall=0.0):
    return EventLine(port, wall, "back", Sign.DOT, good=True)


def texts(book):
    return [entry.text for entry in book.entries()]


def test_a_loss_is_told_at_once_and_becomes_an_alarm_after_the_grace():
    book = EventBook()
    book.add([loss()], now=100.0)
    assert texts(book) == ["lost"]
    assert not book.raise_due(100.0 + GRACE - 0.01)
    assert book.alarms() == []
    assert book.raise_due(100.0 + GRACE)
    assert [entry.text for entry in book.alarms()] == ["lost"]
    assert len(book) == 1


def test_a_short_loss_never_becomes_an_alarm():
    book = EventBook()
    book.add([loss(), back()], now=100.0)
    assert not book.raise_due(500.0)
    assert texts(book) == ["back", "lost"]


def test_a_loss_that_turns_into_another_becomes_an_alarm_after_the_first_grace():
    book = EventBook()
    for second in range(0, 10, 3):
        book.add([loss(wall=float(second))], now=100.0 + second)
    assert not book.raise_due(109.9)
    assert book.raise_due(110.0)
    (alarm,) = book.alarms()
    assert alarm.line.wall == 9.0, "the newest words"
    assert not book.raise_due(200.0)


def test_alarms_come_first_and_go_to_their_place_when_acknowledged():
    book = EventBook()
    book.add([fault(wall=1.0), back(wall=2.0), back(wall=0.5)], now=0.0)
    assert texts(book) == ["failed", "back", "back"]
    book.acknowledge(book.alarms())
    assert book.alarms() == []
    assert [entry.line.wall for entry in book.entries()] == [2.0, 1.0, 0.5]


def test_the_same_alarm_again_is_counted():
    book = EventBook()
    for wall in range(3):
        book.add([fault(wall=float(wall)), fault(5567)], now=0.0)
    assert sorted(texts(book)) == ["failed, 3 times", "failed, 3 times"]


def test_the_book_is_bounded():
    book = EventBook()
    book.add([back(wall=float(number)) for number in range(MOST_EVENTS + 50)], now=0.0)
    book.add([fault(text=str(number)) for number in range(20)], now=0.0)
    assert len(book) == len(book.entries()) == MOST_EVENTS
    assert len(book.alarms()) == 20
