from gui.cameras.departures import Departures
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import status_of


def statuses(*states):
    return [
        status_of(5566 + n, state=state, received=0 if state is PortState.WAITING else 9)
        for n, state in enumerate(states)
    ]


LIVE, ENDED, LOST, WAITING = PortState.LIVE, PortState.ENDED, PortState.LOST, PortState.WAITING


def test_the_last_goodbye_is_noticed_once():
    departures = Departures()
    assert not departures.all_have_left(statuses(WAITING, WAITING))
    assert not departures.all_have_left(statuses(LIVE, LIVE))
    assert not departures.all_have_left(statuses(ENDED, LIVE))
    assert departures.all_have_left(statuses(ENDED, ENDED))
    assert not departures.all_have_left(statuses(ENDED, ENDED))
    assert not departures.all_have_left(statuses(ENDED, LIVE))
    assert departures.all_have_left(statuses(ENDED, ENDED))


def test_a_lost_camera_has_not_left():
    departures = Departures()
    departures.all_have_left(statuses(LIVE, LIVE))
    assert not departures.all_have_left(statuses(ENDED, LOST))


def test_a_camera_that_was_never_seen_is_not_waited_for():
    departures = Departures()
    departures.all_have_left(statuses(LIVE, WAITING))
    assert departures.all_have_left(statuses(ENDED, WAITING))


def test_without_any_camera_nobody_has_left():
    assert not Departures().all_have_left([])
