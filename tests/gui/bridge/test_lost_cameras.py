import pytest

from gui.bridge.lost_cameras import ENDED, LostCameras
from netgear_engine.events import StateChanged
from netgear_engine.protocol.port_state import PortState as S
from tests.support.synthetic import status_of


@pytest.fixture
def lost(manual_clock):
    return LostCameras(manual_clock)


def test_what_had_pictures_is_lost_from_the_death_on(lost, manual_clock):
    before = {1: status_of(1, S.LIVE, since_at=990.0), 2: status_of(2, S.FAILED, reason="in use")}
    assert lost.lose(before) == [
        StateChanged(1, manual_clock.wall(), S.LOST, S.LIVE, 10.0, ENDED),
    ]
    assert [(one.state, one.reason) for one in lost.statuses.values()] == [
        (S.LOST, ENDED),
        (S.FAILED, "in use"),
    ]
    assert all(one.connected == 0 and one.fps == 0.0 for one in lost.statuses.values())


def test_the_next_engine_is_believed_of_what_it_has_heard(lost):
    lost.lose({port: status_of(port) for port in (1, 2, 3)})
    fresh = {1: status_of(1, S.WAITING), 2: status_of(2, received=1), 3: status_of(3, S.FAILED)}
    known = lost.known(fresh)
    assert [known[port].state for port in (1, 2, 3)] == [S.LOST, S.LIVE, S.FAILED]


def test_a_camera_is_back_from_the_loss_and_not_from_waiting(lost, manual_clock):
    lost.lose({1: status_of(1)})
    manual_clock.advance(7.0)
    waiting = StateChanged(1, 0.0, S.WAITING, S.WAITING, 0.0)
    live = StateChanged(1, 0.0, S.LIVE, S.WAITING, 1.0)
    assert lost.following(waiting) == waiting
    assert lost.following(live) == StateChanged(1, 0.0, S.LIVE, S.LOST, 7.0)
    assert lost.following(live) == live


def test_a_port_that_is_removed_is_forgotten(lost):
    lost.lose({1: status_of(1)})
    lost.forget(1)
    lost.forget(1)
    assert lost.known({}) == {}


def test_what_was_said_of_a_port_is_over_when_the_next_engine_listens_there(lost):
    before = {1: S.FAILED, 2: S.REJECTED, 3: S.WAITING, 4: S.LOST, 5: S.ENDED}
    lost.lose({port: status_of(port, state) for port, state in before.items()})
    known = lost.known({port: status_of(port, S.WAITING, connected=1) for port in before})
    states = [status.state for status in known.values()]
    assert states == [S.WAITING, S.WAITING, S.WAITING, S.LOST, S.ENDED]
    assert known[3].connected == 1
