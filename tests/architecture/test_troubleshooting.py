"""The README's table of what does not work has the words of the screen, and none is missing."""

import re
import socket

import pytest

from gui import __main__ as program
from gui.cameras.key import key_of_port
from gui.cameras.latency import latency_words
from gui.cameras.names import CameraNames
from gui.program.display_check import install_line, silent_display
from gui.wall.tile.state import Condition, Evidence, Expected, TileState, judge
from gui.wall.tile.words import notice_words
from netgear_engine import NetGear
from netgear_engine.protocol.port_state import PortState
from tests.architecture.source_tree import ROOT, obeyed
from tests.support.synthetic import status_of

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = README[README.index("\n## When something") : README.index("\n## For developers")]
FIRST_COLUMN = re.findall(r"^\| (.+?) \| .+ \| .+ \|$", TABLE, re.MULTILINE)[1:]
WITHOUT_PICTURE = {Condition.WAITING, Condition.MISSING, Condition.REJECTED, Condition.FAILED}
NOTHING_IS_WRONG = {Condition.LIVE, Condition.STARTING, Condition.PAUSED}
GATE = key_of_port(5566)
NOW = 1000.0


def judged() -> list[TileState]:
    """Return what a tile says of a camera in each state, and of one that is slow or awaited."""
    seen = Evidence(now=NOW, now_wall=NOW, heard_at=NOW)
    states = [judge(status_of(state=state), seen) for state in PortState]
    states += [judge(status_of(last_frame_at=NOW - age), late(age)) for age in (2.0, 6.0)]
    slow = Evidence(now=NOW, now_wall=NOW, heard_at=NOW, usual_fps=90.0)
    awaited = Evidence(now=NOW, now_wall=NOW, heard_at=NOW, expected=Expected(within=5.0))
    return [
        *states,
        judge(status_of(), slow),
        judge(status_of(state=PortState.WAITING), awaited),
        judge(status_of(intruder="Gate at 192.168.1.44"), seen),
    ]


def late(age: float) -> Evidence:
    return Evidence(
        now=NOW,
        now_wall=NOW,
        heard_at=NOW,
        visible_since=0.0,
        picture_received_at=NOW - age,
    )


def headline(state: TileState, connected: int = 0) -> str:
    return notice_words(GATE, state, status_of(connected=connected), "")[0]


@pytest.fixture(scope="module")
def screen() -> str:
    """Return all that is said, a line each."""
    states = judged()
    lines = [one.words for one in states] + [one.notice for one in states]
    lines += [headline(one, connected) for one in states for connected in (0, 1)]
    lines += [
        install_line(["libEGL.so.1"]) or "",
        silent_display({}) or "",
        silent_display({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}) or "",
        latency_words(None, moving=True),
        CameraNames({GATE: "Gate", key_of_port(5567): "gate"}).of(GATE),
    ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def cannot_listen() -> str:
    """Return why a port of another program, and an address of another computer, fail."""
    lines = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for address in ("127.0.0.1", "192.0.2.1"):
            with pytest.raises(RuntimeError) as failed:
                NetGear(address=address, port=port, pattern=1, receive_mode=True)
            lines.append(str(failed.value).replace(str(port), "5566"))
    return "\n".join(lines)


@pytest.fixture(scope="module")
def lacking() -> str:
    """Return what the program says without its libraries."""
    with pytest.MonkeyPatch.context() as patch:
        told: list[str] = []
        patch.setattr(program, "lacking_libraries", lambda: ["PySide6"])
        patch.setattr("builtins.print", lambda words, **_where: told.append(words))
        assert program.main([]) == 1
    return told[0]


def quotes() -> list[str]:
    """Return what the table gives as words of the screen: in italics, as code, or in capitals."""
    found = re.findall(r"\*(.+?)\*|`(.+?)`|([A-Z]{4,}(?: [A-Z]+)*)", "\n".join(FIRST_COLUMN))
    return [next(filter(None, kinds)) for kinds in found]


def test_what_the_table_quotes_is_said(screen, cannot_listen, lacking):
    said = f"{screen}\n{cannot_listen}\n{lacking}"
    assert len(quotes()) > 20
    obeyed(
        quote
        for quote in quotes()
        if not re.search(".+".join(map(re.escape, quote.split("..."))), said)
    )


def test_whatever_is_wrong_with_a_camera_is_in_the_table():
    states = judged()
    assert {one.condition for one in states} >= set(Condition) - NOTHING_IS_WRONG
    told = [
        headline(one) if one.condition in WITHOUT_PICTURE else one.words
        for one in states
        if one.condition not in NOTHING_IS_WRONG
    ]
    obeyed(words for words in told if not any(quote in words for quote in quotes()))
