import pytest

from gui.event_log.book import EventBook
from gui.event_log.record import Kind
from gui.event_log.store import MOST_OPEN_ALARMS
from gui.event_log.text import Alarm, EventLine
from gui.look.sign import Sign

WALL = 1_700_000_000.0
GRACE = 10.0


@pytest.fixture
def book():
    return EventBook(GRACE)


def loss(key="5566", wall=WALL, kind=Kind.LOST):
    text = f"Port {key} lost"
    return EventLine(key, wall, text, Sign.CROSS, kind, Alarm.AFTER_GRACE, f"Port {key}")


def fault(key="5566", wall=WALL, text="failed"):
    return EventLine(key, wall, text, Sign.CROSS, Kind.FAULT, Alarm.AT_ONCE)


def back(key="5566", wall=WALL, outage=None):
    kind = Kind.LIVE if outage is None else Kind.BACK
    return EventLine(key, wall, f"Port {key} back", Sign.DOT, kind, outage=outage)


def go_live(book, keys):
    for key in keys:
        book.add(back(key), now=0.0)
    book.take_changes()


def words(book):
    return [record.words for record in book.alarms()]


def told(book):
    new, changed = book.take_changes()
    return {record.id: record for record in (*new, *changed)}


def test_a_loss_is_told_at_once_and_becomes_an_alarm_after_the_grace(book):
    book.add(loss(), now=100.0)
    assert [record.text for record in book.take_changes()[0]] == ["Port 5566 lost"]
    book.raise_due(100.0 + GRACE - 0.01)
    assert book.alarms() == []
    book.raise_due(100.0 + GRACE)
    assert words(book) == ["Port 5566 lost"]


def test_complaint_13_a_short_blip_is_logged_but_silent(book):
    book.add(loss(), now=100.0)
    book.add(back(wall=WALL + 3, outage=3.0), now=103.0)
    book.raise_due(500.0)
    assert book.alarms() == []
    records = told(book).values()
    assert [record.text for record in records] == ["Port 5566 lost", "Port 5566 back"]
    assert [record.outage for record in records] == [3.0, 3.0]


def test_complaint_13_no_alarm_while_pictures_come_even_if_the_news_is_late(book):
    book.add(loss(), now=100.0)
    book.raise_due(111.0, is_out=lambda key: False)
    assert book.alarms() == []
    book.raise_due(200.0)
    assert book.alarms() == [], "that loss is over, whatever is known later"


def test_a_camera_that_is_back_is_not_among_those_lost_later_even_if_the_news_is_late(book):
    book.add(loss("5566"), now=100.0)
    book.raise_due(110.0)
    assert words(book) == ["Port 5566 lost"]
    for key in ("5567", "5568"):
        book.add(loss(key), now=104.0)
    book.raise_due(114.0, is_out=lambda key: key != "5566")
    assert sorted(words(book)) == ["Port 5566 lost", "Port 5567 lost", "Port 5568 lost"]


def test_a_fault_that_follows_a_loss_lasts_since_the_loss(book):
    book.add(loss(), now=100.0)
    book.add(loss(kind=Kind.FAULT), now=106.0)
    book.raise_due(100.0 + GRACE)
    assert [record.kind for record in book.alarms()] == [Kind.FAULT]


def test_a_camera_that_says_goodbye_or_is_refused_after_its_loss_is_no_loss(book):
    book.add(loss(), now=100.0)
    goodbye = EventLine("5566", WALL, "said goodbye", Sign.BAR, Kind.ENDED)
    book.add(goodbye, now=104.0)
    book.raise_due(500.0)
    assert book.alarms() == []


def test_an_alarm_stays_until_it_is_acknowledged_also_when_the_camera_is_back(book):
    book.add(loss(), now=100.0)
    book.raise_due(110.0)
    book.add(back(wall=WALL + 72, outage=72.0), now=172.0)
    [alarm] = book.alarms()
    assert alarm.outage == 72.0
    book.acknowledge([alarm.id], WALL + 80, "AB", "cable was loose")
    assert book.alarms() == []
    kept = told(book)[alarm.id]
    assert (kept.acknowledged, kept.initials, kept.note) == (WALL + 80, "AB", "cable was loose")


def test_an_acknowledgement_is_an_event_with_initials_and_note(book):
    book.add(fault(), now=0.0)
    [alarm] = book.alarms()
    book.take_changes()
    assert [record.id for record in book.acknowledge([alarm.id, 12345], WALL, "AB", "seen")]
    [new], _ = book.take_changes()
    assert (new.kind, new.text) == (Kind.ACKNOWLEDGED, "AB acknowledged: failed")
    assert (new.initials, new.note, new.part_of) == ("AB", "seen", alarm.id)
    assert book.acknowledge([alarm.id], WALL, "CD") == [], "nothing is acknowledged twice"


def test_the_same_alarm_again_is_counted(book):
    for number in range(3):
        book.add(fault(wall=WALL + number), now=0.0)
        book.add(fault("5567", wall=WALL + number), now=0.0)
    assert words(book) == ["failed, 3 times", "failed, 3 times"]
    assert sum(record.alarm for record in told(book).values()) == 2


def test_open_alarms_are_bounded(book):
    for number in range(MOST_OPEN_ALARMS + 5):
        book.add(fault(key=str(5566 + number % 20), text=str(number)), now=0.0)
    assert len(book.alarms()) == MOST_OPEN_ALARMS
    assert book.alarms()[-1].text == "5"


