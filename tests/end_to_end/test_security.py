"""Security from end to end: our two engines and our two programs, with real keys."""

import shutil
from contextlib import ExitStack

import pytest
import zmq

from netgear_engine.events import MessageReceived
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.security.curve_keys import SENDER, SenderKeys, public_file
from netgear_engine.transport.sockets import (
    ConnectSettings,
    ListenSettings,
    bind,
    connect,
    connecting_socket,
    listening_socket,
)
from tests.support.free_ports import free_port, free_ports
from tests.support.keys import make_folders, make_stranger
from tests.support.receiving import running_engine
from tests.support.running_monitor import read_report, run_monitor
from tests.support.running_server import RunningServer
from tests.support.sending import sending
from tests.support.tapping_proxy import TappingProxy
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg_frame

PATTERNS = [Pattern.PAIR, Pattern.REQUEST_REPLY, Pattern.PUBLISH_SUBSCRIBE]
NO_SECURITY = "security"
# A refused sender tries again every few seconds, and either end may be the one that is told why: on
# a busy computer it may be the other one several times in a row.
SECONDS = 60


def refusals(recorder):
    return {told[2] for told in recorder.told if told[0] == "refused"}


def is_refused(recorder):
    """Wait until the sender was refused; it must never have been connected."""
    wait_until(lambda: refusals(recorder), SECONDS, lambda: f"a refusal in {recorder.told}")
    assert [told for told in recorder.told if told[0] == "connected"] == []


def is_rejected(receiving, port):
    """Wait until the receiver said so; no frame must ever have come. Returns the reason."""
    engine, recorder = receiving
    wait_until(
        lambda: recorder.states(port) == [PortState.REJECTED],
        SECONDS,
        lambda: f"REJECTED, there is {recorder.states(port)}",
    )
    assert engine.statuses()[port].received == 0
    return engine.statuses()[port].reason


@pytest.fixture
def folders(tmp_path):
    return make_folders(tmp_path, senders=2)


@pytest.fixture
def stranger(tmp_path, folders):
    return make_stranger(tmp_path / "stranger", folders)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("only_known", [False, True])
def test_a_known_sender_is_live(folders, pattern, only_known):
    port = free_port()
    receiver_keys = folders.receiver_keys(only_known=only_known)
    with (
        running_engine([port], pattern, keys=receiver_keys) as (_, recorder),
        sending(port, pattern, keys=folders.sender_keys(), message="hello") as sender,
    ):
        recorder.wait_for_picture(port, 5)
        assert recorder.states(port) == [PortState.LIVE]
        assert recorder.wait_for_events(MessageReceived, port)[0].message == "hello"
        assert refusals(sender) == set()


class TestRefusedHandshakes:
    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_an_unknown_key_is_shown_with_its_address(self, folders, stranger, pattern):
        port = free_port()
        with (
            running_engine([port], pattern, keys=folders.receiver_keys()) as receiving,
            sending(port, pattern, keys=stranger) as sender,
        ):
            shown = stranger.own.public[:8].decode()
            assert is_rejected(receiving, port) == (
                f"the key is not accepted ({shown}... from 127.0.0.1)"
            )
            is_refused(sender)
            assert refusals(sender) == {"the key is not accepted"}

    def test_an_unknown_key_is_let_in_when_every_key_is(self, folders, stranger):
        port = free_port()
        receiver_keys = folders.receiver_keys(only_known=False)
        with (
            running_engine([port], keys=receiver_keys) as (_, recorder),
            sending(port, keys=stranger),
        ):
            recorder.wait_for_state(port, PortState.LIVE)

    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_a_plain_sender_at_a_secure_receiver(self, folders, pattern):
        port = free_port()
        receiver_keys = folders.receiver_keys(only_known=False)
        with (
            running_engine([port], pattern, keys=receiver_keys) as receiving,
            sending(port, pattern) as sender,
        ):
            assert NO_SECURITY in is_rejected(receiving, port)
            is_refused(sender)
            assert all(NO_SECURITY in reason for reason in refusals(sender))

    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_a_secure_sender_at_a_plain_receiver(self, folders, pattern):
        port = free_port()
        with (
            running_engine([port], pattern) as receiving,
            sending(port, pattern, keys=folders.sender_keys()) as sender,
        ):
            assert NO_SECURITY in is_rejected(receiving, port)
            is_refused(sender)
            assert all(NO_SECURITY in reason for reason in refusals(sender))

    def test_a_wrong_copy_of_the_receivers_key(self, folders):
        port = free_port()
        keys = folders.sender_keys()
        wrong = SenderKeys(keys.own, folders.sender_keys(1).own.public)
        with (
            running_engine([port], keys=folders.receiver_keys()) as receiving,
            sending(port, keys=wrong) as sender,
        ):
            assert "wrong copy of our public key, server.key" in is_rejected(receiving, port)
            is_refused(sender)
            assert all("server.key" in reason for reason in refusals(sender))

    def test_a_stranger_does_not_disturb_the_camera_that_is_there(self, folders, stranger):
        port = free_port()
        with (
            running_engine([port], keys=folders.receiver_keys()) as (_, recorder),
            sending(port, keys=folders.sender_keys()),
        ):
            recorder.wait_for_state(port, PortState.LIVE)
            with sending(port, keys=stranger) as refused:
                is_refused(refused)
                recorder.wait_for_picture(port, len(recorder.pictures(port)) + 5)
            assert recorder.states(port) == [PortState.LIVE]


