"""Options, and what may be combined: seen on the wire, in what comes out, and in the warnings."""

import logging
import socket
import threading

import numpy as np
import pytest
import simplejpeg
import zmq

from tests.support.free_ports import free_port, free_ports
from tests.support.netgear_threads import Feeder
from tests.support.netgear_under_test import ours_only
from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.raw_peers import RawReceiver

PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE = 0, 1, 2
NOISE = np.random.default_rng(3).integers(0, 256, (48, 64, 3), np.uint8)


def on_the_wire(netgear, *, port=None, kind=zmq.REP, message=None, **arguments):
    """Return the first frame that a bare receiver gets of a sender with these arguments."""
    port = port or free_port()
    with RawReceiver(int(port), kind) as receiver:
        sender = netgear(port, **arguments)
        sending = threading.Thread(target=sender.send, args=(NOISE, message))
        sending.start()
        arrived = receiver.receive()
        receiver.answer(arrived)
        sending.join(8)
        return arrived


def warnings(caplog):
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]


def quantisation(jpeg):
    """Return a JPEG's first quantisation table, which is what quality sets."""
    start = jpeg.index(b"\xff\xdb")
    return jpeg[start : start + 69]


def table_of(quality):
    return quantisation(bytes(simplejpeg.encode_jpeg(NOISE, quality, "BGR", "422")))


# -------------------------------------------------------------------------------- what is written


def test_the_header_is_stocks(netgear):
    header = on_the_wire(netgear, message={"a": 1}).header
    header.pop("ext", None)
    assert header == {
        "terminate_flag": False,
        "compression": {"dct": True, "ups": False, "colorspace": "BGR"},
        "message": {"a": 1},
        "pattern": "1",
        "dtype": "",
        "shape": "",
    }


@pytest.mark.parametrize("given", [int, str])
def test_only_multi_servers_mode_names_the_port_as_it_was_given(netgear, given):
    port = given(free_port())
    assert on_the_wire(netgear, port=port, multiserver_mode=True).header["port"] == port


def test_an_uncompressed_frame_tells_type_and_shape(netgear):
    arrived = on_the_wire(netgear, jpeg_compression=False)
    assert arrived.header["compression"] is False
    assert arrived.header["dtype"] == "uint8"
    assert arrived.header["shape"] == [48, 64, 3]
    assert arrived.payload == NOISE.tobytes()


def test_pictures_are_compressed_with_quality_90_by_default(netgear):
    payload = on_the_wire(netgear).payload
    assert quantisation(payload) == table_of(90)
    assert simplejpeg.decode_jpeg_header(payload)[2:] == ("YCbCr", "422")


@pytest.mark.parametrize("quality", [10, 55, 100, 55.9])
def test_quality_is_what_was_asked_for_and_a_fraction_is_cut_off(netgear, quality):
    payload = on_the_wire(netgear, jpeg_compression_quality=quality).payload
    assert quantisation(payload) == table_of(int(quality))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"jpeg_compression": True}, {"dct": True, "ups": False, "colorspace": "BGR"}),
        ({"jpeg_compression": "rgb"}, {"dct": True, "ups": False, "colorspace": "RGB"}),
        ({"jpeg_compression": " RGB "}, {"dct": True, "ups": False, "colorspace": "RGB"}),
        ({"jpeg_compression_fastdct": False}, {"dct": False, "ups": False, "colorspace": "BGR"}),
        ({"jpeg_compression_fastupsample": True}, {"dct": True, "ups": True, "colorspace": "BGR"}),
        ({" jpeg_compression ": "RGB"}, {"dct": True, "ups": False, "colorspace": "RGB"}),
    ],
)
def test_how_it_was_compressed_is_told(netgear, options, told):
    assert on_the_wire(netgear, **options).header["compression"] == told


@pytest.mark.parametrize(
    "options",
    [
        {"jpeg_compression_quality": 50, "jpeg_compression": "RGB"},
        {"jpeg_compression": "RGB", "jpeg_compression_quality": 50},
    ],
    ids=lambda options: next(iter(options)),
)
def test_the_order_of_options_does_not_matter(netgear, options):
    arrived = on_the_wire(netgear, **options)
    assert arrived.header["compression"]["colorspace"] == "RGB"
    assert quantisation(arrived.payload) == table_of(50)


# ------------------------------------------------------------------------------ what is not taken

