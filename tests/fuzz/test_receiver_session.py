"""Whatever comes, a session gives one of three answers, and never raises."""

import json
import math
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netgear_engine.codecs.decode_scale import decode, measure, upright_size
from netgear_engine.frame import Frame
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import Control, NodeReport, SenderExt
from netgear_engine.protocol.header import ArrayLayout
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.receiver_session import (
    BadMessage,
    FrameReceived,
    GoodbyeReceived,
    Received,
    ReceiverSession,
)
from netgear_engine.protocol.reply import Answer, read_answer
from tests.support.wire import jpeg, jpeg_frame, stock_goodbye, stock_header

LIMITS = Limits(pixels=1_000_000)
GOOD = [b"peer", b"", *jpeg_frame(message={"go": [1, "left", None]}, port="5566")]
OURS = stock_header(ext={"v": 1, "sequence": 7, "captured": 1.5, "node": "pi"})

patterns = st.sampled_from(Pattern)
# Half characters too: JSON can write them, UTF-8 cannot.
texts = st.text(st.characters(exclude_categories=()), max_size=10)
# Numbers of more digits than any float has, and more than Python prints.
numbers = st.integers() | st.floats() | st.sampled_from([10**30, -(10**400), 10**4000, 2**63])
json_values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
header_keys = st.sampled_from(list(json.loads(OURS))) | texts
ext_keys = st.sampled_from([*SenderExt.__struct_fields__, *NodeReport.__struct_fields__])
controls = st.fixed_dictionaries(
    {"kind": st.sampled_from(["int", "float", "choice", "numbers", "size"])},
    optional={name: json_values for name in Control.__struct_fields__ if name != "kind"},
)
reports = st.fixed_dictionaries(
    {"controls": st.dictionaries(texts, controls, max_size=2)},
    optional={"values": st.dictionaries(texts, json_values, max_size=2)},
)
exts = st.dictionaries(ext_keys, json_values, max_size=4)
headers = st.dictionaries(header_keys, json_values, max_size=8)
small_bytes = st.binary(max_size=64)


def check(pattern: Pattern, parts: list[bytes]) -> Received:
    """Feed one message; the session must name it, answer it, and still know a good one after."""
    session = ReceiverSession(pattern, LIMITS)
    received = session.receive_parts(parts)
    assert type(received) in {FrameReceived, GoodbyeReceived, BadMessage}
    answer = session.answer_to_send(received, None, 1.0, 2.0)
    if pattern is Pattern.REQUEST_REPLY:
        assert answer is not None
        assert tuple(answer[:-1]) == received.return_path
    if isinstance(received, FrameReceived):
        assert len(received.payload) <= LIMITS.payload_bytes
    good = GOOD if pattern is Pattern.REQUEST_REPLY else GOOD[2:]
    assert isinstance(session.receive_parts(good), FrameReceived)
    return received


@given(patterns, st.lists(small_bytes, max_size=6))
@example(Pattern.REQUEST_REPLY, [])
@example(Pattern.PAIR, [])
def test_arbitrary_parts(pattern, parts):
    assert not isinstance(check(pattern, parts), GoodbyeReceived)


@given(patterns, headers, small_bytes)
@example(Pattern.PAIR, {"terminate_flag": False, "compression": {"\ud800": 1}}, b"")
@example(Pattern.PAIR, {"terminate_flag": False, "ext": {"v": 1, "\ud800": 1}}, b"")
def test_arbitrary_json_objects(pattern, header, payload):
    envelope = [b"peer", b""] if pattern is Pattern.REQUEST_REPLY else []
    check(pattern, [*envelope, json.dumps(header).encode(), payload])


@given(st.sampled_from(list(json.loads(OURS))), json_values)
def test_good_headers_with_one_value_changed(key, value):
    header: dict[str, Any] = json.loads(OURS) | {key: value}
    check(Pattern.REQUEST_REPLY, [b"peer", b"", json.dumps(header).encode(), jpeg()])


