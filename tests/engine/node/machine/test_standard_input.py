import subprocess
import sys

import pytest

from netgear_engine.node.machine.standard_input import LONGEST_LINE, parse_message

PROGRAM = (
    "from netgear_engine.node.machine.standard_input import read_messages;"
    "read_messages(lambda m: print('say', m), lambda c: print('complain', c))"
)


def read(content):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=content, capture_output=True, timeout=20, check=True
    )
    return run.stdout.decode().splitlines()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"door": "open"}\n', {"door": "open"}),
        (b"hello world\n", "hello world"),
        (b'\xef\xbb\xbf{"door": 1}\n', {"door": 1}),
        (b"12\r\n", 12),
        (b'"12"\n', "12"),
        (b"null\n", None),
        (b"{not json\n", "{not json"),
        ("Grüße\n".encode(), "Grüße"),
        (b"\xff\xfe\n", "��"),
        (b"[" * 50_000 + b"\n", "[" * 50_000),
    ],
)
def test_a_line_is_json_or_text(line, message):
    assert parse_message(line) == message


def test_each_line_is_a_message_and_empty_ones_are_none():
    assert read(b'one\n\n  \n{"two": 2}\nthree') == ["say one", "say {'two': 2}", "say three"]


def test_a_line_too_long_is_refused_and_the_next_one_is_read():
    answers = read(b"x" * (2 * LONGEST_LINE + 5) + b"\nnext\n")
    assert answers == [
        f"complain a message of more than {LONGEST_LINE} bytes was not sent",
        "say next",
    ]


def test_without_a_standard_input_it_returns():
    run = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" <&-', sys.executable, PROGRAM],
        capture_output=True,
        timeout=20,
        check=True,
    )
    assert (run.stdout, run.stderr) == (b"", b"")


def test_what_cannot_be_sent_is_complained_of_and_the_next_line_is_read():
    program = (
        "from netgear_engine.node.machine.standard_input import read_messages\n"
        "from netgear_engine.protocol.errors import LocalProtocolError\n"
        "def say(message):\n"
        "    if message == 'wrong': raise LocalProtocolError('too wrong')\n"
        "    print('say', message)\n"
        "read_messages(say, lambda c: print('complain', c))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=b"wrong\nnext\n",
        capture_output=True,
        timeout=20,
        check=True,
    )
    assert run.stdout.decode().splitlines() == [
        "complain a message was not sent: too wrong",
        "say next",
    ]


def test_a_standard_input_that_cannot_be_read_is_none(tmp_path):
    with (tmp_path / "out").open("wb") as written:
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            stdin=written,
            capture_output=True,
            timeout=20,
            check=False,
        )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
