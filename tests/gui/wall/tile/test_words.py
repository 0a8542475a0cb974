from dataclasses import replace

import pytest

from gui.cameras.latency import Latency
from gui.wall.tile.state import Condition, TileState
from gui.wall.tile.words import notice_words, statistics_line
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import status_of

COMMAND = "netgear-server --connect 192.168.1.20:5566 --source 0"
WAITING = TileState(Condition.WAITING, "WAITING", "WAITING", "never connected")


@pytest.mark.parametrize(
    ("waited", "text"),
    [
        (0, "Nothing received yet."),
        (59, "Nothing received yet."),
        (60, "Nothing received for 1 minute."),
        (135, "Nothing received for 2 minutes."),
        (3 * 3600, "Nothing received for 3 hours."),
        (3 * 86400, "Nothing received for 3 days."),
    ],
)
def test_it_is_said_for_how_long_nothing_came(waited, text):
    status = status_of(state=PortState.WAITING, connected=0)
    assert notice_words("5566", WAITING, status, COMMAND, waited)[1] == text


def test_what_cannot_be_is_told_with_its_reason_and_without_a_command():
    refused = replace(WAITING, condition=Condition.REJECTED, reason="its key is not known")
    told = notice_words("5566", refused, None, COMMAND)
    assert told == ("Camera refused on port 5566", "its key is not known", "")
    failed = replace(WAITING, condition=Condition.FAILED, reason="port 5566 is in use")
    headline, line, command = notice_words("5566", failed, None, COMMAND)
    assert (headline, command) == ("Cannot listen on port 5566", "")
    assert line == "port 5566 is in use. Trying again."


def test_the_figures_are_told_once_something_came():
    status = status_of(5566)
    assert statistics_line("5566", replace(status, size=None), None).endswith("nothing received")
    line = statistics_line(
        "5566", replace(status, size=(1280, 720), dropped=3), Latency(0.084, 0.003)
    )
    assert line.startswith("1280×720 · ")
    assert line.endswith(" · 3 dropped · 84 ± 3 ms")
