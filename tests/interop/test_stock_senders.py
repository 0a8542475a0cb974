"""Stock VidGear sends, our engine receives."""

import numpy as np
import pytest

from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.events import MessageReceived
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.protocol.reply import ArrayReply
from tests.support.free_ports import free_port, free_ports
from tests.support.receiving import running_engine
from tests.support.stock_peer import StockSender
from tests.support.waiting import wait_until

pytestmark = pytest.mark.interop

COLOR = (40, 120, 200)


@pytest.mark.parametrize("pattern", [Pattern.REQUEST_REPLY, Pattern.PUBLISH_SUBSCRIBE])
@pytest.mark.parametrize("compressed", [True, False])
def test_a_stock_sender_is_live_in_its_own_colours(pattern, compressed):
    port = free_port()
    with running_engine([port], pattern) as (engine, recorder):
        options = {"multiserver_mode": True, "jpeg_compression": compressed}
        with StockSender(port, pattern=pattern, color=COLOR, **options) as sender:
            sender.wait_for_sent(30)
            picture = recorder.wait_for_picture(port, count=10)
            assert recorder.states(port) == [PortState.LIVE]
            assert picture.source_size == (320, 240)
            ground = picture.pixels[:40, :, :3].reshape(-1, 3).mean(axis=0)
            assert ground == pytest.approx(COLOR, abs=6)
        if pattern is Pattern.REQUEST_REPLY:
            # Over PUB the goodbye of a stock sender is usually lost.
            recorder.wait_for_state(port, PortState.ENDED)
        assert engine.statuses()[port].rejected_messages == 0


def test_a_reply_comes_back_from_the_send_of_one_sender_and_of_no_other():
    ports = free_ports(3)
    with running_engine(ports) as (engine, recorder):
        bidirectional = {"multiserver_mode": True, "bidirectional_mode": True}
        with (
            StockSender(ports[0], **bidirectional) as first,
            StockSender(ports[1], **bidirectional) as second,
            StockSender(ports[2], multiserver_mode=True) as third,
        ):
            for sender, port in zip((first, second, third), ports, strict=True):
                sender.wait_for_sent(5)
                recorder.wait_for_state(port, PortState.LIVE)
            engine.reply([ports[1]], {"lights": "on"})
            assert second.wait_for_replies(1) == [{"lights": "on"}]
            before = [len(sender.sent) for sender in (first, second, third)]
            for sender, count in zip((first, second, third), before, strict=True):
                sender.wait_for_sent(count + 15)
            assert second.replies == [{"lights": "on"}]
            assert first.replies == third.replies == []


@pytest.mark.parametrize("message", ["hello", {"door": "open", "n": [1, 2.5, None]}, 7, [1, 2]])
def test_a_message_of_any_kind_arrives(message):
    port = free_port()
    with (
        running_engine([port]) as (_, recorder),
        StockSender(port, bidirectional_mode=True, message=message, frames=5),
    ):
        told = recorder.wait_for_events(MessageReceived, port, count=5)
        assert [event.message for event in told] == [message] * 5


def test_a_picture_as_the_reply_comes_back_as_an_array():
    port = free_port()
    grey = np.full((48, 64, 3), 90, np.uint8)
    reply = ArrayReply(JpegSettings().content, jpeg.encode(grey, JpegSettings()))
    with (
        running_engine([port]) as (engine, recorder),
        StockSender(port, multiserver_mode=True, bidirectional_mode=True) as sender,
    ):
        recorder.wait_for_state(port, PortState.LIVE)
        engine.reply([port], reply)
        (got,) = sender.wait_for_replies(1)
        assert got["ndarray"] == [48, 64, 3]
        assert got["mean"] == pytest.approx(90, abs=2)
        sender.wait_for_sent(len(sender.sent) + 10)
        assert sender.error is None


def test_a_reply_kept_for_one_sender_comes_with_every_frame_until_it_is_cleared():
    port = free_port()
    with (
        running_engine([port]) as (engine, recorder),
        StockSender(port, multiserver_mode=True, bidirectional_mode=True) as sender,
    ):
        recorder.wait_for_state(port, PortState.LIVE)
        engine.keep_reply({"siren": True}, [port])
        assert sender.wait_for_replies(5)[:5] == [{"siren": True}] * 5
        engine.keep_reply(None, [port])
        assert engine.wait_until_done()
        sender.wait_for_sent(len(sender.sent) + 2)
        before = len(sender.replies)
        sender.wait_for_sent(len(sender.sent) + 10)
        assert len(sender.replies) == before


def test_a_sender_that_was_there_first_is_found():
    port = free_port()
    with StockSender(port, multiserver_mode=True, bidirectional_mode=True) as sender:
        wait_until(lambda: sender.exit_code is None)
        with running_engine([port]) as (_, recorder):
            recorder.wait_for_state(port, PortState.LIVE)
            sender.wait_for_sent(5)


def test_a_monitor_that_restarts_gets_the_frames_again():
    port = free_port()
    with StockSender(port, multiserver_mode=True, bidirectional_mode=True) as sender:
        for _ in range(3):
            with running_engine([port]) as (_, recorder):
                recorder.wait_for_picture(port, count=5)
        assert sender.error is None


def test_the_same_picture_again_and_again_is_called_repeating():
    port = free_port()
    with (
        running_engine([port]) as (_, recorder),
        StockSender(port, multiserver_mode=True, picture="still"),
    ):
        recorder.wait_for_state(port, PortState.REPEATING)
        assert recorder.states(port) == [PortState.LIVE, PortState.REPEATING]
