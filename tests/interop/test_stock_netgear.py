"""All ways of use with our NetGear at one end and VidGear's, in its own process, at the other."""

import pytest

from netgear_engine import NetGear
from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder, Taker, frame_in
from tests.support.numbered_frames import numbered_frame
from tests.support.stock_peer import StockReceiver, StockSender
from tests.support.waiting import wait_until

pytestmark = pytest.mark.interop

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
ALL = [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE]
ANSWERED = [PAIR, REQUEST_REPLY]
MULTI = [REQUEST_REPLY, PUBLISH_SUBSCRIBE]
COLOR = (40, 120, 200)
MULTI_SERVERS = {"multiserver_mode": True}
MULTI_CLIENTS = {"multiclient_mode": True}
BOTH_WAYS = {"bidirectional_mode": True}


def receiver(port, pattern, **options):
    return NetGear("127.0.0.1", port, pattern=pattern, receive_mode=True, **options)


def sender(port, pattern, **options):
    return NetGear("127.0.0.1", port, pattern=pattern, **options)


def assert_stocks_picture(result):
    frame = frame_in(result)
    assert frame.shape == (240, 320, 3)
    assert frame[:40].reshape(-1, 3).mean(axis=0) == pytest.approx(COLOR, abs=4)


def assert_our_picture(received):
    assert received["shape"] == [48, 64, 3]
    assert received["dtype"] == "uint8"


# ----------------------------------------------------------------------------- stock sends to ours


@pytest.mark.parametrize(("pattern", "compressed"), [(0, True), (1, True), (1, False), (2, True)])
def test_we_receive_from_stock(pattern, compressed):
    port = free_port()
    options = {"jpeg_compression": compressed}
    with (
        Taker(receiver(port, pattern)) as taker,
        StockSender(port, pattern=pattern, color=COLOR, **options) as stock,
    ):
        for result in taker.wait_for(10):
            assert_stocks_picture(result)
        stock.stop()
        assert stock.error is None
        if pattern != PUBLISH_SUBSCRIBE:
            taker.wait_for_end()
        assert stock.replies == []


@pytest.mark.parametrize("pattern", ANSWERED)
def test_we_hear_and_answer_stock(pattern):
    port = free_port()
    with (
        Taker(receiver(port, pattern, **BOTH_WAYS), reply=lambda number: {"n": number}) as taker,
        StockSender(
            port, pattern=pattern, message="hello", number_messages=True, frames=30, **BOTH_WAYS
        ) as stock,
    ):
        results = taker.wait_for(30)
        replies = [reply["n"] for reply in stock.wait_for_replies(25)]
        taker.wait_for_end()
    assert [message for message, _ in results] == [
        {"number": number, "message": "hello"} for number in range(30)
    ]
    assert replies == sorted(replies)
    assert replies[-1] >= 25


@pytest.mark.parametrize(("pattern", "compressed"), [(0, True), (1, True), (1, False)])
def test_stock_gets_our_arrays(pattern, compressed):
    port = free_port()
    options = {**BOTH_WAYS, "jpeg_compression": compressed}
    with (
        Taker(receiver(port, pattern, **options), reply=lambda _: numbered_frame(0) + 99),
        StockSender(port, pattern=pattern, **options) as stock,
    ):
        reply = stock.wait_for_replies(3)[-1]
    assert reply == {"ndarray": [48, 64, 3], "mean": pytest.approx(99, abs=1)}


@pytest.mark.parametrize("as_number", [True, False])
@pytest.mark.parametrize("pattern", MULTI)
def test_we_receive_from_many_stocks(pattern, as_number):
    ports = free_ports(2)
    options = {**MULTI_SERVERS, "pattern": pattern, "port_as_number": as_number}
    with (
        Taker(receiver(ports, pattern, **MULTI_SERVERS)) as taker,
        StockSender(ports[0], message={"from": 1}, **options),
        StockSender(ports[1], color=COLOR, **options),
    ):
        given = [port if as_number else str(port) for port in ports]

        def seen():
            return {result[:-1] if len(result) == 2 else result[0] for result in taker.results}

        wait_until(lambda: seen() == {given[0], (given[1],)}, what=lambda: str(seen()))
        with_message = [result for result in taker.results if len(result) == 3]
        assert {str(message) for _, message, _ in with_message} == {"{'from': 1}"}
        assert_stocks_picture(next(one for one in taker.results if one[0] == given[1]))


