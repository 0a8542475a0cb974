import pytest

from netgear_engine.node.cli import main
from netgear_engine.version import VERSION
from tests.support.running_server import RunningServer

TO = ("--connect", "127.0.0.1:9")
PATTERN = ("--source", "test-pattern")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (PATTERN, "--connect"),
        (TO, "--source"),
        (("--connect", "127.0.0.1", *PATTERN), "not HOST:PORT"),
        (("--connect", "127.0.0.1:99999", *PATTERN), "not a port"),
        (("--connect", ":5566", *PATTERN), "not HOST:PORT"),
        ((*TO, "--source", "test-patern"), "unknown source 'test-patern'"),
        ((*TO, *PATTERN, "--size", "big"), "'big' is not a size, as in 1280x720"),
        ((*TO, *PATTERN, "--size", "0x720"), "16 to 8192"),
        ((*TO, *PATTERN, "--size", "1280x99999"), "16 to 8192"),
        ((*TO, *PATTERN, "--fps", "0"), "'0' is not a number of frames"),
        ((*TO, *PATTERN, "--fps", "nan"), "frames a second"),
        ((*TO, *PATTERN, "--quality", "0"), "JPEG quality"),
        ((*TO, *PATTERN, "--quality", "85.5"), "JPEG quality"),
        ((*TO, *PATTERN, "--pattern", "3"), "--pattern"),
        ((*TO, *PATTERN, "--secure", "3"), "--secure"),
        ((*TO, *PATTERN, "--secure", "1", "--keys", "/nowhere"), "/nowhere/keys/private_keys/"),
        ((*TO, *PATTERN, "--keys", "/nowhere"), "--keys needs --secure 1 or 2"),
        ((*TO, *PATTERN, "--nonsense"), "--nonsense"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(arguments, complaint, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    captured = capsys.readouterr()
    assert caught.value.code == 2
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("netgear-server: ")
    assert complaint in captured.err


def test_help_has_examples_and_every_option(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    text = capsys.readouterr().out
    assert caught.value.code == 0
    for option in (
        "--connect", "--source", "--pattern", "--name", "--size", "--fps", "--quality", "--loop",
        "--stdin", "--secure", "--keys", "--make-keys", "--version",
    ):  # fmt: skip
        assert option in text
    assert "netgear-server --connect 192.168.1.20:5566 --source test-pattern" in text


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"netgear-server {VERSION}\n"


def test_a_password_in_a_wrong_source_is_not_printed(capsys):
    with pytest.raises(SystemExit):
        main([*TO, "--source", "rtmp://me:secret@cam/live"])
    assert "secret" not in capsys.readouterr().err


def test_a_missing_file_is_one_line_and_exit_code_1(tmp_path):
    with RunningServer(*TO, "--source", tmp_path / "gone.mp4", "--name", "Hall") as server:
        assert server.wait() == 1
        assert server.lines == []
        assert server.errors == [
            f"netgear-server: Hall: the video file {tmp_path / 'gone.mp4'} does not exist"
        ]


def test_a_file_that_is_no_film_is_one_line_and_exit_code_1(tmp_path):
    path = tmp_path / "notes.mp4"
    path.write_text("no film at all")
    with RunningServer(*TO, "--source", path) as server:
        assert server.wait() == 1
        assert server.errors == [f"netgear-server: {path} is not a video file that can be read"]
