import faulthandler
import logging
import stat
from pathlib import Path

import pytest

from gui.program.fault_log import FaultLog, redacted

KEY = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"


@pytest.fixture(autouse=True)
def _no_faulthandler(monkeypatch):
    """Pytest has its own."""
    monkeypatch.setattr(faulthandler, "enable", lambda file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "not there yet" / "room.log"


@pytest.fixture
def log(path, manual_clock):
    log = FaultLog(path, manual_clock)
    yield log
    log.close()


def complain(number):
    logging.getLogger("test").error("no %d", number)


def test_one_line_a_second_is_written_with_a_count_of_the_others(log, path, manual_clock):
    for number in range(800):
        complain(number)
    manual_clock.advance(1.0)
    complain(800)
    lines = path.read_text().splitlines()
    assert [line.split(": ")[-1] for line in lines] == [
        "no 0",
        "no 800",
        "(799 more like this were left out before it)",
    ]


def test_nobody_else_may_read_it(log, path):
    complain(1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_traces_are_written_without_secrets(log, path):
    try:
        raise ValueError(f"rtsp://admin:hunter2@cam/1?token=abc pin=2740 {KEY}")
    except ValueError:
        logging.getLogger("test").exception("reading")
    text = path.read_text()
    assert "Traceback" in text and "ValueError: rtsp://...@cam/1" in text
    assert not any(secret in text for secret in ("hunter2", "abc", "2740", KEY))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "(a hash)"),
        ("password: 'x y", "password: ... y"),
        (f"key {KEY} refused", "key (a key) refused"),
        ("a" * 64, "(a key)"),
        ('File "/home/somebody/netgear/gui/window/abc.py"', None),
        ("port 5566 is in use", None),
    ],
)
def test_what_looks_secret_is_left_out_and_nothing_else(text, words):
    assert redacted(text) == (text if words is None else words)


def test_a_log_that_cannot_be_written_is_told(tmp_path, manual_clock):
    (tmp_path / "file").write_text("")
    log = FaultLog(tmp_path / "file" / "room.log", manual_clock)
    assert "room.log cannot be written" in log.trouble
    log.close()


def test_a_full_disk_does_not_stop_the_end(tmp_path, manual_clock):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has a disk that is always full")
    (tmp_path / "room.log").symlink_to(full)
    log = FaultLog(tmp_path / "room.log", manual_clock)
    complain(1)
    log.close()
    assert not set(log._handlers) & set(logging.getLogger().handlers)


def test_it_is_bounded(log, path, manual_clock, monkeypatch):
    for handler in log._handlers:
        handler.maxBytes = 2000
    for number in range(200):
        manual_clock.advance(1.0)
        complain(number)
    files = sorted(path.parent.iterdir())
    assert [one.name for one in files] == ["room.log", "room.log.1", "room.log.2", "room.log.3"]
    assert all(one.stat().st_size <= 2000 for one in files)
