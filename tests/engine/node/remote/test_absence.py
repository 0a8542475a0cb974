from netgear_engine.node.machine.knock import NoAnswer
from netgear_engine.node.remote.absence import AGAIN_AFTER_S, FIRST_AFTER_S, Absences
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_status import ReceiverState, ReceiverStatus
from tests.support.waiting import wait_until

DESK, HALL = Receiver("desk", 5566), Receiver("hall", 5567)
NOBODY = f"nobody answers at {DESK}: nothing listens; trying again"


def statuses(desk):
    return [ReceiverStatus(DESK, desk), ReceiverStatus(HALL, ReceiverState.CONNECTED)]


def test_who_does_not_answer_is_told_within_5_s_then_once_a_minute_and_when_it_is_back():
    said = []
    absences = Absences(said.append, lambda _: NoAnswer("nothing listens", ""))
    absences.look(statuses(ReceiverState.WAITING), 0.0)
    absences.look(statuses(ReceiverState.WAITING), FIRST_AFTER_S - 0.1)
    assert (said, absences._asking) == ([], {})
    absences.look(statuses(ReceiverState.WAITING), FIRST_AFTER_S)
    wait_until(lambda: said == [NOBODY])
    absences.look(statuses(ReceiverState.WAITING), 30.0)
    absences._asking[DESK].join()
    assert len(said) == 1
    absences.look(statuses(ReceiverState.WAITING), FIRST_AFTER_S + AGAIN_AFTER_S)
    wait_until(lambda: said == [NOBODY] * 2)
    absences.look(statuses(ReceiverState.CONNECTED), 75.0)
    absences.look(statuses(ReceiverState.CONNECTED), 76.0)
    assert said[2:] == ["desk:5566 answered after 75 s"]


def test_one_that_was_gone_for_a_moment_is_not_told_of():
    said = []
    absences = Absences(said.append, lambda _: None)
    for second, state in enumerate([ReceiverState.CONNECTED, ReceiverState.GONE] * 5):
        absences.look(statuses(state), second)
    assert (said, absences._asking) == ([], {})


def test_something_that_listens_and_lets_nobody_in_is_told():
    said = []
    absences = Absences(said.append, lambda _: None)
    absences.look(statuses(ReceiverState.GONE), 0.0)
    absences.look(statuses(ReceiverState.GONE), 5.0)
    wait_until(lambda: said != [])
    assert "something listens there" in said[0]


def test_one_that_turns_us_away_has_not_answered():
    said = []
    absences = Absences(said.append, lambda _: NoAnswer("nothing listens", ""))
    absences.look(statuses(ReceiverState.WAITING), 0.0)
    absences.look(statuses(ReceiverState.WAITING), FIRST_AFTER_S)
    wait_until(lambda: said == [NOBODY])
    absences._asking[DESK].join()
    absences.look(statuses(ReceiverState.REFUSED), 10.0)
    absences.look(statuses(ReceiverState.CONNECTED), 20.0)
    assert said == [NOBODY]
