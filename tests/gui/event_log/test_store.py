import sqlite3
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.event_log.filter import CHOICES, EventFilter
from gui.event_log.record import Kind
from gui.event_log.store import MIGRATIONS, EventStore, Keep, open_store
from gui.look.sign import Sign
from tests.support.records import WALL, alarm, record


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "settings-events.sqlite"


@pytest.fixture
def store(path):
    store, trouble = open_store(path)
    assert not trouble
    yield store
    store.close()


def texts(records):
    return [one.text for one in records]


def test_everything_of_a_record_is_there_after_a_restart(store, path):
    full = record(
        kind=Kind.LOST,
        sign=Sign.CROSS,
        key="5566",
        camera="Côté cour",
        alarm=True,
        times=3,
        outage=72.5,
        keys=("5566", "5567"),
        part_of=12,
        acknowledged=WALL + 80,
        initials="AB",
        note="cable",
    )
    store.put([full])
    store.close()
    again, trouble = open_store(path)
    assert trouble == ""
    assert list(again.all_of(EventFilter())) == [full]
    again.close()


def test_the_file_is_in_wal_mode(store, path):
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_a_record_that_cannot_be_kept_costs_itself(store):
    poison = [record(2, text="\ud800"), record(3, wall=object()), record(4, id=2**70)]
    assert store.put([record(1), *poison, record(5)]) == 3
    assert texts(store.all_of(EventFilter())) == ["event 5", "event 1"]


def test_nobody_else_may_read_the_file(store, path):
    store.put([record(1)])
    files = list(path.parent.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}


