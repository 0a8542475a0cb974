"""Events from the engine into their list, and what the operator does with them."""

import msgspec
import pytest

from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from netgear_engine.events import StateChanged
from netgear_engine.protocol.port_state import PortState
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of

PORTS = tuple(range(5566, 5570))


@pytest.fixture
def holder(qapp):
    return SettingsHolder(Settings())


@pytest.fixture
def window(window, engine, holder):
    presenters_for(window, engine, holder)
    engine.tell(*map(status_of, PORTS))
    return window


@pytest.fixture
def log(window):
    return window.event_log


def test_an_event_stands_in_the_list_under_the_name_its_camera_has_now(window, log, engine):
    engine.happen(StateChanged(5566, 0.0, PortState.ENDED, PortState.LIVE, 1.0))
    log.model.flush()
    assert log.model.index(0).data().startswith("Gate ")


def test_alarms_are_acknowledged_by_key(window, log, engine):
    for port in PORTS[:3]:
        engine.happen(StateChanged(port, 0.0, PortState.FAILED, PortState.WAITING, 1.0, "taken"))
    log.model.flush()
    assert len(log.model.alarms()) == 3
    window.actions_table["acknowledge"].trigger()
    assert len(log.model.alarms()) == 2
    window.actions_table["acknowledge_all"].trigger()
    assert log.model.alarms() == []


def test_an_event_that_is_clicked_selects_its_camera_on_the_wall(window, log):
    log.camera_chosen.emit("5568")
    assert window.wall.arrangement.selected == "5568"


def test_an_export_is_told_and_noted(window, log, tmp_path):
    log.keeper.exported.emit(tmp_path / "events.csv", 1)
    log.model.flush()
    assert log.model.index(0).data() == "1 event exported to events.csv"
    assert window.toast.words() == f"Saved 1 event in {tmp_path / 'events.csv'}"


def test_what_was_changed_in_the_settings_is_noted_without_secrets(window, log, holder):
    lock = msgspec.structs.replace(holder.settings.lock, pin="$argon2id$secret")
    holder.replace(lock=lock, ports="5566-5570")
    log.model.flush()
    assert log.model.index(0).data() == "Settings changed: ports, lock"
