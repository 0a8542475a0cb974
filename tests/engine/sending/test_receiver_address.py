import pytest

from netgear_engine.errors import AddressError
from netgear_engine.sending.receiver_address import Receiver, parse_receiver


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("192.168.1.20:5566", Receiver("192.168.1.20", 5566)),
        ("desk.local:1", Receiver("desk.local", 1)),
        ("  localhost:65535 ", Receiver("localhost", 65535)),
        ("[fe80::1]:5566", Receiver("fe80::1", 5566)),
        ("[::1]:05566", Receiver("::1", 5566)),
    ],
)
def test_host_and_port_are_read(text, receiver):
    assert parse_receiver(text) == receiver


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not HOST:PORT"),
        ("5566", "is not HOST:PORT"),
        ("localhost", "is not HOST:PORT"),
        (":5566", "is not HOST:PORT"),
        ("[]:5566", "is not HOST:PORT"),
        ("two words:5566", "is not HOST:PORT"),
        ("tcp://desk:5566", "is not HOST:PORT"),
        ("\udcff:5566", "is not HOST:PORT"),
        ("desk\u200b:5566", "is not HOST:PORT"),
        ("de\nsk:5566", "is not HOST:PORT"),
        ("fe80::1:5566", "brackets"),
        ("desk:", "is not a port"),
        ("desk:0", "is not a port"),
        ("desk:65536", "is not a port"),
        ("desk:-1", "is not a port"),
        ("desk:5566x", "is not a port"),
        ("desk:\u0665", "is not a port"),
        ("desk:\u00b2", "is not a port"),
    ],
)
def test_what_is_no_address_says_why(text, reason):
    with pytest.raises(AddressError, match=reason) as caught:
        parse_receiver(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("text", ["192.168.1.20:5566", "[fe80::1]:5566"])
def test_it_is_written_as_people_write_it(text):
    assert str(parse_receiver(text)) == text


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("0.0.0.0", False),
        ("192.168.1.20", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.example", False),
    ],
)
def test_this_computer_is_known_by_address_and_by_name(host, is_here):
    assert Receiver(host, 5566).is_loopback is is_here
