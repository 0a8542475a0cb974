"""The tunnel through OpenSSH's own sshd, with ZeroMQ at both ends."""

import logging
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.errors import TunnelError
from netgear_engine.frame import CapturedFrame
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.send_engine import SendEngine
from netgear_engine.transport.ssh import login as ssh_login
from netgear_engine.transport.ssh.target import SshTarget, parse_ssh_target
from netgear_engine.transport.ssh.tunnel import SshTunnel
from tests.support.free_ports import free_port
from tests.support.raw_peers import RawReceiver, RawSender
from tests.support.receiving import running_engine
from tests.support.recorders import SendRecorder
from tests.support.ssh_server import SshServer, make_key, ssh_user
from tests.support.waiting import PATIENCE, wait_until
from tests.support.wire import jpeg

CLOCK = SystemClock()
HELLO = [b'{"number": 1}', b"payload"]


@pytest.fixture(scope="module")
def user():
    with ssh_user() as made:
        yield made


@pytest.fixture
def server(user):
    with SshServer(user) as running:
        yield running


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home without keys, known hosts or an agent, and a program that has met no host yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setattr(ssh_login._NewHosts, "_accepted", {})
    (tmp_path / ".ssh").mkdir()
    return tmp_path


@pytest.fixture
def known_hosts(home):
    return home / ".ssh" / "known_hosts"


@pytest.fixture
def known(server, known_hosts):
    """Makes the server a known host."""
    known_hosts.write_text(server.known_hosts_line)


@pytest.fixture
def remote_port():
    return free_port()


@pytest.fixture
def make_tunnel(server, remote_port):
    """Return a function that makes a tunnel, by default with the key that opens the server."""
    made = []

    def make(address=None, **login):
        target = parse_ssh_target(address or server.address)
        if not login:
            login = {"keyfile": str(server.keyfile)}
        made.append(SshTunnel(target, "127.0.0.1", remote_port, clock=CLOCK, **login))
        return made[-1]

    yield make
    for tunnel in made:
        tunnel.close()


def refusal(tunnel):
    """Return the words with which a tunnel cannot be opened."""
    with pytest.raises(TunnelError) as caught:
        tunnel.open()
    return str(caught.value)


def seconds_to_close(tunnel):
    started = CLOCK.monotonic()
    tunnel.close()
    return CLOCK.monotonic() - started


def carries(local_port, remote_port):
    """A message goes through and its answer comes back."""
    with RawReceiver(remote_port) as receiver, RawSender(local_port) as sender:
        sender.send(HELLO)
        arrived = receiver.receive(10)
        receiver.answer(arrived, data="left")
        return arrived.payload == HELLO[1] and sender.answer(10)["data"] == "left"


@contextmanager
def silent_host():
    """A port at which connections are taken but nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@contextmanager
def swallowing_host():
    """A port at which connections are not even taken, as behind a firewall that drops."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for one in crowd:
            one.close()


# ------------------------------------------------------------------------------------ logging in


def test_a_key_file_opens_the_way(make_tunnel, remote_port):
    assert carries(make_tunnel().open(), remote_port)


def test_a_key_of_another_kind_opens_it_too(make_tunnel, server, home, remote_port):
    server.allow(make_key(home / "rsa", "rsa"))
    assert carries(make_tunnel(keyfile="~/rsa").open(), remote_port)


def test_the_users_own_key_needs_no_mention(make_tunnel, server, home, remote_port):
    server.allow(make_key(home / ".ssh" / "id_ed25519"))
    assert carries(make_tunnel(password=None).open(), remote_port)


def test_the_password_unlocks_a_locked_key(make_tunnel, server, known, home, remote_port):
    server.allow(make_key(home / "locked", passphrase="open sesame"))
    tunnel = make_tunnel(keyfile=str(home / "locked"), password="open sesame")
    assert carries(tunnel.open(), remote_port)


def test_a_locked_key_without_a_password_is_explained(make_tunnel, server, home):
    server.allow(make_key(home / "locked", passphrase="open sesame"))
    assert "locked" in refusal(make_tunnel(keyfile=str(home / "locked")))


