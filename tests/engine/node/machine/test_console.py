import pytest

from netgear_engine.node.machine.console import LONGEST_LINE, MOST_AT_ONCE, Console
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.reply import ArrayReply
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.redaction import SecretWords

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


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("\ud800", '"?"'),
        ("a\x1b[2J\u202eb\nc", '"a?[2J?b'),
        (ArrayReply(ArrayLayout("uint8", (4, 3)), bytes(12)), "array 4x3 uint8\n"),
        (ArrayReply(Compression(), b"12345"), "JPEG of 5 bytes\n"),
        ({"one": object()}, "dict"),
        (float("nan"), "NaN"),
    ],
)
def test_whatever_a_receiver_replies_can_be_printed(console, capsys, reply, shown):
    console.reply_received(DESK, reply)
    assert shown in capsys.readouterr().out.replace("\\u001b", "?").replace("\\n", "\n")


def test_a_long_line_is_cut(console, capsys):
    console.reply_received(DESK, "x" * 100_000)
    (line,) = lines(capsys)
    assert len(line) == LONGEST_LINE
    assert line.endswith("x...")


def test_a_flood_of_replies_is_counted_and_the_camera_s_own_lines_come_through(
    manual_clock, capsys
):
    console = Console("Gate", "desk:5566", clock=manual_clock)
    for number in range(1000):
        console.reply_received(DESK, number)
    console.source_failed("unplugged")
    assert len(lines(capsys)) == MOST_AT_ONCE + 1
    manual_clock.advance(60)
    console.reply_received(DESK, "last")
    assert lines(capsys) == [
        f"Gate: {1000 - MOST_AT_ONCE} lines about receivers were left out",
        'reply from 127.0.0.1:5566: "last"',
    ]


def test_no_line_shows_a_password(capsys):
    console = Console("Gate", "desk:5566", secrets=SecretWords(["rtsp:/me:s3cret@cam"]))
    console.source_failed("cannot open rtsp:/me:s3cret@cam")
    console.complain("login me:s3cret failed")
    captured = capsys.readouterr()
    assert "s3cret" not in captured.out + captured.err
    assert "cannot open rtsp:/...@cam" in captured.out
