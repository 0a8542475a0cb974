"""What a program with NetGear meets: a loop over frames, types, help, and a log that shows."""

import contextlib
import pydoc
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import zmq

import netgear_engine
from netgear_engine import NetGear
from netgear_engine.clock import SystemClock
from netgear_engine.netgear_options import _TABLE
from netgear_engine.transport.poll_loop import PollLoop
from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_under_test import ours_only
from tests.support.own_peer import OwnReceiver
from tests.support.raw_peers import RawSender
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg_frame, stock_goodbye, stock_header

pytestmark = ours_only("a client cannot be iterated, nothing is typed, a stranger takes the port")

ROOT = Path(__file__).parents[2]
CLOCK = SystemClock()


def test_a_client_is_iterated_until_the_stream_ends(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True)
    with RawSender(port) as sender:
        for number in range(3):
            sender.exchange(jpeg_frame(number))
        sender.exchange([stock_goodbye()])
        assert [frame.shape for frame in receiver] == [(48, 64, 3)] * 3


def test_a_second_server_on_the_port_is_left_out_and_named(netgear, caplog):
    port = free_port()
    receiver = netgear(port, receive_mode=True, bidirectional_mode=True)
    with RawSender(port) as camera, RawSender(port, zmq.REQ) as stranger:
        camera.exchange([stock_header(message="camera"), jpeg_frame(1)[1]])
        stranger.exchange([stock_header(message="stranger"), jpeg_frame(2)[1]])
        stranger.exchange([stock_goodbye()])

        def camera_is_heard_beside_it():
            camera.exchange([stock_header(message="camera"), jpeg_frame(3)[1]])
            return "another server, 127.0.0.1" in caplog.text

        wait_until(camera_is_heard_beside_it)
        camera.exchange([stock_goodbye()])
        assert {message for message, _ in receiver} == {"camera"}


def test_several_servers_end_only_with_their_own_goodbyes(netgear):
    ports = free_ports(2)
    receiver = netgear(ports, receive_mode=True, multiserver_mode=True)
    with RawSender(ports[0]) as first, RawSender(ports[1]) as second:
        first.exchange(jpeg_frame(1, port=ports[0]))
        second.exchange(jpeg_frame(2, port=ports[1]))
        # Each names the other's port, or was never heard of.
        first.exchange([stock_goodbye(port=ports[1])])
        with RawSender(ports[1]) as stranger:
            stranger.exchange([stock_goodbye(port=ports[1])])
        second.exchange([stock_goodbye(port=ports[1])])
        first.exchange(jpeg_frame(3, port=ports[0]))
        first.exchange([stock_goodbye(port=ports[0])])
        assert [port for port, _ in receiver] == [ports[0], ports[1], ports[0]]


def test_strangers_who_come_and_go_at_a_pair_do_not_end_the_program():
    """With heartbeats of its own libzmq ended it within seconds."""
    port = free_port()
    frame = jpeg_frame(1)

    def send(peers, times):
        for _ in range(times):
            for peer in peers:
                with contextlib.suppress(zmq.Again):
                    peer.socket.send_multipart(frame, zmq.NOBLOCK)
            CLOCK.sleep(0.02)

    with OwnReceiver(port, pattern=0) as receiver, RawSender(port, zmq.PAIR) as camera:
        receiver.wait_until_ready(PATIENCE)
        camera.send(frame)
        receiver.wait_for_received(1)
        for _ in range(8):
            with RawSender(port, zmq.PAIR) as one, RawSender(port, zmq.PAIR) as another:
                send([camera, one, another], 60)
        before = len(receiver.received)
        wait_until(lambda: send([camera], 1) or len(receiver.received) > before + 5)
        assert receiver.exit_code is None


def fault(loop):
    raise MemoryError("nothing left")


def test_a_receiving_engine_that_cannot_go_on_raises_in_recv(netgear, monkeypatch):
    receiver = netgear(free_port(), receive_mode=True)
    monkeypatch.setattr(PollLoop, "_turn", fault)
    with pytest.raises(RuntimeError, match="nothing left"):
        receiver.recv()


def test_a_sending_engine_that_cannot_go_on_raises_in_send(netgear, monkeypatch):
    sender = netgear(free_port())
    monkeypatch.setattr(PollLoop, "_turn", fault)
    with pytest.raises(RuntimeError, match="nothing left"):
        sender.send(np.zeros((48, 64, 3), np.uint8))


def test_logging_shows_without_any_set_up_and_only_once_with_one():
    program = """
        import logging
        from netgear_engine import NetGear
        with NetGear(port={port}, pattern=1, receive_mode=True, logging=True):
            logging.basicConfig(format="again: %(message)s")
            logging.getLogger("netgear").warning("twice?")
    """
    text = textwrap.dedent(program).format(port=free_port())
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "INFO :: listening on *:" in done.stderr
    assert done.stderr.count("twice?") == 1


def test_help_names_every_option_and_nothing_that_is_not_installed():
    text = pydoc.plain(pydoc.render_doc(NetGear))
    assert [name for name in _TABLE if name not in text] == ["flag", "copy", "track"]
    assert "docs/" not in text


def test_100_kb_of_json_pass_and_what_the_other_end_would_refuse_is_refused_here(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True, bidirectional_mode=True)
    sender = netgear(port)
    sender.send(np.zeros((48, 64, 3), np.uint8), message="x" * 100_000)
    message, _ = receiver.recv()
    assert message == "x" * 100_000
    with pytest.raises(ValueError, match=r"2000002 bytes .* \d+ can be sent"):
        sender.send(np.zeros((48, 64, 3), np.uint8), message="x" * 2_000_000)
    with pytest.raises(ValueError, match=r"2000\d+ bytes .* \d+ can be sent"):
        receiver.recv(return_data="x" * 2_000_000)


def test_a_typed_program_is_checked_against_our_types(tmp_path, pytestconfig):
    """As mypy sees the package where it is installed: without py.typed all would be Any.

    What it has read of numpy, most of its work, is kept from run to run.
    """
    program = tmp_path / "program.py"
    program.write_text(
        "import numpy as np\n"
        "from netgear_engine import NetGear, NetGearAsync\n\n\n"
        "def watch(client: NetGear) -> None:\n"
        "    for frame in client:\n"
        "        print(frame.shape)\n\n\n"
        "async def send(server: NetGearAsync) -> None:\n"
        "    async with server:\n"
        "        await server.send(np.zeros((4, 4, 3), np.uint8), message='hello')\n\n\n"
        "reveal_type(NetGear(port=5566).__enter__())\n"
    )
    assert (Path(netgear_engine.__file__).parent / "py.typed").is_file()
    checked = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent",
            f"--cache-dir={pytestconfig.cache.mkdir('mypy')}", program,
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"MYPYPATH": "", "PATH": ""},
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    assert 'Revealed type is "netgear_engine.netgear.NetGear"' in checked.stdout