def test_a_password_opens_the_way(make_tunnel, user, known, remote_port):
    if user.password is None:
        pytest.skip("sshd checks passwords only when root runs it")
    assert carries(make_tunnel(password=user.password).open(), remote_port)


def test_the_password_helps_when_the_key_does_not(make_tunnel, user, known, home, remote_port):
    if user.password is None:
        pytest.skip("sshd checks passwords only when root runs it")
    tunnel = make_tunnel(password=user.password, keyfile=str(make_key(home / "unknown")))
    assert carries(tunnel.open(), remote_port)


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_a_key_that_the_host_does_not_know_is_refused(make_tunnel, server, home, kind):
    words = refusal(make_tunnel(keyfile=str(make_key(home / "unknown", kind))))
    assert f"{server.address} refuses the login with this user name and key:" in words


def test_a_wrong_password_is_refused(make_tunnel, server, known):
    words = refusal(make_tunnel(password="wrong"))
    assert f"{server.address} refuses the login" in words
    assert "password" in words


def test_nothing_to_log_in_with_is_refused(make_tunnel):
    assert "refuses the login" in refusal(make_tunnel(password=None))


def test_a_key_file_that_is_missing_is_named(make_tunnel, home):
    assert f"{home}/nowhere is not there" in refusal(make_tunnel(keyfile="~/nowhere"))


def test_a_key_file_that_is_no_key_is_refused(make_tunnel, home):
    (home / "poem").write_bytes(b"\xff\xfe roses are red")
    assert "refuses the login" in refusal(make_tunnel(keyfile="~/poem"))


# --------------------------------------------------------------------------- the host and its key


def test_a_host_where_nobody_listens_is_named(make_tunnel):
    port = free_port()
    words = refusal(make_tunnel(f"pi@127.0.0.1:{port}"))
    assert f"127.0.0.1 cannot be reached at port {port}: Connection refused" in words


def test_a_name_that_nobody_knows_is_named(make_tunnel):
    assert "no-such-host.invalid is not known" in refusal(make_tunnel("pi@no-such-host.invalid"))


def test_something_that_is_not_ssh_is_refused(make_tunnel):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)

        def talk():
            line, _ = listener.accept()
            with line:
                line.sendall(b"HTTP/1.1 400 Bad Request\r\n" * 300)

        talker = threading.Thread(target=talk)
        talker.start()
        words = refusal(make_tunnel(f"pi@127.0.0.1:{listener.getsockname()[1]}"))
        talker.join()
    assert "no SSH login" in words


def test_an_unknown_host_is_taken_with_a_warning_once(make_tunnel, server, caplog):
    make_tunnel().open()
    make_tunnel().open()
    warnings = [one for one in caplog.messages if "not in known_hosts" in one]
    assert len(warnings) == 1
    assert f"[127.0.0.1]:{server.port}" in warnings[0]


def test_an_unknown_host_gets_no_password(make_tunnel, server, known_hosts):
    words = refusal(make_tunnel(password="secret"))
    assert f"[127.0.0.1]:{server.port} is not in known_hosts" in words
    assert "SHA256:" in words
    command = f"ssh-keyscan -p {server.port} 127.0.0.1"
    assert f"{command} >> ~/.ssh/known_hosts" in words
    scanned = subprocess.run(command.split(), capture_output=True, text=True, check=True)
    known_hosts.write_text(scanned.stdout)
    assert "refuses the login" in refusal(make_tunnel(password="secret"))


def test_a_known_host_is_not_worth_a_word(make_tunnel, server, known_hosts, caplog):
    known_hosts.write_text(server.known_hosts_line)
    make_tunnel().open()
    assert caplog.messages == []


def test_a_host_with_another_key_than_the_known_one_is_refused(
    make_tunnel, server, known_hosts, home
):
    known_hosts.write_text(server.known_hosts_line)
    server.stop()
    server.change_host_key()
    server.start()
    words = refusal(make_tunnel())
    assert "another host key" in words
    assert f"ssh-keygen -R '[127.0.0.1]:{server.port}'" in words


