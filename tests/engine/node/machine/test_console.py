import io
import os
import sys
from pathlib import Path

import pytest

from netgear_engine.node.machine.console import Console
from netgear_engine.sending.receiver_address import Receiver

DESK = Receiver("127.0.0.1", 5566)
HALL = Receiver("127.0.0.1", 5567)


@pytest.fixture
def console():
    return Console("Front gate", "127.0.0.1:5566")


def lines(capsys):
    return capsys.readouterr().out.splitlines()


def test_the_start_says_what_goes_where(capsys):
    console = Console("", "127.0.0.1:5566, desk:5567")
    console.sending("test-pattern", (1280, 720), 25.0)
    console.sending("camera /dev/video0", (640, 480), None)
    assert lines(capsys) == [
        "sending test-pattern 1280x720 at 25 fps to 127.0.0.1:5566, desk:5567",
        "sending camera /dev/video0 640x480 to 127.0.0.1:5566, desk:5567",
    ]


def test_trouble_and_its_end_carry_the_name(console, capsys):
    console.source_failed("camera /dev/video0 is busy")
    console.source_recovered(12.4)
    assert lines(capsys) == [
        "Front gate: camera /dev/video0 is busy; trying again until it is back",
        "Front gate: pictures again after 12 s",
    ]


def test_a_reply_is_printed_as_json(console, capsys):
    console.reply_received(DESK, "lights on")
    console.reply_received(HALL, {"pan": 3, "für": None})
    assert lines(capsys) == [
        'reply from 127.0.0.1:5566: "lights on"',
        'reply from 127.0.0.1:5567: {"pan": 3, "für": null}',
    ]


def test_connections_are_told(console, capsys):
    console.connected(DESK)
    console.disconnected(DESK)
    console.refused(DESK, "wrong key")
    assert [line.split()[0] for line in lines(capsys)] == [
        "connected", "disconnected", "127.0.0.1:5566",
    ]  # fmt: skip


def test_a_refusal_is_told_once_until_its_reason_changes_or_the_receiver_lets_us_in(
    console, capsys
):
    for reason in ("key", "key", "security", "security"):
        console.refused(DESK, reason)
    console.refused(HALL, "key")
    console.connected(DESK)
    console.refused(DESK, "security")
    refusal = "{} refused the connection: {}; trying again"
    assert lines(capsys) == [
        refusal.format(DESK, "key"),
        refusal.format(DESK, "security"),
        refusal.format(HALL, "key"),
        f"connected to {DESK}",
        refusal.format(DESK, "security"),
    ]


def test_errors_go_to_standard_error(console, capsys):
    console.complain("the video file x.mp4 does not exist")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "netgear-server: Front gate: the video file x.mp4 does not exist\n"


def test_a_reader_that_has_gone_stops_nothing(console, monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with io.TextIOWrapper(io.FileIO(writing, "w"), line_buffering=True) as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        console.say("one")
        console.say("two")
        assert os.path.samestat(os.fstat(writing), Path(os.devnull).stat()), "nobody hears it"