@given(exts, st.none() | reports, json_values, texts)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_passes_can_be_printed_and_stored_and_multiplied(ext, report, message, name):
    told = {**ext, "v": 1, "sequence": 7, "name": name, "fault": name}
    told |= {} if report is None else {"report": report}
    part = json.dumps(json.loads(OURS) | {"message": message, "ext": told}).encode()
    received = check(Pattern.REQUEST_REPLY, [b"peer", b"", part, jpeg()])
    assert isinstance(received, FrameReceived)
    assert str(received.header).encode()
    assert json.dumps(received.header.message, ensure_ascii=False).encode()
    known = received.header.ext
    if known is not None:
        assert known.name.isprintable() or any(sign in known.name for sign in name)
        assert len(known.name) <= 80
        assert bool(known.fault) is bool(name)
    if known is not None and known.report is not None:
        for control in known.report.controls.values():
            bounds = [control.minimum or 0.0, control.maximum or 0.0]
            assert math.isfinite(bounds[0] - bounds[1])
            assert 0 <= (control.length or 0) <= 64


@given(st.data())
def test_good_messages_with_a_few_bytes_changed(data):
    part = bytearray(data.draw(st.sampled_from([OURS, stock_goodbye(port="5566"), stock_header()])))
    for _ in range(data.draw(st.integers(1, 4))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    check(Pattern.REQUEST_REPLY, [b"peer", b"", bytes(part), jpeg()])


@given(st.permutations(GOOD), st.integers(0, 4))
def test_good_messages_with_parts_lost_or_out_of_order(parts, count):
    check(Pattern.REQUEST_REPLY, parts[:count])


@given(st.integers(0, len(jpeg())), st.binary(max_size=40), st.integers(0, 40))
@settings(max_examples=200)
def test_a_damaged_jpeg_is_a_picture_or_the_peers_fault(at, noise, lost):
    whole = jpeg()
    damaged = whole[:at] + noise + whole[at + lost :]
    header = ReceiverSession(Pattern.PAIR, LIMITS).receive_parts([stock_header(), damaged])
    assert isinstance(header, FrameReceived)
    decode_or_blame(Frame(1, 1, damaged, header.header.content, 0.0, 0.0, 0.0))


dtypes = st.sampled_from(
    ["uint8", "<u2", "float64", "bool", "O", "S3", "V1", "i4,i4", "(2,2)u1", "datetime64[s]"]
) | st.text(st.sampled_from("uifcbOSUVm0123456789<>=|,()[] "), max_size=8).filter(
    # An old name that numpy only warns of.
    lambda text: "a" not in text
)
shapes = st.lists(st.integers(-2, 6) | st.just(10**30), max_size=70).map(tuple)


@given(dtypes, shapes, st.binary(max_size=64))
@example("uint8", (1,) * 65, b"x")
def test_a_described_array_is_a_picture_or_the_peers_fault(dtype, shape, payload):
    decode_or_blame(Frame(1, 1, payload, ArrayLayout(dtype, shape), 0.0, 0.0, 0.0))


def decode_or_blame(frame: Frame) -> None:
    try:
        measured = measure(frame.content, frame.payload, LIMITS)
        picture = decode(frame, (8, 8), LIMITS)
    except RemoteProtocolError as error:
        assert str(error)
    else:
        assert picture.source_size == upright_size(*measured)
        assert picture.pixels.shape[2] == 4


json_parts = json_values.map(lambda value: json.dumps(value).encode())


@given(st.lists(small_bytes | json_parts, max_size=3))
@example([b'{"return_type": "str", "\\ud800": 1}'])
def test_an_arbitrary_answer_is_an_answer_or_the_peers_fault(parts):
    try:
        assert isinstance(read_answer(parts, LIMITS), Answer)
    except RemoteProtocolError as error:
        assert str(error)
