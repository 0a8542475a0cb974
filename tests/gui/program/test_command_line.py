import pytest

from gui.program.command_line import read_command_line
from gui.settings import store
from tests.support.keys import make_folders


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A user who has no settings yet."""
    folder = tmp_path / "user"
    monkeypatch.setattr(store, "OWN_PATH", folder / "settings.toml")
    return folder


def test_nothing_given_gives_the_defaults():
    options = read_command_line([])
    assert options.settings.ports == "5566-5569" and not options.ports_given
    assert (options.demo, options.report, options.screenshot) == (0, None, None)


def test_the_user_s_own_settings_are_read(folder):
    folder.mkdir()
    (folder / "settings.toml").write_text('ports = "7000"\n')
    options = read_command_line([])
    assert (options.settings.ports, options.loaded.trouble) == ("7000", "")
    assert options.settings_path == folder / "settings.toml"


def test_a_broken_file_of_the_user_does_not_stop_the_program(folder):
    folder.mkdir()
    (folder / "settings.toml").write_text("ports = ]\n")
    options = read_command_line([])
    assert options.settings.ports == "5566-5569"
    assert options.loaded.is_broken and "line 1" in options.loaded.trouble


def test_the_demo_neither_reads_nor_keeps_anything(folder):
    folder.mkdir()
    (folder / "settings.toml").write_text('ports = "7000"\n')
    options = read_command_line(["--demo"])
    assert (options.settings.ports, options.settings_path) == ("5566-5569", None)


def test_the_first_run_is_the_one_without_settings_and_without_cameras(folder):
    folder.mkdir()
    assert read_command_line([]).is_first_run
    assert not read_command_line(["--ports", "7000"]).is_first_run
    assert not read_command_line(["--demo"]).is_first_run
    (folder / "settings.toml").write_text("version = 2\n", "utf-8")
    assert not read_command_line([]).is_first_run


def test_flags_go_before_the_file(tmp_path):
    path = tmp_path / "room.toml"
    path.write_text('ports = "7000"\nlisten = "127.0.0.1"\n')
    options = read_command_line(["--config", str(path), "--ports", "7001", "--pattern", "2"])
    assert (options.settings.ports, options.settings.listen) == ("7001", "127.0.0.1")
    assert options.settings.pattern == 2 and options.ports_given


def test_all_that_is_wrong_with_a_file_is_said_in_a_line_each(tmp_path, capsys):
    path = tmp_path / "room.toml"
    path.write_text("portz = 1\npattern = 7\n")
    with pytest.raises(SystemExit) as caught:
        read_command_line(["--config", str(path)])
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        f"netgear-monitor: {path}: portz: unknown key; did you mean ports?",
        f"netgear-monitor: {path}: pattern: 7 is not a whole number, 1 to 2",
    ]


def test_the_demo_has_four_cameras_unless_told_otherwise():
    assert read_command_line(["--demo"]).demo == 4
    assert read_command_line(["--demo", "9"]).demo == 9


class TestSecurity:
    def test_there_is_none_unless_asked_for(self):
        assert read_command_line([]).keys is None
        assert read_command_line(["--secure", "0"]).keys is None

    @pytest.mark.parametrize("mode", [1, 2])
    def test_the_keys_are_those_of_the_folder(self, tmp_path, mode):
        folders = make_folders(tmp_path)
        options = read_command_line(["--secure", str(mode), "--keys", str(folders.receiver)])
        assert options.keys == folders.receiver_keys(only_known=mode == 2)

    def test_the_file_says_it_too_and_flags_go_before_it(self, tmp_path):
        folders = make_folders(tmp_path)
        path = tmp_path / "room.toml"
        path.write_text(f'secure = 2\nkeys = "{folders.receiver}"\n')
        given = ["--config", str(path)]
        assert read_command_line(given).keys == folders.receiver_keys()
        assert read_command_line([*given, "--secure", "1"]).keys.admitted is None
        assert read_command_line([*given, "--secure", "0"]).keys is None

    @pytest.mark.parametrize(
        ("arguments", "complaint"),
        [
            (
                ["--secure", "2", "--keys", "/nowhere"],
                "/nowhere/keys/private_keys/server.key_secret",
            ),
            (["--keys", "/nowhere"], "--keys needs --secure 1 or 2"),
            (["--secure", "1", "--demo"], "the demo's cameras send in the clear"),
            (["--secure", "3"], "--secure"),
        ],
    )
    def test_what_cannot_be_is_one_line_and_exit_code_2(self, arguments, complaint, capsys):
        with pytest.raises(SystemExit) as caught:
            read_command_line(arguments)
        text = capsys.readouterr().err
        assert caught.value.code == 2
        assert complaint in text
        assert text.count("\n") == 1


def test_where_and_how_the_window_begins():
    options = read_command_line(["--view", "Yard", "--screen", "DP-2", "--full-screen"])
    assert (options.view, options.screen, options.full_screen) == ("Yard", "DP-2", True)
    options = read_command_line([])
    assert (options.view, options.screen, options.full_screen, options.kiosk) == (
        "",
        "",
        False,
        False,
    )


def test_a_kiosk_needs_a_pin(folder, capsys):
    with pytest.raises(SystemExit, match="2"):
        read_command_line(["--kiosk"])
    assert "--kiosk needs a PIN" in capsys.readouterr().err
    folder.mkdir()
    (folder / "settings.toml").write_text('[lock]\npin = "$argon2id$kept"\n')
    assert read_command_line(["--kiosk"]).kiosk


def test_flags_are_known_apart_from_the_file(folder):
    folder.mkdir()
    (folder / "settings.toml").write_text('ports = "7000"\n')
    options = read_command_line(["--ports", "7001"])
    assert (options.settings.ports, options.loaded.settings.ports) == ("7001", "7000")
