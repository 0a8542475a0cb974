import pytest

from netgear_engine.protocol.errors import RemoteProtocolError


@pytest.mark.parametrize("text", ["x" * 60_000, "a\nb\u202e\x1b"], ids=["long", "ugly"])
def test_what_is_said_of_a_peer_is_one_short_line(text):
    for error in (RemoteProtocolError(text), RemoteProtocolError(f"it claims {text!r}")):
        assert 1 <= len(str(error)) <= 400
        assert str(error).isprintable()