class TestNeverASilentDowngrade:
    def test_after_restarts_of_the_receiver(self, folders):
        port = free_port()
        with (
            sending(port, keys=folders.sender_keys()) as sender,
            sending(port) as plain,
        ):
            for number in range(1, 5):
                with running_engine([port], keys=folders.receiver_keys()) as (engine, recorder):
                    recorder.wait_for_picture(port, 5)
                    wait_until(lambda: engine.statuses()[port].connects)
                    assert engine.statuses()[port].connects == 1
                    # It comes back by and by, so it is waited for while somebody is there.
                    is_refused(plain)
                sender.wait_for("connected", port, count=number)

    def test_after_restarts_of_the_senders(self, folders):
        port = free_port()
        with running_engine([port], keys=folders.receiver_keys()) as (engine, recorder):
            for number in range(1, 5):
                with sending(port, keys=folders.sender_keys()):
                    recorder.wait_for_picture(port, 5 * number)
                with sending(port) as plain:
                    is_refused(plain)
            wait_until(lambda: engine.statuses()[port].disconnects == 4)
            assert engine.statuses()[port].connects == 4

    def test_a_listener_opened_again_has_its_keys_again(self, folders):
        port = free_port()
        with running_engine([port], keys=folders.receiver_keys()) as (engine, recorder):
            for number in range(1, 4):
                with sending(port, keys=folders.sender_keys()):
                    recorder.wait_for_picture(port, 5 * number)
                with sending(port) as plain:
                    is_refused(plain)
                engine.remove_port(port)
                assert engine.wait_until_done()
                engine.show(port, (160, 120))
                engine.add_port(port)

    def test_a_sender_does_not_send_in_the_clear_while_its_receiver_is_another(self, folders):
        """It meets a receiver without security, waits, and goes on when its own one is back."""
        port = free_port()
        with sending(port, keys=folders.sender_keys(), message="secret") as sender:
            with running_engine([port]) as receiving:
                is_refused(sender)
                is_rejected(receiving, port)
            with running_engine([port], keys=folders.receiver_keys()) as (_, recorder):
                recorder.wait_for_state(port, PortState.LIVE)

    def test_a_sender_that_was_refused_is_let_in_when_its_key_is_known(self, folders, stranger):
        port = free_port()
        with sending(port, keys=stranger) as sender:
            with running_engine([port], keys=folders.receiver_keys()):
                is_refused(sender)
            receiver_keys = folders.receiver_keys(only_known=False)
            with running_engine([port], keys=receiver_keys) as (_, recorder):
                recorder.wait_for_state(port, PortState.LIVE)

    def test_without_somebody_who_knows_the_keys_nobody_is_let_in(self, folders):
        """ZeroMQ alone would then let in everybody."""
        port = free_port()
        settings = ListenSettings("127.0.0.1", keys=folders.receiver_keys())
        with zmq.Context() as context:
            receiver = listening_socket(context, settings)
            bind(receiver, settings, port)
            with sending(port, keys=folders.sender_keys()) as sender:
                wait_until(lambda: refusals(sender), SECONDS, "the refusal")
                assert not receiver.poll(0)
            receiver.close(linger=0)


def test_engines_with_different_keys_live_in_one_process(tmp_path):
    houses = [make_folders(tmp_path / str(number)) for number in range(3)]
    ports = free_ports(len(houses))
    with ExitStack() as stack:
        recorders = [
            stack.enter_context(running_engine([port], keys=house.receiver_keys()))[1]
            for port, house in zip(ports, houses, strict=True)
        ]
        for port, house in zip(ports, houses, strict=True):
            stack.enter_context(sending(port, keys=house.sender_keys()))
        for port, recorder in zip(ports, recorders, strict=True):
            recorder.wait_for_picture(port, 5)
        wrong = SenderKeys(houses[0].sender_keys().own, houses[1].sender_keys().receiver)
        refused = stack.enter_context(sending(ports[1], keys=wrong))
        is_refused(refused)
        assert refusals(refused) == {"the key is not accepted"}
        for port, recorder in zip(ports, recorders, strict=True):
            recorder.wait_for_picture(port, len(recorder.pictures(port)) + 5)
            assert recorder.states(port) == [PortState.LIVE]


def test_one_engine_ends_while_another_goes_on(tmp_path):
    houses = [make_folders(tmp_path / str(number)) for number in range(2)]
    ports = free_ports(2)
    with running_engine([ports[0]], keys=houses[0].receiver_keys()) as (_, recorder):
        with running_engine([ports[1]], keys=houses[1].receiver_keys()):
            pass
        with sending(ports[0], keys=houses[0].sender_keys()):
            recorder.wait_for_state(ports[0], PortState.LIVE)


