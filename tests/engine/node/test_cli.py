import os
import subprocess
import sys

import pytest

from netgear_engine.node import cli
from netgear_engine.node.cli import main
from netgear_engine.version import VERSION
from tests.support.running_server import RunningServer

TO = ("--connect", "127.0.0.1:9")
PATTERN = ("--source", "test-pattern")


@pytest.fixture(autouse=True)
def usual_file(tmp_path, monkeypatch):
    """The file that is read without --config; not there unless a test writes it."""
    path = tmp_path / "usual.toml"
    monkeypatch.setattr(cli, "DEFAULT_FILE", str(path))
    return path


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
        ((), "missing: --connect HOST:PORT and --source SOURCE"),
        (("run", *TO), "missing: --source"),
        ((*TO, *PATTERN, "--qualty", "50"), "did you mean --quality?"),
        ((*TO, *PATTERN, "--transform", "hflip"), "--transform: is for Raspberry Pi cameras"),
        (("chekc",), "unknown command 'chekc'; did you mean check?"),
        (("help",), "the commands are: run, check, init, cameras, doctor (see"),
        ((*TO, "check"), "write check before the flags"),
        (("cameras", *TO), "unknown: --connect"),
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
        # It may be so slow to begin that it hears of the receiver, which is not there, before.
        assert [line for line in server.lines if not line.startswith("nobody answers")] == []
        assert server.errors == [
            f"netgear-server: Hall: the video file {tmp_path / 'gone.mp4'} does not exist"
        ]


def test_a_file_that_is_no_film_is_one_line_and_exit_code_1(tmp_path):
    path = tmp_path / "notes.mp4"
    path.write_text("no film at all")
    with RunningServer(*TO, "--source", path) as server:
        assert server.wait() == 1
        assert server.errors == [f"netgear-server: {path} is not a video file that can be read"]


def test_a_wrong_file_is_told_line_by_line_and_nothing_runs(usual_file, capsys):
    usual_file.write_text('connect = "desk"\nquality = 0\nsource = "test-pattern"\n')
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        f"netgear-server: {usual_file}: connect: 'desk' is not HOST:PORT, as in 192.168.1.20:5566",
        f"netgear-server: {usual_file}: quality: 0 is not a JPEG quality, 1 to 100",
    ]


def test_a_file_that_was_named_has_to_be_there(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["--config", str(tmp_path / "gone.toml"), *TO, *PATTERN])
    assert "gone.toml does not exist" in capsys.readouterr().err


def test_no_config_leaves_the_usual_file_out(usual_file, capsys):
    usual_file.write_text("nonsense")
    assert main(["check", "--no-config", *TO, *PATTERN]) == 0
    assert (
        capsys.readouterr().out == "the flags are right: 1 camera\n  test-pattern to 127.0.0.1:9\n"
    )
    assert main(["check", *TO, *PATTERN]) == 1


def test_check_tells_what_is_right(tmp_path, capsys):
    path = tmp_path / "node.toml"
    path.write_text("""
        [[camera]]
        name = "Gate"
        source = "rtsp://me:secret@cam/live"
        connect = ["desk:5566", "yard:5566"]
        [[camera]]
        source = "test-pattern"
        connect = "desk:5567"
    """)
    assert main(["check", "--config", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{path} is right: 2 cameras",
        "  Gate: rtsp://...@cam/live to desk:5566, yard:5566",
        "  test-pattern to desk:5567",
    ]


def test_check_tells_every_fault_in_a_line_of_its_own(usual_file, capsys):
    usual_file.write_text('connect = "desk"\nqualty = 0\nsource = "gone.mp4"\n')
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{usual_file}: connect: 'desk' is not HOST:PORT, as in 192.168.1.20:5566",
        f"{usual_file}: qualty: unknown key; did you mean quality?",
        f"{usual_file}: source: the video file gone.mp4 does not exist",
    ]


def test_check_without_a_file_says_how_to_make_one(usual_file, capsys):
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith(f"{usual_file} does not exist: make it with: ")


@pytest.mark.parametrize("arguments", [("{}",), ("--config", "{}"), ()])
def test_init_writes_a_file_that_check_finds_right(arguments, usual_file, tmp_path, capsys):
    path = tmp_path / "other.toml" if arguments else usual_file
    arguments = [argument.format(path) for argument in arguments]
    assert main(["init", *arguments, *TO]) == 0
    assert capsys.readouterr().out.startswith(f"{path} is written. Now: netgear-server check")
    assert main(["check", "--config", str(path)]) == 0


def test_init_leaves_the_receiver_to_the_user_and_says_so(usual_file, capsys):
    assert main(["init"]) == 0
    assert "Fill in connect, then: netgear-server check\n" in capsys.readouterr().out
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith(
        f"{usual_file}: camera 1: connect: '' is not HOST:PORT"
    )


def test_init_overwrites_nothing_unless_told_to(usual_file, capsys):
    usual_file.write_text("mine")
    assert main(["init"]) == 1
    assert capsys.readouterr().err.startswith(f"netgear-server: {usual_file} is there already")
    assert usual_file.read_text() == "mine"
    assert main(["init", "--force"]) == 0
    assert usual_file.read_text() != "mine"


def test_init_can_print_the_file(usual_file, capsys):
    assert main(["init", "-", "--name", "Gate"]) == 0
    assert 'name = "Gate"\n' in capsys.readouterr().out
    assert not usual_file.exists()


