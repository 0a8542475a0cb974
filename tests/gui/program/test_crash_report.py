import stat

from gui.lock.pin import hash_of
from gui.program.crash_report import MOST_REPORTS, crash_report, write_crash_report
from gui.settings.schema import LockSettings, Settings
from netgear_engine.version import VERSION


def test_it_says_what_helps_and_nothing_secret():
    kept = hash_of("2740")
    settings = Settings(lock=LockSettings(pin=kept), presets=("open sesame",), ports="7001")
    text = crash_report("ValueError in x.py", "Traceback: pin=2740", ["Gate lost"], settings)
    for words in ("ValueError in x.py", "Traceback", VERSION, "Python 3", "Gate lost", "7001"):
        assert words in text
    for secret in (kept, "2740", "open sesame"):
        assert secret not in text


def test_the_newest_ten_are_kept_and_nobody_else_may_read_them(tmp_path):
    beside = tmp_path / "room.toml"
    paths = [write_crash_report(beside, 1000.0 + number, "\ud800") for number in range(12)]
    assert sorted(tmp_path.iterdir()) == paths[-MOST_REPORTS:]
    assert stat.S_IMODE(paths[-1].stat().st_mode) == 0o600
