import ipaddress
import socket

from gui.cameras.own_address import reachable_address


def test_a_chosen_address_is_told_as_it_is():
    assert reachable_address("192.168.1.20") == "192.168.1.20"


def test_every_address_is_told_as_one_that_can_be_typed():
    address = reachable_address("*")
    if address != socket.gethostname():
        assert not ipaddress.ip_address(address).is_unspecified
