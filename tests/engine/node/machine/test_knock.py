import socket

from netgear_engine.node.machine.knock import knock
from netgear_engine.sending.receiver_address import Receiver
from tests.support.free_ports import free_port


def test_something_that_listens_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert knock(Receiver("127.0.0.1", server.getsockname()[1])) is None


def test_nobody_there_is_told_in_words():
    answer = knock(Receiver("127.0.0.1", free_port()))
    assert answer is not None
    assert "nothing listens on port" in answer.found


def test_a_name_that_cannot_be_one_is_an_unknown_one():
    answer = knock(Receiver("x" * 64, 5566))
    assert answer is not None
    assert answer.found.startswith("no computer is called xxx")
