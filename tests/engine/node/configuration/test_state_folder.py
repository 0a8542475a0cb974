from pathlib import Path

import pytest

from netgear_engine.node.configuration.state_folder import default_state_folder

MISSING = Path("/nowhere/at/all")


def test_systemd_s_folder_comes_first(tmp_path):
    folder = default_state_folder({"STATE_DIRECTORY": "/var/lib/one:/var/lib/two"}, tmp_path)
    assert folder == "/var/lib/one"


def test_then_the_system_s_folder_if_it_may_be_written_to(tmp_path):
    assert default_state_folder({"XDG_STATE_HOME": "/home/me/state"}, tmp_path) == str(tmp_path)


@pytest.mark.parametrize("home", ["", "relative/path"])
def test_else_the_user_s_own(home, monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    folder = default_state_folder({"XDG_STATE_HOME": home}, MISSING)
    assert folder == "/home/me/.local/state/netgear-server"
    folder = default_state_folder({"XDG_STATE_HOME": "/data/state"}, MISSING)
    assert folder == "/data/state/netgear-server"
