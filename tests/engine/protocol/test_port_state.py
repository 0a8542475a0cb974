import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.protocol.port_state import PortInput, PortState, next_state

# Written out by hand: one row for each state, one column for each input. A dot changes nothing.
TABLE = """
            NEW_PICTURE SAME_PICTURE QUIET SILENT PEER_GONE GOODBYE REFUSED  LISTEN_FAILED LISTENING
WAITING     LIVE        .            .     .      .         .       REJECTED FAILED        .
LIVE        .           REPEATING    STALE LOST   LOST      ENDED   .        FAILED        .
STALE       LIVE        REPEATING    .     LOST   LOST      ENDED   .        FAILED        .
LOST        LIVE        REPEATING    .     .      .         ENDED   REJECTED FAILED        .
ENDED       LIVE        REPEATING    .     .      .         .       REJECTED FAILED        .
REPEATING   LIVE        .            STALE LOST   LOST      ENDED   .        FAILED        .
REJECTED    LIVE        REPEATING    .     .      .         .       .        FAILED        .
FAILED      .           .            .     .      .         .       .        .             WAITING
"""


def expected() -> dict[tuple[PortState, PortInput], PortState]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {
        (PortState[name], PortInput[column]): PortState[name if cell == "." else cell]
        for name, *cells in rows
        for column, cell in zip(head, cells, strict=True)
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
def test_a_port_can_always_become_live_again(inputs):
    state = PortState.WAITING
    for happened in [*inputs, PortInput.LISTENING, PortInput.NEW_PICTURE]:
        state = next_state(state, happened)
    assert state is PortState.LIVE
