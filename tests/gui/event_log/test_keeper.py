import sqlite3
import threading

import pytest

from gui.event_log.filter import EventFilter
from gui.event_log.keeper import EventKeeper, PageWish
from gui.event_log.store import EventStore, Keep
from tests.support.records import alarm, record


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings-events.sqlite"


@pytest.fixture
def keeper(qtbot, manual_clock, path):
    keeper = EventKeeper(manual_clock)
    with qtbot.waitSignal(keeper.opened):
        keeper.open(path, Keep())
    yield keeper
    keeper.close()


def kept(path):
    store = EventStore(path)
    records = list(store.all_of(EventFilter()))
    store.close()
    return [one.text for one in records]


def test_what_was_put_is_in_the_file_when_the_program_ends(keeper, path):
    keeper.put(record(number) for number in range(50))
    keeper.close()
    assert len(kept(path)) == 50


def test_alarms_come_back_after_a_restart(keeper, path, qtbot, manual_clock):
    keeper.put([alarm(1), record(2)])
    keeper.close()
    again = EventKeeper(manual_clock)
    with qtbot.waitSignal(again.opened) as told:
        again.open(path, Keep())
    assert [one.text for one in told.args[0]] == ["event 1"]
    again.close()


def test_a_page_has_what_was_put_before_it_was_asked_for(keeper, qtbot):
    keeper.put([record(1, key="5566", camera="Gate")])
    with qtbot.waitSignal(keeper.page_ready) as told:
        keeper.ask(PageWish(1, EventFilter(), None, 10))
    page = told.args[0]
    assert [one.text for one in page.records] == ["event 1"]
    assert page.cameras == {"5566": "Gate"}


def test_the_windows_thread_neither_writes_nor_reads(keeper, qtbot, monkeypatch):
    threads = set()

    def noting(method):
        def note(*arguments):
            threads.add(threading.current_thread().name)
            return method(*arguments)

        return note

    for name in ("put", "page", "prune", "all_of"):
        monkeypatch.setattr(EventStore, name, noting(getattr(EventStore, name)))
    keeper.put([record(1)])
    with qtbot.waitSignal(keeper.page_ready):
        keeper.ask(PageWish(1, EventFilter(), None, 10))
    assert threads == {"event-store"}


def test_an_export_is_written_and_told(keeper, qtbot, tmp_path):
    keeper.put([record(1), record(2)])
    with qtbot.waitSignal(keeper.exported) as told:
        keeper.export(tmp_path / "events.csv", EventFilter(words="event 2"))
    assert told.args == [tmp_path / "events.csv", 1]
    assert "event 2" in (tmp_path / "events.csv").read_text("utf-8-sig")


def test_an_export_that_cannot_be_written_is_told(keeper, qtbot, tmp_path):
    with qtbot.waitSignal(keeper.trouble) as told:
        keeper.export(tmp_path / "nowhere" / "events.csv", EventFilter())
    assert told.args[0].endswith("events.csv cannot be written: No such file or directory")


def test_a_broken_file_does_not_stop_the_program(path, qtbot, manual_clock):
    path.write_bytes(b"not a database at all, and long enough" * 50)
    keeper = EventKeeper(manual_clock)
    with qtbot.waitSignals([keeper.trouble, keeper.opened]):
        keeper.open(path, Keep())
    keeper.put([record(1)])
    keeper.close()
    assert kept(path) == ["event 1"]


def test_what_could_not_be_saved_is_saved_with_the_next_events(keeper, path, qtbot, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(EventStore, "put", full)
        with qtbot.waitSignal(keeper.trouble) as told:
            keeper.put([record(1)])
    assert told.args == ["Events cannot be saved: database or disk is full"]
    keeper.put([record(2)])
    keeper.close()
    assert kept(path) == ["event 2", "event 1"]


def test_old_events_go_when_less_is_to_be_kept(keeper, path):
    keeper.put(record(number) for number in range(2000))
    keeper.set_keep(Keep(count=1000))
    keeper.put([record(3000)])
    keeper.close()
    # The newest may have come after the old ones had gone.
    assert 1000 <= len(kept(path)) <= 1001
    assert kept(path)[0] == "event 3000"


def test_until_a_file_is_opened_everything_is_in_memory_and_at_once(qtbot, manual_clock):
    keeper = EventKeeper(manual_clock)
    pages = []
    keeper.page_ready.connect(pages.append)
    keeper.put([record(1)])
    keeper.ask(PageWish(1, EventFilter(), None, 10))
    assert [one.text for one in pages[0].records] == ["event 1"]
    keeper.close()