def test_cameras_are_listed(capsys):
    assert main(["cameras"]) == 0
    assert "--source test-pattern" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "init", "cameras", "doctor"])
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: netgear-server {command} ")


def test_the_camera_process_is_for_the_supervisor_alone(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "camera-process" not in capsys.readouterr().out
    run = subprocess.run(
        [sys.executable, "-m", "netgear_engine.node", "camera-process"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [sys.executable, "-m", "netgear_engine.node", "init", "-"],
        stdout=writing, stderr=subprocess.PIPE, timeout=20, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (run.returncode, run.stderr) == (1, b"")


def test_a_file_makes_it_run(tmp_path):
    path = tmp_path / "node.toml"
    path.write_text("""
        state_folder = ""
        size = "320x180"
        [[camera]]
        source = "test-pattern"
        connect = "127.0.0.1:9"
        [[camera]]
        source = "test-pattern:2"
        connect = "127.0.0.1:19"
    """)
    with RunningServer("run", "--config", path) as server:
        server.wait_for("sending test-pattern 320x180 at 25 fps to 127.0.0.1:9")
        server.wait_for("320x180 at 25 fps to 127.0.0.1:19")
        assert server.end()[0] == 0
        assert server.errors == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--sorce", "rtsp://me:s3cret@cam"),
        ("--sorce=rtsp:/me:s3cret@cam",),
        ("rtsp://me:s3cret@cam",),
        ("me:s3cret@cam",),
        ("--connect", "rtsp://me:s3cret@cam/", *PATTERN),
        ("--connect", "desk:1", "--source", "rtsp:/me:s3cret@cam"),
        ("--connect", "desk:1", "--source", "me:s3cret@cam"),
        ("check", "--connect", "desk:1", "--source", "rtsp:/me:s3cret@cam"),
        ("check", "--connect", "desk:1", "--source", "rtsp://me:s3cret@cam"),
    ],
)
def test_no_complaint_shows_a_password(arguments, capsys):
    try:
        main(arguments)
    except SystemExit as error:
        assert error.code == 2
    captured = capsys.readouterr()
    assert captured.out + captured.err != ""
    assert "s3cret" not in captured.out + captured.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such device")
@pytest.mark.parametrize("redirection", [">&-", "<&-", "2>&-", ">/dev/full"])
@pytest.mark.parametrize("command", ["check", "init -", "run --stdin"])
def test_closed_and_full_standard_streams_end_no_command_with_a_traceback(command, redirection):
    words = "--connect 127.0.0.1:9 --source test-pattern"
    words += "" if command.startswith("init") else " --no-config"
    line = f'"$0" -m netgear_engine.node {command} {words} {redirection}'
    run = subprocess.run(
        ["sh", "-c", line, sys.executable],
        input=b"",
        capture_output=True,
        timeout=60,
        check=False,
    )
    expected = 1 if redirection == ">/dev/full" and command != "run --stdin" else 0
    assert run.returncode == expected
    assert b"Traceback" not in run.stderr
    assert run.stderr.count(b"\n") == expected


def test_a_file_with_a_password_is_the_owner_s_alone(tmp_path, capsys):
    file = tmp_path / "node.toml"
    words = ("--connect", "desk:1", "--source", "rtsp://me:s3cret@cam/live")
    assert main(["init", str(file), *words]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    assert main(["check", "--config", str(file)]) == 0
    assert f"chmod 600 {file}" in capsys.readouterr().err
    assert main(["init", "--force", str(file), *words]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert main(["check", "--config", str(file)]) == 0
    assert "warning" not in capsys.readouterr().err


def test_doctor_tells_what_check_tells_and_counts_it(tmp_path, capsys):
    file = tmp_path / "node.toml"
    file.write_text('source = "test-pattern"\nconnect = [""]\n')
    assert main(["check", "--config", str(file)]) == 1
    complaint = capsys.readouterr().out.strip()
    assert main(["doctor", "--config", str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("fault") and line.endswith(complaint) for line in lines)
    assert lines[-1].startswith("1 fault"), lines


@pytest.mark.parametrize(
    "text",
    [
        'source = "rtsp:/me:s3cret@cam"\nconnect = "desk:1"\n',
        'source = ["rtsp://me:s3cret@cam"]\nconnect = "desk:1"\n',
        'connect = "rtsp:/me:s3cret@cam"\nsource = "test-pattern"\n',
        'source = rtsp:/me:s3cret@cam\nconnect = "desk:1"\n',
        "source = me:s3cret@cam\n",
        '"rtsp:/me:s3cret@cam" = 1\n',
        '[[camera]]\nname = "me:s3cret@cam"\nsource = 5\n',
    ],
)
def test_check_shows_no_password_of_a_wrong_file(tmp_path, text, capsys):
    file = tmp_path / "node.toml"
    file.write_text(text)
    for command in ("check", "doctor"):
        assert main([command, "--config", str(file)]) == 1
        captured = capsys.readouterr()
        assert "s3cret" not in captured.out + captured.err


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_a_file_name_that_is_no_text_is_shown_all_the_same(tmp_path):
    film = tmp_path / os.fsdecode(b"\xff.mp4")
    film.touch()
    words = ["check", "--no-config", "--connect", "desk:1", "--name", "Tür", "--source"]
    run = subprocess.run(
        [sys.executable, "-m", "netgear_engine.node", *words, film],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"T?r: " in run.stdout
