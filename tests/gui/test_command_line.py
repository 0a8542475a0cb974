from gui.command_line import read_command_line


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