def test_we_answer_many_stocks_and_end_when_all_are_gone():
    ports = free_ports(2)
    options = {**MULTI_SERVERS, **BOTH_WAYS}
    with (
        Taker(receiver(ports, REQUEST_REPLY, **options), reply=lambda _: "all") as taker,
        StockSender(ports[0], **options) as first,
        StockSender(ports[1], **options) as second,
    ):
        assert first.wait_for_replies(3)[-1] == "all"
        assert second.wait_for_replies(3)[-1] == "all"
        first.stop()
        taker.wait_for(len(taker.results) + 5)
        second.stop()
        taker.wait_for_end()


@pytest.mark.parametrize("pattern", MULTI)
def test_we_are_two_of_the_receivers_of_a_stock(pattern):
    ports = free_ports(2)
    with (
        Taker(receiver(ports[0], pattern, **MULTI_CLIENTS), reply=lambda _: "one") as first,
        Taker(receiver(str(ports[1]), pattern, **MULTI_CLIENTS), reply=lambda _: "two") as second,
        StockSender(ports, pattern=pattern, color=COLOR, **MULTI_CLIENTS) as stock,
    ):
        for taker in (first, second):
            assert_stocks_picture(taker.wait_for(5)[-1])
        if pattern == REQUEST_REPLY:
            wanted = [[ports[0], "one"], [str(ports[1]), "two"]]
            wait_until(lambda: all(one in stock.replies for one in wanted))
        stock.stop()
        assert stock.error is None
        if pattern == REQUEST_REPLY:
            first.wait_for_end()
            second.wait_for_end()


def test_we_hear_a_stocks_messages_as_two_receivers():
    ports = free_ports(2)
    options = {**MULTI_CLIENTS, **BOTH_WAYS}
    with (
        Taker(receiver(ports[0], REQUEST_REPLY, **options)) as first,
        Taker(receiver(ports[1], REQUEST_REPLY, **options)) as second,
        StockSender(ports, message="hello", **options),
    ):
        for taker in (first, second):
            assert {message for message, _ in taker.wait_for(5)} == {"hello"}


# ----------------------------------------------------------------------------- we send to stock


@pytest.mark.parametrize(("pattern", "compressed"), [(0, True), (1, True), (1, False), (2, True)])
def test_stock_receives_from_us(pattern, compressed):
    port = free_port()
    with StockReceiver(port, pattern=pattern) as stock:
        stock.wait_until_ready()
        ours = sender(port, pattern, jpeg_compression=compressed)
        with Feeder(ours) as feeder:
            assert_our_picture(stock.wait_for_received(10)[-1])
        assert set(feeder.replies) == {None}
        ours.close()
        if pattern != PUBLISH_SUBSCRIBE:
            stock.wait_until_ended()
        assert [one["before"] for one in stock.received[:5]] == [[]] * 5


@pytest.mark.parametrize("pattern", ANSWERED)
def test_stock_hears_and_answers_us(pattern):
    port = free_port()
    with StockReceiver(port, pattern=pattern, reply={"go": "left"}, **BOTH_WAYS) as stock:
        stock.wait_until_ready()
        ours = sender(port, pattern, **BOTH_WAYS)
        replies = [ours.send(numbered_frame(number), message={"n": number}) for number in range(9)]
        received = stock.wait_for_received(9)
        ours.close()
        stock.wait_until_ended()
    assert [one["before"] for one in received] == [[{"n": number}] for number in range(9)]
    assert replies[-1] == {"go": "left"}
    assert all(reply in (None, {"go": "left"}) for reply in replies)