def test_the_only_alarm_of_a_camera_stays_open_however_many_another_has(book):
    book.add(fault(key="5599", text="the only one"), now=0.0)
    for number in range(3 * MOST_OPEN_ALARMS):
        book.add(fault(key=str(5566 + number % 30), text=str(number)), now=0.0)
    assert len(book.alarms()) == MOST_OPEN_ALARMS
    assert book.alarms()[-1].text == "the only one"


def test_ids_follow_the_order_of_the_events_also_when_the_clock_goes_back(book):
    for wall in (WALL, WALL, WALL - 3600, WALL + 1):
        book.add(back(wall=wall), now=0.0)
    ids = list(told(book))
    assert ids == sorted(set(ids))
    assert ids[0] == WALL * 1_000_000


def test_alarms_from_before_a_restart_still_want_to_be_acknowledged(book):
    book.add(fault(), now=0.0)
    later = EventBook()
    later.restore(book.alarms())
    assert words(later) == ["failed"]
    later.add(back(wall=WALL - 5000), now=0.0)
    assert all(record.id > later.alarms()[0].id for record in later.take_changes()[0])


# Several cameras at once -------------------------------------------------------------------------


def lose_together(book, keys, within=4.0, began=100.0):
    for index, key in enumerate(keys):
        seconds = within * index / max(1, len(keys) - 1)
        book.add(loss(key, WALL + seconds), now=began + seconds)


def test_complaint_13_cameras_lost_together_are_one_alarm_with_one_acknowledgement(book):
    keys = tuple(map(str, range(5566, 5575)))
    go_live(book, keys)
    lose_together(book, keys)
    book.raise_due(100.0 + GRACE)
    [alarm] = book.alarms()
    assert alarm.text.startswith("9 cameras lost since ")
    assert alarm.text.endswith(": this computer's network?")
    assert alarm.wall == WALL
    assert sorted(alarm.of_keys) == list(keys)
    parts = [record for record in told(book).values() if record.part_of == alarm.id]
    assert len(parts) == 9
    book.raise_due(100.0 + 2 * GRACE)
    assert len(book.alarms()) == 1
    book.acknowledge([alarm.id], WALL, "AB")
    assert book.alarms() == []


def test_complaint_13_the_end_of_a_group_tells_how_long_it_lasted(book):
    keys = ("5566", "5567", "5568")
    go_live(book, keys)
    lose_together(book, keys, within=0.0)
    book.raise_due(110.0)
    for key in keys[:2]:
        book.add(back(key, WALL + 60, outage=60.0), now=160.0)
    assert book.alarms()[0].text.endswith(", 1 still out")
    book.take_changes()
    book.add(back("5568", WALL + 72, outage=72.0), now=172.0)
    texts = [record.text for record in told(book).values() if not record.part_of]
    assert "3 cameras back after 1:12" in texts
    assert book.alarms()[0].text.endswith(", back after 1:12")
    assert book.alarms()[0].outage == 72.0


def test_the_end_of_a_group_is_told_also_when_it_was_acknowledged_before(book):
    keys = ("5566", "5567", "5568")
    go_live(book, keys)
    lose_together(book, keys)
    book.raise_due(110.0)
    book.acknowledge([book.alarms()[0].id], WALL, "AB")
    book.take_changes()
    for key in keys:
        book.add(back(key, WALL + 72, outage=72.0), now=172.0)
    records = told(book).values()
    assert "3 cameras back after 1:12" in [record.text for record in records]
    assert not book.alarms()


def test_two_cameras_are_no_group(book):
    go_live(book, ("5566", "5567"))
    lose_together(book, ("5566", "5567"))
    book.raise_due(120.0)
    assert sorted(words(book)) == ["Port 5566 lost", "Port 5567 lost"]


def test_three_of_many_are_no_group(book):
    go_live(book, map(str, range(5566, 5573)))
    lose_together(book, ("5566", "5567", "5568"))
    book.raise_due(120.0)
    assert len(book.alarms()) == 3, "four of seven are still live"


def test_losses_far_apart_are_no_group(book):
    keys = ("5566", "5567", "5568")
    go_live(book, keys)
    lose_together(book, keys, within=30.0)
    book.raise_due(140.0)
    assert len(book.alarms()) == 3


def test_who_comes_back_within_the_grace_is_not_in_the_group(book):
    keys = ("5566", "5567", "5568", "5569")
    go_live(book, keys)
    lose_together(book, keys, within=1.0)
    book.add(back("5569", WALL + 3, outage=2.0), now=103.0)
    book.raise_due(120.0)
    [alarm] = book.alarms()
    assert sorted(alarm.of_keys) == ["5566", "5567", "5568"]


def test_who_is_lost_a_moment_later_joins_the_group(book):
    keys = ("5566", "5567", "5568", "5569")
    go_live(book, keys)
    book.grace = 1.0
    lose_together(book, keys[:3], within=0.0)
    book.raise_due(101.0)
    book.add(loss("5569", WALL + 4), now=104.0)
    book.raise_due(105.0)
    [alarm] = book.alarms()
    assert alarm.text.startswith("4 cameras lost")
    assert "5569" in alarm.of_keys


def test_alarms_that_were_raised_one_by_one_become_part_of_the_group(book):
    keys = ("5566", "5567", "5568")
    go_live(book, keys)
    book.grace = 0.0
    for seconds, key in enumerate(keys):
        book.add(loss(key, WALL + seconds), now=100.0 + seconds)
        book.raise_due(100.0 + seconds)
    assert len(book.alarms()) == 1
    assert book.alarms()[0].text.startswith("3 cameras lost")
