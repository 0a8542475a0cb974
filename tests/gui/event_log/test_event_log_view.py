import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView

from gui.event_log.event_book import GRACE, MOST_EVENTS
from gui.event_log.event_delegate import button_rect
from gui.event_log.event_log_view import EventLog
from netgear_engine.events import BadInput, StateChanged
from netgear_engine.protocol.port_state import PortState as State


@pytest.fixture
def log(qtbot, manual_clock):
    log = EventLog(manual_clock)
    qtbot.addWidget(log)
    tester = QAbstractItemModelTester(
        log.model, QAbstractItemModelTester.FailureReportingMode.Warning, log.model
    )
    assert tester.model() is log.model
    log.resize(320, 300)
    log.show()
    return log


@pytest.fixture
def alarms(log):
    told = []
    log.alarms_changed.connect(lambda ports, count: told.append((set(ports), count)))
    return told


def fail(log, port=5566):
    log.take(StateChanged(port, 1.0, State.FAILED, State.WAITING, 1.0, "in use"), f"Port {port}")
    log.model.flush()


def texts(log):
    return [log.model.index(row).data() for row in range(log.model.rowCount())]


def test_the_drawn_button_acknowledges(log, alarms, qtbot):
    fail(log)
    assert alarms == [({5566}, 1)]
    view = log.findChild(QListView)
    row = view.visualRect(log.model.index(0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert alarms[-1] == ({5566}, 1), "only the button acknowledges"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=button_rect(row).center())
    assert alarms[-1] == (set(), 0)


def test_space_acknowledges_the_current_event(log, alarms, qtbot):
    fail(log)
    log.show_alarms()
    qtbot.keyClick(log.findChild(QListView), Qt.Key.Key_Space)
    assert alarms[-1] == (set(), 0)


def test_the_newest_or_all_alarms_can_be_acknowledged(log, alarms):
    for port in (5566, 5567, 5568):
        fail(log, port)
    log.acknowledge_newest()
    assert alarms[-1] == ({5566, 5567}, 2)
    log.acknowledge_all()
    assert alarms[-1] == (set(), 0)
    assert log.model.rowCount() == 3


def test_a_loss_alarms_after_its_grace_without_any_news(log, alarms, manual_clock, qtbot):
    log.take(StateChanged(5566, 1.0, State.LOST, State.LIVE, 1.0), "Car park east")
    log.model.flush()
    assert texts(log) == ["Car park east lost"]
    assert alarms == []
    manual_clock.advance(GRACE)
    qtbot.waitUntil(lambda: alarms == [({5566}, 1)])


def test_a_flood_of_events_is_shown_in_batches_and_bounded(log, qtbot):
    inserted = []
    log.model.rowsInserted.connect(lambda *_: inserted.append(1))
    log.model.modelReset.connect(lambda: inserted.append(1))
    for number in range(MOST_EVENTS + 500):
        log.take(BadInput(5566, float(number), "not JSON", 1), "Port 5566")
    assert log.model.rowCount() == 0
    qtbot.waitUntil(lambda: log.model.rowCount() == MOST_EVENTS)
    assert len(inserted) == 1
    log.take(BadInput(5566, 1e9, "the newest", 1), "Port 5566")
    log.model.flush()
    assert log.model.rowCount() == MOST_EVENTS
    assert texts(log)[0].endswith("the newest")
