"""A camera that was dead before the window was opened is a fault, and no quiet night."""

import pytest

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.event_log.record import Kind
from gui.settings.schema import AlarmSettings, Settings
from gui.side_panel.cameras.line import Standing
from gui.wall.tile.state import Condition
from netgear_engine.protocol.port_state import PortState
from tests.gui.whole_window import whole_window
from tests.support.synthetic import status_of

KEY, OTHER = CameraKey("5566"), CameraKey("5567")
GRACE = 10.0
SETTINGS = Settings(
    ports="5567",
    camera=(CameraEntry(KEY, "Front gate"),),
    alarms=AlarmSettings(grace_s=GRACE, sound=False, notification=False),
)


@pytest.fixture
def opened(qtbot, tmp_path, manual_clock):
    with whole_window(qtbot, tmp_path, SETTINGS, manual_clock) as opened:
        yield opened


def listen(opened, manual_clock, seconds):
    """Let nothing come to the two ports for so long."""
    facts = {"connected": 0, "since_at": manual_clock.monotonic()}
    manual_clock.advance(seconds)
    waiting = [status_of(port, PortState.WAITING, **facts) for port in (5566, 5567)]
    # First the tiles are made, then they are judged, then what they say becomes an alarm.
    for _ in range(3):
        opened.tell(*waiting)
        opened.window.event_log.model.flush()


def condition(opened, key):
    return opened.window.wall.tile(key).state.condition


def test_a_camera_of_the_settings_is_missing_when_its_grace_is_over(opened, manual_clock):
    listen(opened, manual_clock, GRACE + 0.1)
    tile = opened.window.wall.tile(KEY)
    assert tile.state.condition is Condition.MISSING
    assert tile.state.words == "MISSING, never seen"
    assert opened.window.cameras.model.lines[0].standing is Standing.FAULTY


def test_until_then_it_is_waited_for(opened, manual_clock):
    listen(opened, manual_clock, GRACE - 0.1)
    assert condition(opened, KEY) is Condition.WAITING


def test_a_port_that_nobody_gave_a_camera_only_waits(opened, manual_clock):
    listen(opened, manual_clock, 3600.0)
    assert condition(opened, OTHER) is Condition.WAITING


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.LIVE, Condition.MISSING),
        (Kind.LOST, Condition.MISSING),
        (Kind.ENDED, Condition.WAITING),
    ],
)
def test_a_port_on_which_a_camera_was_seen_before_is_expected_unless_it_said_goodbye(
    opened, manual_clock, kind, expected
):
    opened.window.event_log.keeper.seen.emit({OTHER: (manual_clock.wall() - 60, kind)})
    listen(opened, manual_clock, 3600.0)
    assert condition(opened, OTHER) is expected


def test_it_is_told_since_when_the_events_have_not_seen_it(opened, manual_clock):
    opened.window.event_log.keeper.seen.emit({KEY: (manual_clock.wall() - 86_400, Kind.LOST)})
    listen(opened, manual_clock, 60.0)
    state = opened.window.wall.tile(KEY).state
    assert state.words.startswith("MISSING, last ")
    assert state.connection.startswith("missing: last seen ")


def test_it_is_one_alarm_and_over_when_it_comes(opened, manual_clock):
    listen(opened, manual_clock, GRACE + 1)
    log = opened.window.event_log
    [alarm] = log.model.alarms()
    assert (alarm.key, alarm.kind) == (KEY, Kind.MISSING)
    assert alarm.text == "Port 5566 is missing: never seen"
    assert opened.window.top_bar.unacknowledged.text().strip() == "1 unacknowledged"
    listen(opened, manual_clock, 60.0)
    assert len(log.model.alarms()) == 1


def test_the_status_bar_counts_it(opened, manual_clock):
    listen(opened, manual_clock, GRACE + 1)
    assert "1 lost" in opened.window.status_bar.words()