def test_a_host_that_changes_its_key_while_the_program_runs_is_refused(make_tunnel, server):
    make_tunnel().open()
    server.stop()
    server.change_host_key()
    server.start()
    assert "another host key" in refusal(make_tunnel())


def test_a_host_that_does_not_forward_is_named(user, remote_port):
    with SshServer(user, "AllowTcpForwarding no") as server:
        target = parse_ssh_target(server.address)
        keyfile = str(server.keyfile)
        tunnel = SshTunnel(target, "127.0.0.1", remote_port, clock=CLOCK, keyfile=keyfile)
        assert "AllowTcpForwarding" in refusal(tunnel)


def test_without_paramiko_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "paramiko", None)
    tunnel = SshTunnel(SshTarget("pi", "127.0.0.1"), "127.0.0.1", 5555, clock=CLOCK)
    assert "pip install 'netgear-monitor[ssh]'" in refusal(tunnel)


# ------------------------------------------------------------------------------------- carrying


def test_a_receiver_may_come_later(make_tunnel, remote_port):
    with RawSender(make_tunnel().open()) as sender:
        sender.socket.send_multipart([b"", *HELLO])
        with RawReceiver(remote_port) as receiver:
            assert receiver.receive().payload == HELLO[1]


def test_a_receiver_may_restart(make_tunnel, remote_port):
    local_port = make_tunnel().open()
    for _ in range(3):
        assert carries(local_port, remote_port)


def test_an_answer_is_not_kept_back(make_tunnel, remote_port):
    local_port = make_tunnel().open()
    seconds = []
    with RawReceiver(remote_port) as receiver, RawSender(local_port) as sender:
        for _ in range(40):
            started = CLOCK.monotonic()
            sender.send([b"{}", bytes(50_000)])
            receiver.answer(receiver.receive())
            sender.answer()
            seconds.append(CLOCK.monotonic() - started)
    # Else all but one took the 40 ms of a delayed confirmation; a busy computer makes most slow.
    assert sorted(seconds)[5] < 0.03, "as when small packets wait for confirmations"


def test_much_data_arrives_unharmed_though_nobody_takes_it_at_first(make_tunnel, remote_port):
    frames = [bytes([number]) * 1_000_000 for number in range(40)]
    local_port = make_tunnel().open()
    with RawReceiver(remote_port, room=1) as receiver, RawSender(local_port) as sender:
        for frame in frames:
            sender.send([b"{}", frame])
        # The way is full now: two connections of a few megabytes each.
        second = RawSender(local_port)
        with second:
            second.send(HELLO)
            arrived = [receiver.receive(10).payload for _ in range(41)]
    assert HELLO[1] in arrived
    arrived.remove(HELLO[1])
    assert arrived == frames


def test_the_last_words_arrive_though_everything_is_closed_at_once(make_tunnel, remote_port):
    tunnel = make_tunnel()
    local_port = tunnel.open()
    with RawReceiver(remote_port) as receiver:
        sender = RawSender(local_port)
        sender.send(HELLO)
        receiver.receive()
        # Large, so that much of it is still on its way when the tunnel is closed.
        sender.socket.send_multipart([b"", b'{"last": true}', bytes(20_000_000)])
        sender.socket.close(linger=5000)
        sender._context.term()
        assert seconds_to_close(tunnel) < 1
        assert receiver.receive().header == {"last": True}


# ------------------------------------------------------------------------------- lost and made anew


@contextmanager
def frames_flowing(make_tunnel, remote_port):
    """Send frames through a tunnel all the time; give the tunnel and what counts the arrivals."""
    tunnel = make_tunnel()
    local_port = tunnel.open()
    ended = threading.Event()
    with running_engine([remote_port]) as (engine, _):
        sending = SendEngine(
            [Receiver("127.0.0.1", local_port)], listener=SendRecorder(), clock=CLOCK
        )
        sending.start()

        def send():
            while not ended.wait(0.02):
                sending.send(CapturedFrame(CLOCK.wall(), jpeg=jpeg(1)))

        camera = threading.Thread(target=send)
        camera.start()
        try:
            wait_until(engine.statuses, what="the first report")
            yield tunnel, lambda: engine.statuses()[remote_port].received
        finally:
            ended.set()
            camera.join()
            sending.stop()