STOCK_SAYS_NOTHING = ours_only("some invalid values are skipped without being named")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jpeg_compression_quality", 9),
        ("jpeg_compression_quality", 101),
        ("jpeg_compression_quality", -50),
        ("max_retries", -1),
        ("request_timeout", 3),
        ("request_timeout", 0),
        pytest.param("jpeg_compression_quality", "80", marks=STOCK_SAYS_NOTHING),
        pytest.param("jpeg_compression_quality", True, marks=STOCK_SAYS_NOTHING),
        pytest.param("jpeg_compression_quality", float("nan"), marks=STOCK_SAYS_NOTHING),
        pytest.param("jpeg_compression", "purple", marks=STOCK_SAYS_NOTHING),
        pytest.param("jpeg_compression", 5, marks=STOCK_SAYS_NOTHING),
        pytest.param("jpeg_compression_fastdct", 1, marks=STOCK_SAYS_NOTHING),
        pytest.param("jpeg_compression_fastupsample", "yes", marks=STOCK_SAYS_NOTHING),
        pytest.param("max_retries", "3", marks=STOCK_SAYS_NOTHING),
        pytest.param("multiserver_mode", "yes", marks=STOCK_SAYS_NOTHING),
        pytest.param("multiclient_mode", 1, marks=STOCK_SAYS_NOTHING),
        pytest.param("bidirectional_mode", None, marks=STOCK_SAYS_NOTHING),
        pytest.param("secure_mode", 3, marks=STOCK_SAYS_NOTHING),
        pytest.param("secure_mode", -1, marks=STOCK_SAYS_NOTHING),
        pytest.param("secure_mode", "1", marks=STOCK_SAYS_NOTHING),
        pytest.param("overwrite_cert", 1, marks=STOCK_SAYS_NOTHING),
        pytest.param("ssh_tunnel_mode", 22, marks=STOCK_SAYS_NOTHING),
        pytest.param("ssh_tunnel_keyfile", "/no/such/key", marks=STOCK_SAYS_NOTHING),
        pytest.param("ssh_tunnel_pwd", 7, marks=STOCK_SAYS_NOTHING),
        pytest.param("flag", "x", marks=STOCK_SAYS_NOTHING),
        pytest.param("copy", "x", marks=STOCK_SAYS_NOTHING),
        pytest.param("track", None, marks=STOCK_SAYS_NOTHING),
        pytest.param("no_such_option", 1, marks=STOCK_SAYS_NOTHING),
    ],
)
def test_an_invalid_value_is_skipped_with_a_warning_that_names_it(netgear, caplog, name, value):
    header = on_the_wire(netgear, **{name: value}).header
    assert header["compression"] == {"dct": True, "ups": False, "colorspace": "BGR"}
    assert any(name in text for text in warnings(caplog)), warnings(caplog)


@pytest.mark.parametrize("value", [0, -1, "2"])
def test_an_invalid_subscriber_timeout_is_skipped(netgear, caplog, value):
    """Stock's warning names another option."""
    port = free_port()
    receiver = netgear(port, PUBLISH_SUBSCRIBE, receive_mode=True, subscriber_timeout=value)
    with Feeder(netgear(port, PUBLISH_SUBSCRIBE)):
        assert receiver.recv().shape == (48, 64, 3)


@pytest.mark.parametrize(
    "options",
    [
        {"max_retries": 0, "request_timeout": 4, "flag": 0, "copy": True, "track": True},
        {"copy": False, "track": False, "overwrite_cert": True, "secure_mode": 0},
        {"multiserver_mode": False, "multiclient_mode": False, "bidirectional_mode": False},
    ],
    ids=str,
)
def test_valid_values_are_taken_without_a_warning(netgear, caplog, options):
    port = free_port()
    receiver = netgear(port, receive_mode=True, protocol="tcp", **options)
    sender = netgear(port, protocol="tcp", **options)
    sender.send(numbered_frame(2))
    assert number_of(receiver.recv()) == 2
    assert warnings(caplog) == []


@pytest.mark.parametrize("pattern", [3, -1, "1", None, 1.5, [1]], ids=repr)
def test_an_unknown_pattern_is_pair(netgear, caplog, pattern):
    arrived = on_the_wire(netgear, kind=zmq.PAIR, pattern=pattern)
    assert arrived.header["pattern"] == "0"
    assert any("pattern" in text for text in warnings(caplog))


@pytest.mark.parametrize("protocol", ["udp", "", "TCP", 6], ids=repr)
def test_an_unknown_protocol_is_tcp(netgear, caplog, protocol):
    on_the_wire(netgear, protocol=protocol)
    assert any("rotocol" in text for text in warnings(caplog))


def test_a_protocol_need_not_be_named(netgear):
    assert on_the_wire(netgear, protocol=None).header["pattern"] == "1"


@pytest.mark.parametrize("logging_wanted", [True, False])
def test_logging_may_be_on_or_off(netgear, logging_wanted):
    assert on_the_wire(netgear, logging=logging_wanted).header["pattern"] == "1"


