import ipaddress
import socket

import pytest

from gui.cameras.node_command import node_command, reachable_address, unbroken
from netgear_engine.node import cli
from netgear_engine.protocol.patterns import Pattern

COMMANDS = [
    ("192.168.1.20", 1, 0, "netgear-server --connect 192.168.1.20:5570 --source 0"),
    ("desk.local", 2, 0, "netgear-server --connect desk.local:5570 --source 0 --pattern 2"),
    ("::1", 1, 2, "netgear-server --connect [::1]:5570 --source 0 --secure 2"),
]


@pytest.mark.parametrize(("host", "pattern", "secure", "command"), COMMANDS)
def test_the_command_names_address_pattern_and_security(host, pattern, secure, command):
    assert node_command(host, 5570, pattern=Pattern(pattern), secure=secure) == command


@pytest.mark.parametrize(("host", "pattern", "secure", "command"), COMMANDS[:2])
def test_the_node_understands_the_command(host, pattern, secure, command, capsys):
    assert cli.main(["check", *command.split()[1:]]) == 0
    assert f"0 to {host}:5570" in capsys.readouterr().out


def test_a_command_wraps_between_its_words_only():
    shown = unbroken("netgear-server --connect desk.local:5570")
    assert "--" not in shown
    assert shown.replace("\u2060", "") == "netgear-server --connect desk.local:5570"


def test_a_chosen_address_is_told_as_it_is():
    assert reachable_address("192.168.1.20") == "192.168.1.20"


@pytest.mark.parametrize("listen", ["*", "0.0.0.0", "::"])
def test_every_address_is_told_as_one_that_can_be_typed(listen):
    address = reachable_address(listen)
    if address != socket.gethostname():
        assert not ipaddress.ip_address(address).is_unspecified
