import shutil
import sqlite3
import threading

import pytest

from gui.event_log.filter import EventFilter
from gui.event_log.keeper import EventKeeper, PageWish
from gui.event_log.store import EventStore, Keep
from tests.support.records import alarm, record
from tests.support.waiting import PATIENCE


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room" / "settings-events.sqlite"


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


def test_an_alarm_is_kept_however_many_other_events_wait_for_the_disk(
    keeper, path, qtbot, monkeypatch
):
    goes_on, put, told = threading.Event(), EventStore.put, []
    keeper.trouble.connect(told.append)

    def hang(store, records):
        goes_on.wait(PATIENCE)
        return put(store, records)

    monkeypatch.setattr(EventStore, "put", hang)
    keeper.put([record(0)])
    qtbot.waitUntil(lambda: not keeper._records)
    keeper.put([alarm(1, text="the alarm")])
    for number in range(2, 10_004):
        keeper.put([record(number)])
    goes_on.set()
    keeper.close()
    texts = kept(path)
    assert "the alarm" in texts and "event 10003" in texts and "event 3" not in texts
    assert [text for text in told if "not kept" in text] == told != []


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
    path.parent.mkdir()
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


def test_one_record_that_cannot_be_kept_is_told_once_and_costs_no_other(keeper, path, qtbot):
    told = []
    keeper.trouble.connect(told.append)
    with qtbot.waitSignal(keeper.trouble):
        keeper.put([record(1), record(2, camera="\ud800"), record(3)])
    keeper.put([record(4, text="\udfff")])
    keeper.put([record(5)])
    keeper.close()
    assert told == ["An event cannot be saved for what is in it; the log says more"]
    assert kept(path) == ["event 5", "event 3", "event 1"]


@pytest.mark.parametrize("method", ["put", "page", "prune", "cameras"])
def test_whatever_a_job_throws_the_keeper_goes_on(keeper, path, qtbot, monkeypatch, method):
    def throw(*_):
        raise LookupError("nobody expected this")

    # Not by waitSignal: what is told again after it went is given to one that is no more.
    told = []
    keeper.trouble.connect(told.append)
    with monkeypatch.context() as patched:
        patched.setattr(EventStore, method, throw)
        keeper.set_keep(Keep(count=5))
        keeper.put([record(1)])
        keeper.ask(PageWish(1, EventFilter(), None, 10))
        qtbot.waitUntil(lambda: bool(told))
    assert "nobody expected this" in told[0]
    keeper.put([record(2)])
    with qtbot.waitSignal(keeper.page_ready):
        keeper.ask(PageWish(2, EventFilter(), None, 10))
    keeper.close()
    assert "event 2" in kept(path)


def test_a_keeper_that_cannot_go_on_is_made_again(qtbot, manual_clock, path, monkeypatch):
    open_alarms, tries = EventStore.open_alarms, []

    def throw_once(store):
        tries.append(1)
        if len(tries) == 1:
            raise LookupError("nobody expected this")
        return open_alarms(store)

    monkeypatch.setattr(EventStore, "open_alarms", throw_once)
    keeper = EventKeeper(manual_clock)
    with qtbot.waitSignals([keeper.trouble, keeper.opened]):
        keeper.open(path, Keep())
    keeper.put([record(1)])
    keeper.close()
    assert kept(path) == ["event 1"]


def test_a_keeper_that_cannot_be_made_again_says_so(qtbot, manual_clock, path, monkeypatch):
    def throw(_store):
        raise LookupError("nobody expected this")

    monkeypatch.setattr(EventStore, "open_alarms", throw)
    keeper = EventKeeper(manual_clock)
    told = []
    keeper.trouble.connect(told.append)
    keeper.open(path, Keep())
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told[-1] == "No event is kept any more. Start the program again."
    keeper.close()


def test_a_folder_that_is_deleted_is_made_again_and_said(keeper, path, qtbot):
    keeper.put([record(1)])
    with qtbot.waitSignal(keeper.page_ready):
        keeper.ask(PageWish(1, EventFilter(), None, 10))
    shutil.rmtree(path.parent)
    with qtbot.waitSignal(keeper.trouble) as told:
        keeper.put([record(2)])
    assert told.args[0] == f"{path} was deleted while it was in use; a new one is begun"
    keeper.close()
    assert kept(path) == ["event 2"]


def test_what_could_not_be_saved_is_tried_again_without_another_event(
    keeper, path, qtbot, monkeypatch
):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("gui.event_log.keeper._TRY_AGAIN_AFTER_S", 0.05)
    told = []
    keeper.trouble.connect(told.append)
    with monkeypatch.context() as patched:
        patched.setattr(EventStore, "put", full)
        keeper.put([record(1)])
        qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["Events cannot be saved: database or disk is full", "Events are saved again"]
    assert kept(path) == ["event 1"]


def test_a_disk_that_does_not_answer_does_not_hold_up_the_end(keeper, monkeypatch):
    monkeypatch.setattr("gui.event_log.keeper._LONGEST_END_S", 0.2)
    hanging, reached = threading.Event(), threading.Event()

    def hang(*_):
        reached.set()
        hanging.wait(60)
        return 0

    monkeypatch.setattr(EventStore, "put", hang)
    keeper.put([record(1)])
    assert reached.wait(60)
    with pytest.raises(OSError, match="does not answer"):
        keeper.close()
    hanging.set()


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
