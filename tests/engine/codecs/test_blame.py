import pytest

from netgear_engine.codecs.blame import blamed
from netgear_engine.protocol.errors import RemoteProtocolError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("a hole"), "a broken JPEG: a hole"),
        (KeyError(6), "a broken JPEG: KeyError(6)"),
        (MemoryError(), "a broken JPEG: MemoryError()"),
        (RemoteProtocolError("a JPEG without its end"), "a JPEG without its end"),
        (ValueError("x" * 60_000), f"a broken JPEG: {'x' * 385}"),
    ],
    ids=lambda one: repr(one)[:30],
)
def test_whatever_is_thrown_is_the_peers_fault_and_says_why(error, words):
    @blamed("a broken JPEG")
    def decode():
        raise error

    with pytest.raises(RemoteProtocolError) as caught:
        decode()
    assert str(caught.value) == words


def test_an_order_to_end_is_nobody_s_fault():
    with pytest.raises(KeyboardInterrupt), blamed("a broken JPEG"):
        raise KeyboardInterrupt
