import json

import pytest

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import Command, ReceiverExt, WantedStream
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import FOR_PROGRAMS, Limits
from netgear_engine.protocol.reply import Answer, ArrayReply, read_answer, write_answer
from tests.support.wire import COMPRESSION

LIMITS = Limits(header_bytes=1000, payload_bytes=2000)
OUR_TIMES = ReceiverExt(1, 7, 3.0, 4.0)


def stock_array_reply(**more: object) -> bytes:
    wire = {
        "return_type": "ndarray",
        "compression": False,
        "array_dtype": "uint8",
        "array_shape": [2, 3],
        "data": None,
    }
    return json.dumps(wire | more).encode()


def why_refused(*parts: bytes) -> str:
    with pytest.raises(RemoteProtocolError) as caught:
        read_answer(list(parts), LIMITS)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (None, "NoneType"),
        ("left", "str"),
        (5, "int"),
        (1.5, "float"),
        (True, "bool"),
        ([1], "list"),
        ({"a": 1}, "dict"),
    ],
)
def test_an_answer_has_stocks_two_keys_in_one_part(data, kind):
    (part,) = write_answer(data)
    wire = json.loads(part)
    assert wire["return_type"] == kind
    assert wire["data"] == data
    assert read_answer([part], LIMITS) == Answer(data)


def test_our_times_are_one_more_key():
    (part,) = write_answer("left", OUR_TIMES)
    assert json.loads(part)["ext"] == {"v": 1, "sequence": 7, "received": 3.0, "answered": 4.0}
    assert read_answer([part], LIMITS) == Answer("left", ext=OUR_TIMES)


@pytest.mark.parametrize("port", [5566, "5566"])
def test_a_multi_clients_sender_finds_the_port_as_it_was_given(port):
    (part,) = write_answer("left", port=port)
    assert json.loads(part) == {"return_type": "str", "data": "left", "port": port}
    assert read_answer([part], LIMITS) == Answer("left", port)
    assert "port" not in json.loads(write_answer("left")[0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            ArrayLayout("uint8", (2, 3)),
            {"compression": False, "array_dtype": "uint8", "array_shape": [2, 3]},
        ),
        (Compression(), {"compression": COMPRESSION, "array_dtype": "", "array_shape": ""}),
    ],
    ids=["raw", "JPEG"],
)
def test_an_array_has_stocks_keys_and_a_second_part(content, said):
    reply = ArrayReply(content, b"abcdef")
    header, payload = write_answer(reply, OUR_TIMES, port=5566)
    assert payload == b"abcdef"
    wire = json.loads(header)
    assert wire.pop("ext")["sequence"] == 7
    assert wire == {"port": 5566, "return_type": "ndarray", "data": None, **said}
    assert read_answer([header, payload], LIMITS) == Answer(reply, 5566, OUR_TIMES)


def test_data_that_json_cannot_carry_is_our_own_fault():
    with pytest.raises(LocalProtocolError, match="the reply cannot be sent as JSON"):
        write_answer({1, 2})


@pytest.mark.parametrize("text", [b"Data received on device: Client!", b"", b"\xff\xfe"])
def test_plain_text_is_an_empty_answer(text):
    assert read_answer([text], LIMITS) == Answer()


def test_a_raw_array_comes_in_a_second_part():
    answer = read_answer([stock_array_reply(), b"abcdef"], LIMITS)
    assert answer.data == ArrayReply(ArrayLayout("uint8", (2, 3)), b"abcdef")


def test_a_compressed_array_comes_in_a_second_part():
    part = stock_array_reply(compression=COMPRESSION, array_dtype="", array_shape="")
    assert read_answer([part, b"jpeg"], LIMITS).data == ArrayReply(Compression(), b"jpeg")


def test_stock_multi_clients_adds_a_port():
    part = json.dumps({"port": "5566", "return_type": "str", "data": "left"}).encode()
    assert read_answer([part], LIMITS) == Answer("left", "5566")


def test_too_many_or_too_few_parts():
    assert why_refused() == "an answer of 0 parts"
    assert why_refused(b"{}", b"", b"") == "an answer of 3 parts"


def test_too_large_an_answer():
    largest = write_answer("x" * (LIMITS.header_bytes - len(write_answer("")[0])))
    assert read_answer(largest, LIMITS)
    assert why_refused(largest[0] + b" ") == "an answer that is too large"
    assert read_answer([stock_array_reply(), bytes(LIMITS.payload_bytes)], LIMITS)
    assert why_refused(stock_array_reply(), bytes(LIMITS.payload_bytes + 1))


@pytest.mark.parametrize("part", [b"{", b'{"a":' * 190])
def test_broken_json(part):
    assert why_refused(part) == "a reply that is not JSON"


@pytest.mark.parametrize("part", [b"{}", b'{"return_type": 5}', b'{"\\ud800": 1}'])
def test_json_that_is_no_reply(part):
    assert why_refused(part).startswith("a reply that is not NetGear's")


def test_an_array_that_says_not_how_to_read_it():
    part = stock_array_reply(array_shape="")
    assert why_refused(part, b"abc") == "an array reply that does not say how to read it"
    part = stock_array_reply(return_type="str")
    assert why_refused(part, b"abc") == "an array reply that does not say how to read it"


def test_a_reply_that_the_other_end_would_refuse_is_refused_here():
    assert write_answer("x" * 1_000_000)
    with pytest.raises(LocalProtocolError, match=r"the reply has \d+ bytes of JSON"):
        write_answer("x" * 1_100_000)
    too_large = ArrayReply(ArrayLayout("uint8", (1,)), bytes(Limits().payload_bytes + 1))
    with pytest.raises(LocalProtocolError, match="an array of 67108865 bytes: 67108864"):
        write_answer(too_large)


def test_a_reply_that_was_tried_alone_goes_with_orders_too():
    longest = "x" * (Limits().message_bytes - len(write_answer("")[0]))
    commands = tuple(Command(f"a{n}", "set", {"value": "y" * 80}) for n in range(64))
    orders = ReceiverExt(1, 7, 3.0, 4.0, WantedStream(640, 360), commands)
    assert write_answer(longest)
    assert read_answer(write_answer(longest, orders, port="5566"), Limits()).data == longest


def test_text_that_is_no_text_does_not_get_in():
    part = b'{"return_type": "str", "data": "\\ud800\\u001b"}'
    assert read_answer([part], LIMITS).data == "\ufffd\ufffd"
    assert read_answer([part], FOR_PROGRAMS).data == "\ufffd\x1b"
