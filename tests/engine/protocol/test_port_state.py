import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.protocol.port_state import PortInput, PortState, next_state

# Written out by hand: one column for each state, one row for each input. A dot changes nothing.
TABLE = """
              WAITING  LIVE      STALE     LOST      ENDED     REPEATING REJECTED  FAILED  FAULT
NEW_PICTURE   LIVE     .         LIVE      LIVE      LIVE      LIVE      LIVE      .       LIVE
PLACEHOLDER   FAULT    FAULT     FAULT     FAULT     FAULT     FAULT     FAULT     .       .
SAME_PICTURE  .        REPEATING REPEATING REPEATING REPEATING .         REPEATING .       REPEATING
QUIET         .        STALE     .         .         .         STALE     .         .       .
SILENT        .        LOST      LOST      .         .         LOST      .         .       LOST
PEER_GONE     .        LOST      LOST      .         .         LOST      .         .       LOST
GOODBYE       .        ENDED     ENDED     ENDED     .         ENDED     .         .       ENDED
REFUSED       REJECTED .         .         REJECTED  REJECTED  .         .         .       .
LISTEN_FAILED FAILED   FAILED    FAILED    FAILED    FAILED    FAILED    FAILED    .       FAILED
LISTENING     .        .         .         .         .         .         .         WAITING .
"""


def expected() -> dict[tuple[PortState, PortInput], PortState]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {
        (PortState[name], PortInput[happened]): PortState[name if cell == "." else cell]
        for happened, *cells in rows
        for name, cell in zip(head, cells, strict=True)
    }


EXPECTED = expected()


@pytest.mark.parametrize(
    ("state", "happened"),
    list(itertools.product(PortState, PortInput)),
    ids=lambda value: value.name,
)
def test_what_follows(state, happened):
    assert next_state(state, happened) is EXPECTED[state, happened]


@given(st.sampled_from(PortState), st.lists(st.sampled_from(PortInput)))
def test_nothing_but_a_new_picture_leads_to_live(state, inputs):
    for happened in inputs:
        before, state = state, next_state(state, happened)
        if state is PortState.LIVE and before is not PortState.LIVE:
            assert happened is PortInput.NEW_PICTURE


@given(st.lists(st.sampled_from(PortInput)))
def test_a_camera_that_tells_a_fault_is_not_live_until_a_new_picture_came(inputs):
    state, told = PortState.WAITING, False
    for happened in inputs:
        state = next_state(state, happened)
        if happened in (PortInput.PLACEHOLDER, PortInput.NEW_PICTURE):
            told = happened is PortInput.PLACEHOLDER
        assert not (told and state is PortState.LIVE)


@given(st.lists(st.sampled_from(PortInput)))
def test_a_port_can_always_become_live_again(inputs):
    state = PortState.WAITING
    for happened in [*inputs, PortInput.LISTENING, PortInput.NEW_PICTURE]:
        state = next_state(state, happened)
    assert state is PortState.LIVE
