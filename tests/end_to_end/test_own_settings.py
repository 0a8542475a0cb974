"""What the program keeps of a run and what it does not, and how a kiosk begins and ends."""

import pytest

from gui.lock import pin
from gui.settings import store
from tests.support.free_ports import free_port
from tests.support.running_monitor import read_report, run_monitor

pytestmark = pytest.mark.end_to_end


def test_a_kiosk_can_be_ended_from_outside_and_its_report_has_no_secret(tmp_path):
    config, report = tmp_path / "room.toml", tmp_path / "report.json"
    kept = pin.hash_of("2740")
    config.write_text(f'ports = "{free_port()}"\nlisten = "127.0.0.1"\n[lock]\npin = "{kept}"\n')
    code, text = run_monitor(
        *("--config", config, "--kiosk", "--exit-after", 2, "--report", report),
        *("--view", "Absent", "--screen", "Absent"),
    )
    assert code == 0, text
    assert read_report(report)["ports"]
    assert "argon2" not in report.read_text() + text


def test_settings_look_as_the_file_says_and_flags_are_not_kept(tmp_path):
    config = tmp_path / "room.toml"
    config.write_text('# mine\nports = "7000"\n[look]\ntheme = "light"\ntext_percent = 150\n')
    code, text = run_monitor(
        "--config", config, "--ports", free_port(), "--listen", "127.0.0.1", "--exit-after", 1
    )
    assert code == 0, text
    assert store.load(config).ports == "7000"
    assert config.read_text().startswith("# mine\n")
