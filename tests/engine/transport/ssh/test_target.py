import getpass

import pytest

from netgear_engine.errors import AddressError
from netgear_engine.transport.ssh.target import SshTarget, parse_ssh_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("pi@192.168.1.20:2222", SshTarget("pi", "192.168.1.20", 2222)),
        ("pi@cam.local", SshTarget("pi", "cam.local", 22)),
        ("  pi@cam.local:22  ", SshTarget("pi", "cam.local", 22)),
        ("cam.local", SshTarget(None, "cam.local", 22)),
        ("pi@[fe80::1]", SshTarget("pi", "fe80::1", 22)),
        ("pi@[fe80::1]:2222", SshTarget("pi", "fe80::1", 2222)),
        ("me@firm.org@cam.local:47", SshTarget("me@firm.org", "cam.local", 47)),
    ],
)
def test_what_people_write_is_understood(text, target):
    assert parse_ssh_target(text) == target


@pytest.mark.parametrize(
    "text",
    ["", "@", "pi@", "@cam", "pi@:22", "pi@cam:", "pi@cam:0", "pi@cam:65536", "pi@cam:x",
     "pi@fe80::1", "pi@[fe80::1", "pi@[]:22", "pi@ca m", "pi@[fe80::1]22", "pi@cam:22:23"],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_the_text(text):
    with pytest.raises(AddressError, match="is not") as refusal:
        parse_ssh_target(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize("text", ["pi@cam.local", "pi@cam.local:2222", "pi@[fe80::1]:2222"])
def test_a_target_is_written_as_it_was_read(text):
    assert str(parse_ssh_target(text)) == text


def test_without_a_user_it_is_whoever_runs_the_program():
    assert str(parse_ssh_target("cam.local")) == f"{getpass.getuser()}@cam.local"