def test_a_file_that_others_could_read_is_made_private(tmp_path):
    path = tmp_path / "events.sqlite"
    path.touch(0o644)
    EventStore(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_was_taken_away_is_noticed(store, path):
    assert not store.is_gone
    path.rename(path.with_name("elsewhere"))
    assert store.is_gone
    path.touch()
    assert store.is_gone


def test_pages_come_newest_first_without_open_alarms(store):
    store.put([record(number) for number in range(10)])
    store.put([alarm(20)])
    first = store.page(EventFilter(), None, 4)
    assert texts(first) == ["event 9", "event 8", "event 7", "event 6"]
    second = store.page(EventFilter(), first[-1].id, 4)
    assert texts(second) == ["event 5", "event 4", "event 3", "event 2"]
    assert texts(store.open_alarms()) == ["event 20"]


def test_a_record_put_again_is_replaced(store):
    store.put([alarm(1)])
    store.put([alarm(1, acknowledged=WALL, initials="AB")])
    assert store.open_alarms() == []
    assert [one.initials for one in store.page(EventFilter(), None, 9)] == ["AB"]


def test_a_batch_is_kept_whole_or_not_at_all_when_the_disk_is_full(store):
    store._database.execute("PRAGMA max_page_count = 20")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.put(record(number, text="x" * 4000) for number in range(50))
    assert list(store.all_of(EventFilter())) == []


def test_the_file_is_bounded_by_count_and_age_but_keeps_open_alarms(store):
    store.put([record(number) for number in range(100)])
    store.put([alarm(-5)])
    store.prune(Keep(days=90, count=10), WALL + 100)
    assert texts(store.page(EventFilter(), None, 99)) == [f"event {n}" for n in range(99, 89, -1)]
    store.prune(Keep(days=1, count=1000), WALL + 95 + 86_400)
    assert texts(store.page(EventFilter(), None, 99)) == [f"event {n}" for n in range(99, 94, -1)]
    assert texts(store.open_alarms()) == ["event -5"]


def test_a_file_of_an_older_version_is_migrated(path):
    path.parent.mkdir()
    database = sqlite3.connect(path)
    database.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
    database.execute(
        "INSERT INTO event VALUES (7, 1.0, 'lost', 'old', 'CROSS', 5566, 'Gate', 0, 1, NULL, '', 0,"
        " NULL, '', '', 'old')"
    )
    database.commit()
    database.close()
    store, trouble = open_store(path)
    assert trouble == ""
    assert texts(store.all_of(EventFilter())) == ["old"]
    store.close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    database.close()


def write_garbage(path):
    path.write_bytes(b"this is no database, but it is long enough to look at" * 100)


def write_newer(path):
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 999")
    database.close()


def write_strange(path):
    database = sqlite3.connect(path)
    database.executescript(f"CREATE TABLE event (id); PRAGMA user_version = {len(MIGRATIONS)};")
    database.close()


@pytest.mark.parametrize("write", [write_garbage, write_newer, write_strange])
def test_a_file_that_cannot_be_used_is_set_aside_and_named(path, write):
    path.parent.mkdir()
    write(path)
    store, trouble = open_store(path)
    assert f"The file is kept as {path.name}.broken-1." in trouble
    assert path.with_name(f"{path.name}.broken-1").exists()
    store.put([record()])
    assert texts(store.all_of(EventFilter())) == ["event 1"]
    assert store.path == path
    store.close()


def test_where_no_file_can_be_had_events_are_in_memory(tmp_path):
    (tmp_path / "file").touch()
    store, trouble = open_store(tmp_path / "file" / "events.sqlite")
    assert "Events are kept until the program ends." in trouble
    store.put([record()])
    store.close()


def test_a_folder_in_its_place_is_not_set_aside(path):
    path.mkdir(parents=True)
    store, trouble = open_store(path)
    assert "cannot be used" in trouble
    assert path.is_dir()
    store.close()


def test_what_another_version_wrote_is_listed_too(store, path):
    store.put([record()])
    database = sqlite3.connect(path)
    database.execute("UPDATE event SET kind = 'teleported', sign = 'SPIRAL'")
    database.commit()
    database.close()
    [one] = store.page(EventFilter(), None, 9)
    assert (one.kind, one.sign) == (Kind.PROGRAM, Sign.DOT)


def test_cameras_have_their_newest_names(store):
    store.put([record(1, key="5566", camera="Old"), record(2, key="5566", camera="New"), record(3)])
    assert store.cameras() == {"5566": "New"}


RECORDS = [
    record(1, key="5566", camera="Gate", text="Gate lost", kind=Kind.LOST),
    record(2, key="5567", camera="50% _Gate", text="back", kind=Kind.BACK, part_of=9),
    record(3, keys=("5566", "5567"), text="2 cameras", alarm=True, acknowledged=1.0, initials="Éa"),
    record(4, kind=Kind.COMMAND, key="556", text="ÉTAT", note="A note"),
    record(5, kind=Kind.OPERATOR, part_of=3),
    *(record(10 + n, kind=kind, key=str(5566 + n % 2)) for n, kind in enumerate(Kind)),
]


@settings(max_examples=150)
@given(
    choice=st.sampled_from(list(CHOICES)),
    key=st.sampled_from([None, "556", "5566", "5567"]),
    words=st.sampled_from(["", "gate", "%", "_", "é", "event 1", "note", "'"]),
    since=st.sampled_from([0.0, WALL + 3]),
)
def test_the_file_and_the_list_agree_on_what_is_looked_for(choice, key, words, since):
    store = EventStore()
    store.put(RECORDS)
    chosen = EventFilter(choice, key, words, since)
    wanted = [one for one in reversed(RECORDS) if chosen.takes(one)]
    assert store.page(chosen, None, 99) == wanted
    store.close()


def test_exports_have_the_parts_too():
    store = EventStore()
    store.put([record(1), record(2, part_of=1)])
    assert len(store.page(EventFilter(), None, 99)) == 1
    assert len(list(store.all_of(EventFilter()))) == 2
    store.close()


def test_each_camera_was_heard_of_last_by_a_picture_or_its_end():
    store = EventStore()
    store.put(
        [
            record(1, key="5566", kind=Kind.LIVE),
            record(2, key="5566", kind=Kind.LOST),
            # Says nothing of the camera itself.
            record(3, key="5566", kind=Kind.MISSING),
            record(4, key="5567", kind=Kind.ENDED),
            record(5, key="5568", kind=Kind.COMMAND),
            record(6, keys=("5568", "5569"), kind=Kind.LOST),
        ]
    )
    assert store.last_seen() == {"5566": (WALL + 2, Kind.LOST), "5567": (WALL + 4, Kind.ENDED)}
    store.close()
