from gui.event_log.book import EventBook
from gui.event_log.flow import AT_ONCE, Flow
from gui.event_log.record import Kind
from gui.event_log.text import Alarm, EventLine
from gui.look.sign import Sign


def line(number, key="5566", kind=Kind.FAULT, alarm=Alarm.AFTER_GRACE):
    return EventLine(key, 1000.0 + number, f"fault {number}", Sign.CROSS, kind, alarm, key)


def test_many_at_once_and_then_one_a_minute():
    flow = Flow(0.0)
    assert sum(flow.has_room(0.0) for _ in range(1000)) == AT_ONCE
    assert [flow.has_room(60.0), flow.has_room(60.0)] == [True, False]


def test_a_camera_that_flaps_fills_no_list_and_nothing_is_uncounted():
    book = EventBook()
    for number in range(5000):
        book.add(line(number), now=number / 800)
        book.add(line(number, kind=Kind.BACK, alarm=Alarm.NEVER), now=number / 800)
    book.add(line(0, key="5567"), now=7.0)
    new, _changed = book.take_changes()
    assert len(new) == 2 * AT_ONCE + 1
    faults = [one for one in new if one.kind is Kind.FAULT and one.key == "5566"]
    assert sum(one.times for one in faults) == 5000
    assert faults[-1].text == "fault 4999"


def test_an_alarm_that_comes_again_after_it_was_acknowledged_is_an_alarm_again():
    book = EventBook()
    for number in range(300):
        book.add(line(number, alarm=Alarm.AT_ONCE), now=0.0)
    before = len(book.take_changes()[0])
    assert before == AT_ONCE
    assert sum(record.times for record in book.alarms()) == 300
    book.acknowledge([record.id for record in book.alarms()], 2000.0, "AB")
    assert book.alarms() == []
    book.add(line(300, alarm=Alarm.AT_ONCE), now=0.0)
    assert [record.text for record in book.alarms()] == ["fault 300"]


def test_what_an_operator_does_is_never_counted_together():
    book = EventBook()
    for number in range(500):
        book.add(line(number, key="", kind=Kind.OPERATOR, alarm=Alarm.NEVER), now=0.0)
    assert len(book.take_changes()[0]) == 500


def flap(book, times):
    """Lose and find a camera so often within a few seconds that its room is used up."""
    for number in range(times):
        book.add(line(0, kind=Kind.LOST), now=number / 100)
        book.add(line(0, kind=Kind.BACK, alarm=Alarm.NEVER), now=number / 100)


def test_a_loss_that_lasts_after_many_short_ones_alarms_though_the_last_was_acknowledged():
    book = EventBook()
    flap(book, AT_ONCE - 1)
    for began in (2.0, 30.0):
        book.add(line(0, kind=Kind.LOST), now=began)
        book.raise_due(began + 11.0)
        assert len(book.alarms()) == 1
        book.acknowledge([book.alarms()[0].id], 2000.0, "AB")
        book.add(line(0, kind=Kind.BACK, alarm=Alarm.NEVER), now=began + 12.0)


def test_a_loss_alarms_whose_alarm_from_before_was_acknowledged_within_its_grace():
    book = EventBook()
    flap(book, AT_ONCE - 1)
    book.add(line(0, kind=Kind.LOST), now=2.0)
    book.raise_due(13.0)
    book.add(line(0, kind=Kind.BACK, alarm=Alarm.NEVER), now=14.0)
    book.add(line(0, kind=Kind.LOST), now=15.0)
    book.acknowledge([book.alarms()[0].id], 2000.0, "AB")
    book.raise_due(26.0)
    assert [record.times for record in book.alarms()] == [1]


def test_an_open_alarm_that_comes_again_counts_each_loss_once():
    book = EventBook()
    flap(book, AT_ONCE - 1)
    for number in range(5):
        book.add(line(0, kind=Kind.LOST), now=2.0 + number * 12)
        book.raise_due(13.0 + number * 12)
        book.add(line(0, kind=Kind.BACK, alarm=Alarm.NEVER), now=13.0 + number * 12)
    assert [record.times for record in book.alarms()] == [5]