# ------------------------------------------------------------------------ what does not go together

MULTI_SERVERS = {"multiserver_mode": True}
MULTI_CLIENTS = {"multiclient_mode": True}
TUNNEL = {"ssh_tunnel_mode": "somebody@localhost:47"}


@pytest.mark.parametrize("receive_mode", [True, False], ids=["receiver", "sender"])
@pytest.mark.parametrize(
    ("pattern", "options"),
    [
        (PAIR, MULTI_SERVERS),
        (PAIR, MULTI_CLIENTS),
        ("unknown", MULTI_SERVERS),
        (PUBLISH_SUBSCRIBE, {"bidirectional_mode": True}),
        (REQUEST_REPLY, MULTI_SERVERS | MULTI_CLIENTS),
        (PUBLISH_SUBSCRIBE, MULTI_SERVERS | MULTI_CLIENTS),
    ],
)
def test_modes_that_exclude_each_other_raise_value_error(netgear, receive_mode, pattern, options):
    with pytest.raises(ValueError, match=r"\S"):
        netgear(free_ports(2), pattern, receive_mode=receive_mode, **options)


@pytest.mark.parametrize("mode", [MULTI_SERVERS, MULTI_CLIENTS])
def test_no_tunnel_with_many_peers(netgear, mode):
    with pytest.raises(ValueError, match=r"(?i)ssh"):
        netgear([5566, 5567], **mode, **TUNNEL)


@pytest.mark.parametrize(
    "port",
    [None, 5566, "5566", pytest.param((), marks=ours_only("takes an empty list of ports"))],
    ids=repr,
)
def test_where_many_ports_are_needed_one_is_a_value_error(netgear, port):
    with pytest.raises(ValueError, match="port"):
        netgear(port, receive_mode=True, **MULTI_SERVERS)
    with pytest.raises(ValueError, match="port"):
        netgear(port, **MULTI_CLIENTS)


def test_where_one_port_of_many_is_needed_none_is_a_value_error(netgear):
    with pytest.raises(ValueError, match="port"):
        netgear(None, **MULTI_SERVERS)
    with pytest.raises(ValueError, match="port"):
        netgear(None, receive_mode=True, **MULTI_CLIENTS)


@pytest.mark.parametrize("address", ["999.1.1.1", "203.0.113.7", "no such host", "::g"])
@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE])
def test_an_address_that_is_not_ours_cannot_be_listened_on(netgear, pattern, address):
    with pytest.raises(RuntimeError, match=address.split()[0]):
        netgear(free_port(), pattern, address=address, receive_mode=True)


@pytest.mark.parametrize("port", ["abc", "", 0, 70000, -1, "55 66"], ids=repr)
@pytest.mark.parametrize("receive_mode", [True, False], ids=["receiver", "sender"])
@ours_only("some such ports are taken, and then nothing comes")
def test_what_is_no_port_is_refused(netgear, port, receive_mode):
    with pytest.raises((ValueError, RuntimeError), match="port"):
        netgear(port, receive_mode=receive_mode)


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE])
def test_a_port_that_is_in_use_cannot_be_listened_on(netgear, pattern):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(RuntimeError, match=str(port)):
            netgear(port, pattern, receive_mode=True)


@ours_only("the ports that it could have are lost until the program ends")
def test_when_one_of_many_ports_is_in_use_the_others_are_free_again(netgear):
    with socket.create_server(("127.0.0.1", 0)) as other:
        ports = [free_port(), other.getsockname()[1], free_port()]
        with pytest.raises(RuntimeError, match=str(ports[1])):
            netgear(ports, receive_mode=True, **MULTI_SERVERS)
        for port in (ports[0], ports[2]):
            socket.create_server(("127.0.0.1", port)).close()


# ---------------------------------------------------------------------------------- the wrong half


@pytest.mark.parametrize("pattern", [PAIR, REQUEST_REPLY, PUBLISH_SUBSCRIBE])
def test_a_receiver_cannot_send_and_a_sender_cannot_receive(netgear, pattern):
    port = free_port()
    with pytest.raises(ValueError, match="send"):
        netgear(port, pattern, receive_mode=True).send(numbered_frame(1))
    with pytest.raises(ValueError, match="recv"):
        netgear(port, pattern).recv()


@ours_only("the mistake ends the object")
def test_a_call_of_the_wrong_half_does_no_harm(netgear):
    port = free_port()
    receiver, sender = netgear(port, receive_mode=True), netgear(port)
    with pytest.raises(ValueError, match="send"):
        receiver.send(numbered_frame(1))
    with pytest.raises(ValueError, match="recv"):
        sender.recv()
    sender.send(numbered_frame(6))
    assert number_of(receiver.recv()) == 6
