import pytest

from gui.program.command_line import read_command_line
from gui.program.demo import ADDRESS
from gui.program.run_settings import (
    flags_at_login,
    node_command_for,
    settings_to_begin,
    settings_to_keep,
)
from gui.settings.schema import Settings


@pytest.fixture
def options(tmp_path):
    """Read a command line with a settings file."""
    path = tmp_path / "room.toml"

    def read(*flags):
        path.write_text('ports = "7000"\n')
        return read_command_line(["--config", str(path), *flags])

    return read


def test_the_demo_stays_on_this_computer_and_on_free_ports():
    begun = settings_to_begin(read_command_line(["--demo", "2"]))
    assert begun.listen == ADDRESS
    assert len(begun.port_numbers()) == 2


def test_the_demo_takes_the_ports_and_the_address_it_is_given(options):
    begun = settings_to_begin(options("--demo", "2", "--ports", "7001", "--listen", "127.0.0.3"))
    assert (begun.listen, begun.ports) == ("127.0.0.3", "7001")


def test_a_flag_is_kept_as_the_file_has_it_unless_it_was_changed_in_the_window(options):
    given = options("--ports", "7001", "--pattern", "2")
    begun = settings_to_begin(given)
    assert settings_to_keep(begun, begun, given) == given.loaded.settings
    assert given.loaded.settings.ports == "7000"


def test_the_program_starts_at_login_with_the_same_file(options):
    given = options()
    assert flags_at_login(given) == ["--config", str(given.settings_path)]
    assert flags_at_login(read_command_line([])) == []


def test_a_camera_is_told_how_this_run_listens():
    begun = Settings(listen="192.168.1.20", pattern=2, secure=1)
    told = node_command_for("5570", begun)
    assert "192.168.1.20:5570" in told and "--pattern 2" in told and "--secure 1" in told
    assert node_command_for("berlin/front-gate", begun) == ""