def test_where_a_sender_comes_from_makes_no_difference(folders, stranger):
    port = free_port()
    with (
        running_engine([port], keys=folders.receiver_keys()) as (engine, recorder),
        zmq.Context() as context,
    ):
        for keys, state in (
            (stranger, PortState.REJECTED),
            (folders.sender_keys(), PortState.LIVE),
        ):
            settings = ConnectSettings(keys=keys)
            socket = connecting_socket(context, settings)
            connect(socket, settings, "127.0.0.5:0;127.0.0.1", port)
            if state is PortState.LIVE:
                assert socket.poll(PATIENCE * 1000, zmq.POLLOUT)
                socket.send_multipart([b"", *jpeg_frame()])
            recorder.wait_for_state(port, state)
            if state is PortState.REJECTED:
                assert "from 127.0.0.5" in engine.statuses()[port].reason
            socket.close(linger=0)


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_somebody_who_listens_in_reads_nothing_unless_it_is_in_the_clear(folders, secure, pattern):
    port = free_port()
    receiver_keys = folders.receiver_keys() if secure else None
    sender_keys = folders.sender_keys() if secure else None
    with (
        running_engine([port], pattern, keys=receiver_keys) as (engine, recorder),
        TappingProxy(port) as tap,
        sending(tap.port, pattern, keys=sender_keys, message="the code is 4711"),
    ):
        recorder.wait_for_events(MessageReceived, port, 3)
        if pattern is not Pattern.PUBLISH_SUBSCRIBE:
            engine.reply([port], "open the gate")
            wait_until(lambda: not engine.statuses()[port].reply_waiting)
            recorder.wait_for_picture(port, len(recorder.pictures(port)) + 3)
        words = [b"the code is 4711", b"terminate_flag", b"JFIF"]
        if pattern is not Pattern.PUBLISH_SUBSCRIBE:
            words.append(b"open the gate")
        assert len(tap.heard) > 3000
        assert [word in tap.heard for word in words] == [not secure] * len(words)


@pytest.mark.end_to_end
class TestPrograms:
    SOURCE = ("--source", "test-pattern", "--size", "320x240")

    def server(self, port, *flags):
        return RunningServer("--connect", f"127.0.0.1:{port}", *self.SOURCE, *flags)

    @pytest.mark.parametrize("mode", [1, 2])
    def test_the_server_reaches_a_secure_receiver_by_its_flags(self, folders, mode):
        port = free_port()
        receiver_keys = folders.receiver_keys(only_known=mode == 2)
        with (
            running_engine([port], keys=receiver_keys) as (_, recorder),
            self.server(port, "--secure", mode, "--keys", folders.senders[0]) as server,
        ):
            server.wait_for(f"connected to 127.0.0.1:{port}")
            recorder.wait_for_state(port, PortState.LIVE)

    def test_the_server_says_once_why_it_is_refused_and_goes_on_trying(self, folders, tmp_path):
        port = free_port()
        make_stranger(tmp_path / "stranger", folders)
        with self.server(port, "--secure", "2", "--keys", tmp_path / "stranger") as server:
            with running_engine([port], keys=folders.receiver_keys()) as receiving:
                server.wait_for("refused the connection: the key is not accepted")
                is_rejected(receiving, port)
            for _ in range(2):
                with running_engine([port], keys=folders.receiver_keys()) as receiving:
                    is_rejected(receiving, port)
            assert len([line for line in server.lines if "refused" in line]) == 1
            receiver_keys = folders.receiver_keys(only_known=False)
            with running_engine([port], keys=receiver_keys) as (_, recorder):
                recorder.wait_for_state(port, PortState.LIVE)

    def test_keys_made_by_the_programs_themselves(self, tmp_path):
        """What the README tells: make, copy two public files, start."""
        desk, node, report = tmp_path / "desk", tmp_path / "node", tmp_path / "report.json"
        code, text = run_monitor("--make-keys", desk)
        assert code == 0
        assert "Give every sender:      public_keys/server.key" in text
        with RunningServer("--make-keys", node) as server:
            assert server.wait() == 0
            assert "Give the receiver:      public_keys/client.key" in server.lines[1]
        shutil.copy(public_file(node, SENDER), public_file(desk, "front-gate"))
        shutil.copy(public_file(desk, "server"), public_file(node, "server"))
        port = free_port()
        with self.server(port, "--secure", "2", "--keys", node):
            code, text = run_monitor(
                "--ports", port, "--listen", "127.0.0.1", "--secure", "2", "--keys", desk,
                "--report", report, "--exit-after", "4",
            )  # fmt: skip
        assert code == 0, text
        assert read_report(report)["ports"][str(port)]["received"] > 5

    def test_a_missing_key_is_one_line_and_exit_code_2(self, tmp_path):
        code, text = run_monitor("--secure", "2", "--keys", tmp_path)
        assert code == 2
        assert text.count("\n") == 1
        assert f"{tmp_path}/keys/private_keys/server.key_secret is missing" in text
