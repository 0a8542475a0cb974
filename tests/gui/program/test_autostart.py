import plistlib
import sys

import pytest

from gui.program.autostart import own_command, set_autostart


@pytest.fixture
def linux(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autostart" / "netgear-monitor.desktop"


def test_the_command_starts_this_program():
    command = own_command(["--config", "/srv/control room.toml"])
    assert command[1:] == ["-m", "gui", "--config", "/srv/control room.toml"]


def test_linux_desktops_find_a_file(linux):
    assert (
        set_autostart(True, ["/usr/bin/python3", "--config", '/srv/100 % "a" room.toml'], "linux")
        == ""
    )
    lines = linux.read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert r'Exec="/usr/bin/python3" "--config" "/srv/100 %% \\"a\\" room.toml"' in lines
    assert set_autostart(False, [], "linux") == ""
    assert not linux.exists()
    assert set_autostart(False, [], "linux") == ""


def test_a_folder_that_cannot_be_written_is_told_in_words(linux):
    linux.parent.write_text("")
    assert "cannot be changed" in set_autostart(True, ["x"], "linux")


def test_macos_finds_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert set_autostart(True, ["/usr/bin/monitor", "--kiosk"], "darwin") == ""
    path = tmp_path / "Library" / "LaunchAgents" / "org.netgear-monitor.plist"
    told = plistlib.loads(path.read_bytes())
    assert told["ProgramArguments"] == ["/usr/bin/monitor", "--kiosk"]
    assert told["RunAtLoad"] is True


def test_windows_keeps_it_in_the_registry(monkeypatch):
    values = {}

    class Key:
        def __enter__(self):
            return self

        def __exit__(self, *_args):
            pass

    class Registry:
        HKEY_CURRENT_USER, REG_SZ = "user", 1
        CreateKey = staticmethod(lambda _root, _path: Key())
        SetValueEx = staticmethod(lambda _key, name, _0, _kind, text: values.update({name: text}))
        DeleteValue = staticmethod(lambda _key, name: values.pop(name))
        QueryInfoKey = staticmethod(lambda _key: (0, len(values), 0))
        EnumValue = staticmethod(lambda _key, place: (list(values)[place], "", 1))

    monkeypatch.setitem(sys.modules, "winreg", Registry)
    assert set_autostart(False, [], "win32") == ""
    assert set_autostart(True, ["C:\\My Programs\\monitor.exe"], "win32") == ""
    assert values == {"netgear-monitor": '"C:\\My Programs\\monitor.exe"'}
    assert set_autostart(False, [], "win32") == ""
    assert values == {}
