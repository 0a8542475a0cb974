import pytest

from gui.cameras.record import CameraRecord, fault_reason, fault_words
from netgear_engine.events import (
    BadInput,
    CommandAnswered,
    SenderConnected,
    SenderDisconnected,
    StateChanged,
)
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_report import result_of

S = PortState


def record_of(*events):
    record = CameraRecord()
    for event in events:
        record.receive(event)
    return record


def words(record):
    return [one.words for one in record.happenings]


def test_a_loss_and_the_return_stand_with_the_length_of_the_outage():
    record = record_of(
        SenderConnected(1, 0.0),
        StateChanged(1, 1.0, S.LIVE, S.WAITING, 1.0),
        StateChanged(1, 98.0, S.STALE, S.LIVE, 97.0),
        StateChanged(1, 100.0, S.LOST, S.STALE, 2.0, "the last connection closed"),
        SenderDisconnected(1, 100.0),
        SenderConnected(1, 169.0),
        StateChanged(1, 170.0, S.LIVE, S.LOST, 70.0),
    )
    assert words(record) == [
        *("connected", "live", "lost: the last connection closed", "disconnected"),
        *("connected", "back after 1:12"),
    ]
    assert record.last_error.words == "lost: the last connection closed"


def test_a_hesitation_is_no_happening():
    record = record_of(
        StateChanged(1, 10.0, S.STALE, S.LIVE, 9.0), StateChanged(1, 12.0, S.LIVE, S.STALE, 2.0)
    )
    assert words(record) == []
    record.receive(StateChanged(1, 20.0, S.LOST, S.LIVE, 8.0))
    record.receive(StateChanged(1, 25.0, S.LIVE, S.LOST, 5.0))
    assert words(record)[-1] == "back after 5 s"


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (S.ENDED, "", "said goodbye"),
        (S.REPEATING, "", "repeats one picture"),
        (S.REJECTED, "an unknown key", "refused: an unknown key"),
        (S.FAILED, "the port is taken", "cannot listen: the port is taken"),
        (S.FAULT, "camera fault: no sensor", "camera fault: no sensor"),
    ],
)
def test_every_state_has_words(state, reason, said):
    assert words(record_of(StateChanged(1, 5.0, state, S.LIVE, 1.0, reason))) == [said]


def test_fifty_happenings_are_kept():
    record = record_of(*(SenderConnected(1, float(second)) for second in range(80)))
    assert len(record.happenings) == 50
    assert record.happenings[0].wall == 30.0


def test_returns_of_the_last_hour_are_counted_and_the_first_connection_is_none():
    record = record_of(SenderConnected(1, 0.0))
    assert record.reconnects(10.0) == 0
    record.receive(SenderConnected(1, 3000.0))
    assert record.reconnects(3001.0) == 1
    record.receive(SenderConnected(1, 4000.0))
    assert record.reconnects(4001.0) == 2
    assert record.reconnects(9000.0) == 0


def test_the_last_error_is_the_newest_of_any_kind():
    record = record_of(BadInput(1, 5.0, "a header of 70000 bytes", 3))
    assert record.last_rejected == "a header of 70000 bytes"
    assert record.last_error.words == "unusable message: a header of 70000 bytes"
    answer = result_of("quality", refused="quality is 1 to 100, not 101")
    record.receive(CommandAnswered(5566, 0.0, *answer))
    assert record.last_error.words == "refused: quality is 1 to 100, not 101"


@pytest.mark.parametrize("told", ["camera fault: no frames for 3 s", "no frames for 3 s"])
def test_the_word_for_it_stands_there_once(told):
    assert fault_reason(told) == "no frames for 3 s"
    assert fault_words(told) == "camera fault: no frames for 3 s"


def test_without_a_reason_it_says_what_is_missing():
    assert fault_words("") == "camera fault: it gives no pictures"
