import tomllib

import pytest

from gui.settings import store
from gui.settings.reading import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ports = ]", "not written as TOML: .*line 1.*, key ports"),
        ("listen = desk", "line 1.*, key listen: put text in quotes"),
        ('port = "5566"', "port: unknown key; did you mean ports\\?"),
        ("zzz = 1", "zzz: unknown key; the keys are version, listen, ports"),
        ("pattern = 3", "pattern: 3 is not a whole number, 1 to 2"),
        ('pattern = "1"', "pattern: '1' is not a whole number, 1 to 2: write it without quotes"),
        ("secure = 3", "secure: 3 is not a whole number, 0 to 2"),
        ("version = 9", "version: 9 is not 2"),
        ("keys = 5", 'keys: 5 is not text in quotes, as in "5"'),
        ('ports = "x"', "ports: 'x' is not a port or a range"),
        ("ports = 5566", 'ports: 5566 is not text in quotes, as in "5566"'),
        ("look = 5", r"look: 5 is no table: begin it with the line \[look\]"),
        ("[look]\ntheme = 'drak'", "look.theme: 'drak' is not one of .*; did you mean dark"),
        ("[look]\nanimation = 1", "look.animation: 1 is not true or false"),
        ("[alarms]\ngrace_s = -1", "alarms.grace_s: -1 is not a number, 0 to 3600"),
        ("presets = 5", "presets: 5 is not a list"),
        ("shortcuts = 5", "shortcuts: 5 is not a table"),
        ('[names]\nx = "Dock"', "camera 1 \"Dock\": key: 'x' is not a port, as 5566 is one"),
        ("[[camera]]\nport = 70000", "camera 1: key: port 70000: ports are 1 to 65535"),
        ('[[camera]]\nkey = "0"', "camera 1: key: port 0: ports are 1 to 65535"),
        ('[[camera]]\nkey = "05566"', "camera 1: key: '05566' is not a port"),
        ("[[camera]]\nkey = true", "camera 1: key: true is not text in quotes"),
        ('[[camera]]\nkey = "5566"\nport = 5566', "camera 1: port: there is a key, too: write one"),
        ('[[camera]]\nname = "Dock"', 'camera 1 "Dock": key: is missing: write, for instance, key'),
        (
            '[[camera]]\nkey = "1"\nfitting = "fil"',
            "fitting: 'fil' is not one of .*mean fill",
        ),
        ('[[camera]]\nkey = "5566"\n[[camera]]\nport = 5566', "port 5566 has a camera already"),
        ("camera = 5", r"camera: 5 is not a camera: begin each with the line \[\[camera\]\]"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_where_and_what_is_right(tmp_path, text, words):
    path = tmp_path / "broken.toml"
    path.write_text(text)
    with pytest.raises(store.SettingsError, match=words) as caught:
        store.load(path)
    assert str(path) in str(caught.value)


def test_everything_that_is_wrong_is_found_in_one_go():
    found = read("x", tomllib.loads("a = 1\npattern = 7\n[look]\nb = 2"))
    assert [fault.partition(": ")[2].partition(":")[0] for fault in found.faults] == [
        *("a", "pattern", "look.b")
    ]


def test_a_key_in_numbers_is_a_port():
    assert store.read_text("[[camera]]\nkey = 7604").camera[0].key == "7604"


def test_what_a_file_says_does_nothing_to_a_terminal():
    [fault] = read("x", {"\x1b[31m": 1}).faults
    assert "\x1b" not in fault
