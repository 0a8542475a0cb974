"""Security together with stock VidGear at either end, with its own key folders."""

import shutil

import pytest
from vidgear.gears.helper import generate_auth_certificates

from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.security.curve_keys import (
    RECEIVER,
    SENDER,
    load_receiver_keys,
    load_sender_keys,
    make_keys,
    public_file,
    secret_file,
    stock_folder,
)
from tests.support.free_ports import free_port
from tests.support.receiving import running_engine
from tests.support.running_server import RunningServer
from tests.support.stock_peer import StockReceiver, StockSender
from tests.support.waiting import wait_until

pytestmark = pytest.mark.interop


@pytest.fixture(params=["made by stock", "made by us"])
def location(request, tmp_path):
    """A stock peer's custom_cert_location: it wants all four files."""
    folder = tmp_path / "stock"
    folder.mkdir()
    if request.param == "made by stock":
        generate_auth_certificates(str(folder), overwrite=False)
    else:
        make_keys(stock_folder(folder))
    return folder


def our_folder(tmp_path, location, own, other):
    """Return a folder with only our own secret and the other end's public key."""
    folder, stock = tmp_path / "ours", stock_folder(location)
    for path in (secret_file(folder, own), public_file(folder, other)):
        path.parent.mkdir(parents=True)
        shutil.copy(stock / path.relative_to(folder), path)
    return folder


def options(location, mode):
    return {"secure_mode": mode, "custom_cert_location": str(location)}


@pytest.mark.parametrize("mode", [1, 2])
@pytest.mark.parametrize("pattern", [Pattern.REQUEST_REPLY, Pattern.PUBLISH_SUBSCRIBE])
def test_a_stock_sender_is_live(tmp_path, location, mode, pattern):
    port = free_port()
    folder = our_folder(tmp_path, location, RECEIVER, SENDER)
    keys = load_receiver_keys(folder, only_known=mode == 2)
    with (
        running_engine([port], pattern, keys=keys) as (_, recorder),
        StockSender(port, pattern=pattern.value, **options(location, mode)) as sender,
    ):
        sender.wait_for_sent(10)
        recorder.wait_for_state(port, PortState.LIVE)
        recorder.wait_for_picture(port, 5)


@pytest.mark.parametrize("mode", [1, 2])
def test_a_stock_receiver_shows_our_sender(tmp_path, location, mode):
    port = free_port()
    folder = our_folder(tmp_path, location, SENDER, RECEIVER)
    load_sender_keys(folder)
    server = (
        "--connect", f"127.0.0.1:{port}", "--source", "test-pattern", "--size", "320x240",
        "--secure", mode, "--keys", folder,
    )  # fmt: skip
    with StockReceiver(port, **options(location, mode)) as receiver:
        receiver.wait_until_ready()
        with RunningServer(*server):
            receiver.wait_for_received(10)


def test_a_stock_sender_with_an_unknown_key_is_refused_and_shown(tmp_path, location):
    port = free_port()
    make_keys(tmp_path / "camera", names=[SENDER])
    folder = our_folder(tmp_path, location, RECEIVER, SENDER)
    shutil.copy(public_file(tmp_path / "camera", SENDER), public_file(folder, SENDER))
    keys = load_receiver_keys(folder, only_known=True)
    with running_engine([port], keys=keys) as (engine, recorder):
        with StockSender(port, frames=1, **options(location, 2)):
            wait_until(lambda: recorder.states(port) == [PortState.REJECTED])
        assert "the key is not accepted" in engine.statuses()[port].reason
        assert engine.statuses()[port].received == 0


def test_a_stock_sender_without_security_is_refused(tmp_path, location):
    """It breaks off at once, and ZeroMQ then never lets it try again.

    On a busy computer it is gone before it was looked at, and counts as one who scans, which is
    told, too. So it is started until it was slow enough.
    """
    port = free_port()
    folder = our_folder(tmp_path, location, RECEIVER, SENDER)
    keys = load_receiver_keys(folder, only_known=False)
    with running_engine([port], keys=keys) as (engine, recorder):

        def turned_away():
            status = engine.statuses().get(port)
            return status.rejected_messages if status else 0

        def is_refused():
            before = turned_away()
            with StockSender(port, max_retries=5):
                wait_until(lambda: recorder.states(port) or turned_away() > before)
            return recorder.states(port)

        assert wait_until(is_refused) == [PortState.REJECTED]
        assert engine.statuses()[port].received == 0