def wait_for_more(frames, timeout=PATIENCE):
    before = frames()
    wait_until(lambda: frames() > before + 5, timeout, "frames")


def test_frames_flow_again_after_the_session_was_killed(make_tunnel, server, remote_port):
    with frames_flowing(make_tunnel, remote_port) as (_, frames):
        for _ in range(2):
            wait_for_more(frames)
            server.kill_sessions()
            wait_for_more(frames)


def test_frames_flow_again_after_the_host_was_down(make_tunnel, server, remote_port, caplog):
    with frames_flowing(make_tunnel, remote_port) as (_, frames):
        wait_for_more(frames)
        server.stop()
        wait_until(lambda: "Connection refused" in caplog.text)
        server.start()
        wait_for_more(frames)
    lost = [one for one in caplog.messages if "is lost and is being made again" in one]
    assert len(lost) == 1


def test_frames_flow_again_after_the_session_hung(make_tunnel, server, remote_port):
    with frames_flowing(make_tunnel, remote_port) as (_, frames):
        wait_for_more(frames)
        server.freeze_sessions()
        wait_for_more(frames, 30)


def test_a_host_that_comes_back_with_another_key_gets_nothing(
    make_tunnel, server, remote_port, caplog
):
    caplog.set_level(logging.INFO)
    with frames_flowing(make_tunnel, remote_port) as (_, frames):
        wait_for_more(frames)
        server.stop()
        server.change_host_key()
        server.start()
        wait_until(lambda: "another host key" in caplog.text)
        assert "is back" not in caplog.text


# ---------------------------------------------------------------------------------------- the end


def test_closing_twice_or_unopened_is_fine(make_tunnel):
    tunnel = make_tunnel()
    tunnel.close()
    opened = make_tunnel()
    opened.open()
    opened.close()
    assert seconds_to_close(opened) < 1


def test_it_closes_while_nothing_happens(make_tunnel):
    tunnel = make_tunnel()
    local_port = tunnel.open()
    assert seconds_to_close(tunnel) < 1
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", local_port))


def test_it_closes_while_frames_flow(make_tunnel, remote_port):
    with frames_flowing(make_tunnel, remote_port) as (tunnel, frames):
        wait_for_more(frames)
        assert seconds_to_close(tunnel) < 1


def test_it_closes_while_it_is_lost(make_tunnel, server, caplog):
    tunnel = make_tunnel()
    tunnel.open()
    server.stop()
    wait_until(lambda: "Connection refused" in caplog.text)
    assert seconds_to_close(tunnel) < 1


def test_it_closes_while_the_session_hangs_and_the_way_is_full(make_tunnel, server, remote_port):
    tunnel = make_tunnel()
    local_port = tunnel.open()
    with RawReceiver(remote_port) as receiver, RawSender(local_port) as sender:
        sender.send(HELLO)
        receiver.receive()
        server.freeze_sessions()
        # More than fits into all buffers: the tunnel's thread comes to wait inside paramiko.
        for _ in range(20):
            sender.send([b"{}", bytes(1_000_000)])
        wait_until(lambda: unsent_bytes(server.port) > 400_000, what="a full way")
        assert seconds_to_close(tunnel) < 1


def unsent_bytes(port):
    """Return how much the kernel holds for a port of 127.0.0.1."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(
        int(queues.partition(":")[0], 16)
        for _, _, remote, _, queues, *_ in lines
        if remote == f"0100007F:{port:04X}"
    )


@pytest.mark.parametrize("host", [silent_host, swallowing_host])
def test_it_closes_while_it_is_being_opened(host):
    with host() as port:
        tunnel = SshTunnel(SshTarget("pi", "127.0.0.1", port), "127.0.0.1", 5555, clock=CLOCK)
        words = []
        opener = threading.Thread(target=lambda: words.append(refusal(tunnel)))
        opener.start()
        opener.join(0.5)
        assert opener.is_alive(), words
        started = CLOCK.monotonic()
        tunnel.close()
        opener.join(PATIENCE)
        assert CLOCK.monotonic() - started < 1
        assert len(words) == 1