@pytest.mark.parametrize("pattern", MULTI)
def test_a_stock_of_many_tells_us_apart(pattern):
    first, second = free_ports(2)
    with StockReceiver([first, second], pattern=pattern, **MULTI_SERVERS) as stock:
        stock.wait_until_ready()
        one = sender(first, pattern, **MULTI_SERVERS)
        other = sender(str(second), pattern, **MULTI_SERVERS)
        with Feeder(one), Feeder(other, message=lambda _: "hello"):
            wanted = [[first], [str(second), "hello"]]
            wait_until(lambda: all(w in (r["before"] for r in stock.received) for w in wanted))
        one.close()
        stock.wait_for_received(len(stock.received))
        other.close()
        if pattern == REQUEST_REPLY:
            stock.wait_until_ended()


def test_a_stock_of_many_answers_us():
    ports = free_ports(2)
    options = {**MULTI_SERVERS, **BOTH_WAYS}
    with StockReceiver(ports, reply=[1, 2], **options) as stock:
        stock.wait_until_ready()
        senders = [sender(port, REQUEST_REPLY, **options) for port in ports]
        for one in senders:
            with Feeder(one) as feeder:
                wait_until(lambda feeder=feeder: [1, 2] in feeder.replies, what="the reply")
        for one in senders:
            one.close()
        stock.wait_until_ended()


@pytest.mark.parametrize("pattern", MULTI)
def test_each_of_our_stock_receivers_gets_every_frame(pattern):
    ports = free_ports(2)
    with (
        StockReceiver(ports[0], pattern=pattern, reply="one", **MULTI_CLIENTS) as first,
        StockReceiver(ports[1], pattern=pattern, reply="two", **MULTI_CLIENTS) as second,
    ):
        first.wait_until_ready()
        second.wait_until_ready()
        ours = sender(ports, pattern, **MULTI_CLIENTS)
        with Feeder(ours) as feeder:
            feeder.wait_for_sent(30)
        sent = feeder.sent
        ours.close()
        for stock in (first, second):
            if pattern == REQUEST_REPLY:
                stock.wait_until_ended()
            # What stock has not yet handed out at the goodbye it throws away.
            assert sent - 3 <= len(stock.wait_for_received(sent - 3)) <= sent
            assert_our_picture(stock.received[-1])
        if pattern == REQUEST_REPLY:
            assert (str(ports[0]), "one") in feeder.replies
            assert (str(ports[1]), "two") in feeder.replies
        else:
            assert set(feeder.replies) == {None}


def test_stock_receivers_hear_our_messages():
    ports = free_ports(2)
    options = {**MULTI_CLIENTS, **BOTH_WAYS}
    with StockReceiver(ports[0], **options) as first, StockReceiver(ports[1], **options) as second:
        first.wait_until_ready()
        second.wait_until_ready()
        ours = sender(ports, REQUEST_REPLY, **options)
        with Feeder(ours, message=lambda number: number + 1):
            for stock in (first, second):
                messages = [one["before"][0] for one in stock.wait_for_received(10)]
                assert messages == list(range(1, len(messages) + 1))
        ours.close()


@pytest.mark.parametrize("colorspace", ["GRAY", "RGB", "BGRA", "CMYK"])
def test_stock_decodes_our_colour_spaces(colorspace):
    port = free_port()
    channels = {"GRAY": 1, "RGB": 3}.get(colorspace, 4)
    with StockReceiver(port) as stock:
        stock.wait_until_ready()
        ours = sender(port, REQUEST_REPLY, jpeg_compression=colorspace)
        frame = numbered_frame(5, channels=channels)
        ours.send(frame)
        shape = stock.wait_for_received(1)[0]["shape"]
        assert shape == ([48, 64] if colorspace == "GRAY" else [48, 64, channels])
        ours.close()
