"""A fault of the monitor itself: an event, an alarm, a word in the status bar and a report."""

import pytest

from gui.program.faults import Fault
from tests.support.presenters import presenters_for

WORDS = "The monitor itself has a fault"


@pytest.fixture
def presenters(window, engine):
    return presenters_for(window, engine)


def alarms(window):
    window.event_log.model.flush()
    return window.event_log.model.alarms()


def test_it_is_one_alarm_that_says_what_to_do_and_where_the_report_is(
    window, presenters, qtbot, tmp_path, manual_clock
):
    presenters.faults.beside = tmp_path / "room.toml"
    for _ in range(3):
        presenters.faults.tell(Fault("ValueError in x.py, line 3", "Traceback ..."))
        qtbot.waitUntil(lambda: not presenters.tasks._running)
        manual_clock.advance(2.0)
    [alarm] = alarms(window)
    [report] = tmp_path.iterdir()
    assert alarm.times == 3
    assert alarm.text.startswith(f"{WORDS}: ValueError in x.py, line 3. If something does not work")
    assert alarm.text.endswith(f"Report: {report}")
    assert "Traceback ..." in report.read_text()
    assert WORDS in window.status_bar.words()
    window.event_log.acknowledge_all()
    assert WORDS not in window.status_bar.words()


def test_one_that_comes_all_the_time_is_told_once_a_second(window, presenters, manual_clock):
    for _ in range(1000):
        presenters.faults.tell(Fault("x"))
    manual_clock.advance(1.0)
    presenters.faults.tell(Fault("x"))
    assert [alarm.times for alarm in alarms(window)] == [2]


def test_an_engine_that_failed_is_told_and_its_return_is(window, presenters, engine):
    engine.fault_arose.emit("The receiving engine failed", ValueError("x"))
    engine.recovered.emit("The receiving engine runs again")
    [alarm] = alarms(window)
    assert alarm.text.startswith(f"{WORDS}: The receiving engine failed: ValueError.")
    model = window.event_log.model
    assert "The receiving engine runs again" in [
        model.index(row).data() for row in range(model.rowCount())
    ]


def test_a_report_that_cannot_be_written_is_said_and_the_fault_is_told(
    window, presenters, qtbot, tmp_path
):
    presenters.faults.beside = tmp_path / "nowhere" / "room.toml"
    presenters.faults.tell(Fault("x"))
    qtbot.waitUntil(lambda: not presenters.tasks._running)
    [alarm] = alarms(window)
    assert "Its report cannot be written" in alarm.text


def test_a_new_kind_after_a_hundred_is_told_under_one_text(window, presenters, manual_clock):
    for number in range(100):
        presenters.faults.tell(Fault(f"fault {number}"))
    assert len(alarms(window)) == 100
    window.event_log.acknowledge_all()
    assert alarms(window) == []
    for number in range(100, 103):
        presenters.faults.tell(Fault(f"fault {number}"))
        manual_clock.advance(2.0)
    [alarm] = alarms(window)
    assert alarm.times == 3
    assert "another kind, after 100 kinds of fault" in alarm.text
