import pytest

from gui.command_line import read_command_line
from tests.support.keys import make_folders


def test_nothing_given_gives_the_defaults():
    options = read_command_line([])
    assert options.settings.ports == "5566-5569" and not options.ports_given
    assert (options.demo, options.report, options.screenshot) == (0, None, None)


def test_flags_go_before_the_file(tmp_path):
    path = tmp_path / "room.toml"
    path.write_text('ports = "7000"\nlisten = "127.0.0.1"\n')
    options = read_command_line(["--config", str(path), "--ports", "7001", "--pattern", "2"])
    assert (options.settings.ports, options.settings.listen) == ("7001", "127.0.0.1")
    assert options.settings.pattern == 2 and options.ports_given


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
