import importlib.util
import sys

import pytest

from netgear_engine.node.doctor import computer_checks
from netgear_engine.node.doctor.computer import Computer
from netgear_engine.node.doctor.computer_checks import (
    check_clock,
    check_power,
    check_service,
    check_state_folder,
)
from netgear_engine.node.doctor.finding import Outcome
from tests.support.raspberry_pi import lay_pi_files, vcgencmd


@pytest.mark.parametrize(
    ("synchronised", "outcome"),
    [(True, Outcome.OK), (None, Outcome.OK), (False, Outcome.WARNING)],
)
def test_the_clock(synchronised, outcome):
    (finding,) = check_clock(lambda: synchronised)
    assert finding.outcome is outcome
    assert bool(finding.remedy) is (outcome is not Outcome.OK)


@pytest.mark.parametrize(
    ("bits", "outcome", "words", "remedy"),
    [
        ("0x0", Outcome.OK, "never throttled since boot at 49 °C", ""),
        ("0x50000", Outcome.WARNING, "under-voltage since boot", "power supply"),
        ("0x50005", Outcome.FAULT, "under-voltage now", "power supply"),
        ("0xe0008", Outcome.FAULT, "soft temperature limit now", "heat sink"),
    ],
)
def test_the_power(tmp_path, bits, outcome, words, remedy):
    root = lay_pi_files(tmp_path)
    command = vcgencmd(tmp_path, f"print('throttled={bits}')")
    (finding,) = check_power(Computer(root=root, vcgencmd=command))
    assert finding.outcome is outcome
    assert words in finding.found
    assert "at 49 °C" in finding.found
    assert remedy in finding.remedy


def test_a_pi_whose_firmware_does_not_answer_is_a_warning(tmp_path):
    nothing = ("/nowhere/vcgencmd",)
    assert list(check_power(Computer(root=tmp_path, vcgencmd=nothing))) == []
    (finding,) = check_power(Computer(root=lay_pi_files(tmp_path), vcgencmd=nothing))
    assert finding.outcome is Outcome.WARNING


def test_the_state_folder(tmp_path):
    (finding,) = check_state_folder(tmp_path)
    assert finding.outcome is Outcome.OK
    (finding,) = check_state_folder(tmp_path / "a/b")
    assert (finding.outcome, finding.found) == (
        Outcome.OK,
        f"{tmp_path}/a/b, made when it is needed",
    )


def test_a_state_folder_that_cannot_be_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    (finding,) = check_state_folder(tmp_path / "file/folder")
    assert finding.outcome is Outcome.FAULT
    monkeypatch.setattr(computer_checks.os, "access", lambda path, mode: False)
    (finding,) = check_state_folder(tmp_path / "folder")
    assert finding.outcome is Outcome.FAULT
    assert finding.remedy.startswith("sudo install -d -m 700 -o ")


def with_systemd(root, active: str, enabled: str) -> Computer:
    (root / "run/systemd/system").mkdir(parents=True)
    program = root / "systemctl.py"
    answers = {"is-active": active, "is-enabled": enabled}
    program.write_text(f"import sys; print({answers!r}[sys.argv[1]])")
    return Computer(root=root, systemctl=(sys.executable, str(program)))


@pytest.mark.parametrize(
    ("active", "enabled", "outcome", "remedy"),
    [
        ("active", "enabled", Outcome.OK, ""),
        ("active", "disabled", Outcome.WARNING, "systemctl enable --now netgear-server"),
        ("inactive", "enabled", Outcome.WARNING, "systemctl enable --now netgear-server"),
        ("failed", "enabled", Outcome.FAULT, "journalctl -u netgear-server"),
        ("activating", "enabled", Outcome.FAULT, "journalctl -u netgear-server"),
        ("inactive", "not-found", Outcome.WARNING, "install.sh"),
        ("inactive", "", Outcome.WARNING, "install.sh"),
    ],
)
def test_the_service(tmp_path, monkeypatch, active, enabled, outcome, remedy):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    (finding,) = check_service(with_systemd(tmp_path, active, enabled))
    assert finding.outcome is outcome
    assert remedy in finding.remedy


def test_a_service_that_cannot_talk_to_systemd_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    _, finding = check_service(with_systemd(tmp_path, "active", "enabled"))
    assert finding.outcome is Outcome.FAULT
    assert finding.remedy == "sudo apt install python3-sdnotify"


def test_without_systemd_there_is_no_service(tmp_path):
    (finding,) = check_service(Computer(root=tmp_path))
    assert finding.outcome is Outcome.OK


def test_systemd_without_systemctl_is_told(tmp_path):
    (tmp_path / "run/systemd/system").mkdir(parents=True)
    (finding,) = check_service(Computer(root=tmp_path, systemctl=("/nowhere/systemctl",)))
    assert finding.outcome is Outcome.WARNING
