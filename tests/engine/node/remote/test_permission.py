import pytest

from netgear_engine.node.remote.permission import is_loopback, why_not_allowed
from netgear_engine.sending.receiver_address import Receiver

HERE, ELSEWHERE = Receiver("127.0.0.1", 5566), Receiver("192.168.1.20", 5566)


@pytest.mark.parametrize(
    ("receiver", "allow", "has_keys", "allowed"),
    [
        (HERE, None, False, True),
        (ELSEWHERE, None, False, False),
        (ELSEWHERE, None, True, True),
        (ELSEWHERE, True, False, True),
        (HERE, False, True, False),
    ],
)
def test_commands_come_from_here_or_with_keys_unless_it_is_said_otherwise(
    receiver, allow, has_keys, allowed
):
    reason = why_not_allowed(receiver, allow, has_keys=has_keys)
    assert (reason == "") is allowed
    if not allowed:
        assert "allow-commands" in reason


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
    assert is_loopback(host) is is_here
