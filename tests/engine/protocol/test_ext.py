import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.protocol.ext import (
    AnswerTimes,
    Command,
    CommandResult,
    Control,
    Health,
    NodeReport,
    ReceiverExt,
    SenderExt,
    WantedStream,
    fits,
    read_receiver_ext,
    read_sender_ext,
)

TIMES = {"v": 1, "sequence": 7, "received": 3.0, "answered": 4.0}
ANSWER = {"sequence": 6, "sent": 1.5, "answered": 2.5}


def test_a_sender_may_say_little():
    assert read_sender_ext({"v": 1, "sequence": 7}) == SenderExt(1, 7)


def test_a_sender_may_say_all():
    value = {
        "v": 1,
        "sequence": 7,
        "captured": 12.5,
        "last_answer": ANSWER,
        "node": "pi/gate",
        "name": "Gate",
        "version": "0.1",
    }
    wanted = SenderExt(1, 7, 12.5, AnswerTimes(6, 1.5, 2.5), "pi/gate", "Gate", "0.1")
    assert read_sender_ext(value) == wanted


def test_a_receiver_tells_its_times():
    value = {"v": 1, "sequence": 7, "received": 3.0, "answered": 4.0}
    assert read_receiver_ext(value) == ReceiverExt(1, 7, 3.0, 4.0)


def test_a_node_tells_of_itself():
    value = {
        "v": 1,
        "sequence": 7,
        "fault": "no frames for 3 s",
        "still": "a1",
        "health": {"temperature_c": 61.5, "throttled": ["under-voltage"]},
        "report": {
            "controls": {"Brightness": {"kind": "float", "minimum": -1.0, "maximum": 1.0}},
            "values": {"Brightness": 0.5},
            "commands": ["set"],
        },
        "results": [{"id": "a1", "requested": 2.0, "refused": "above 1.0"}],
    }
    assert read_sender_ext(value) == SenderExt(
        1,
        7,
        fault="no frames for 3 s",
        still="a1",
        health=Health(61.5, ("under-voltage",)),
        report=NodeReport(
            {"Brightness": Control("float", -1.0, 1.0)}, {"Brightness": 0.5}, ("set",)
        ),
        results=(CommandResult("a1", 2.0, refused="above 1.0"),),
    )


def test_a_receiver_wishes_and_commands():
    value = TIMES | {
        "wanted": {"width": 640, "height": 360, "fps": 15},
        "commands": [{"id": "a1", "command": "set", "arguments": {"name": "flip"}}],
    }
    commands = (Command("a1", "set", {"name": "flip"}),)
    assert read_receiver_ext(value) == ReceiverExt(
        1, 7, 3.0, 4.0, WantedStream(640, 360, 15.0), commands
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"health": {"temperature_c": "hot"}},
        {"health": {"cpu_percent": math.nan}},
        {"report": {"controls": {"lens": {"kind": "of a later version"}}}},
        {"results": [{"id": 5}]},
        {"results": [{"id": "x" * 65}]},
        {"results": "all well"},
        {"report": {"controls": {"zoom": {"kind": "float", "minimum": -math.inf}}}},
        {"report": {"controls": {"zoom": {"kind": "float", "maximum": math.nan}}}},
        {"report": {"controls": {"zoom": {"kind": "int", "maximum": 10**400}}}},
        {"report": {"controls": {"zoom": {"kind": "numbers", "length": 10**7}}}},
        {"report": {"controls": {"zoom": {"kind": "numbers", "length": -1}}}},
        {"report": {"controls": {"zoom": {"kind": "float", "default": math.inf}}}},
        {"report": {"controls": {"zoom": {"kind": "size", "default": ["a", "b"]}}}},
        {"report": {"controls": {"zoom": {"kind": "choice", "choices": ["x"] * 300}}}},
        {"report": {"controls": {"zoom": {"kind": "choice", "choices": ["x" * 81]}}}},
        {"report": {"controls": {"zo\u200bom": {"kind": "bool"}}}},
        {"report": {"controls": {f"c{number}": {"kind": "bool"} for number in range(300)}}},
        {"report": {"values": {"size": ["a", "b"]}}},
        {"report": {"values": {"size": [[1], [2]]}}},
        {"report": {"values": {"size": {"width": 1}}}},
        {"report": {"values": {"gain": 2**63}}},
        {"report": {"values": {"gain": [1] * 300}}},
        {"report": {"commands": ["set\n"]}},
        {"report": {"commands": ["x"] * 100}},
        {"health": {"camera_restarts": -1}},
        {"health": {"dropped_frames": 10**30}},
        {"health": {"throttled": ["x" * 81]}},
        {"results": [{"id": "a1", "applied": math.nan}]},
        {"results": [{"id": "a1", "requested": {"a": 1}}]},
        {"results": [{"id": "a1"}] * 100},
        {"still": "x" * 65},
        {"still": 5},
    ],
    ids=lambda wrong: str(wrong)[:60],
)
def test_news_that_do_not_fit_hide_no_fault(wrong):
    told = SenderExt(1, 7, name="Gate", fault="no frames for 3 s")
    value = {"v": 1, "sequence": 7, "name": "Gate", "fault": "no frames for 3 s"}
    assert read_sender_ext(value | wrong) == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"wanted": {"width": -1, "height": 360}},
        {"wanted": {"width": 65536, "height": 360}},
        {"wanted": {"width": 640, "height": 360, "fps": 0}},
        {"wanted": {"width": 640, "height": 360, "fps": math.nan}},
        {"wanted": {"width": 640, "height": 360, "fps": math.inf}},
        {"wanted": "much"},
        {"commands": [{"id": "a1"}]},
        {"commands": [{"id": "x" * 65, "command": "still"}]},
        {"commands": [{"id": "a1", "command": "still", "arguments": []}]},
        {"commands": {}},
        {"commands": [{"id": "a1", "command": "set", "arguments": {"value": [[1]]}}]},
        {"commands": [{"id": "a1", "command": "set", "arguments": {"value": math.inf}}]},
        {"commands": [{"id": "a1", "command": "still"}] * 100},
    ],
    ids=str,
)
def test_a_wish_or_command_that_does_not_fit_is_left_out_and_the_answer_counts(wrong):
    assert read_receiver_ext(TIMES | wrong) == ReceiverExt(1, 7, 3.0, 4.0)


def test_names_and_reasons_are_one_line_each():
    told = read_sender_ext(
        {
            "v": 1,
            "sequence": 7,
            "node": "pi\u202e/gate" + "x" * 500,
            "name": "Va\u200bult\n" + "x" * 500,
            "version": "0.1\x1b[31m",
            "fault": "no\r\nframes " + "x" * 60_000,
            "results": [{"id": "a1", "refused": "\u200b"}],
        }
    )
    assert told.node == "pi/gate" + "x" * 193
    assert told.name == "Vault " + "x" * 74
    assert told.version == "0.1[31m"
    assert told.fault == "no frames " + "x" * 390
    assert told.results[0].refused == "no reason that can be read"


@pytest.mark.parametrize(
    "value", [True, 0, -(2**63), 2**63 - 1, 1e17, "word", [1, 2.5], [], None, "日光"], ids=str
)
def test_a_setting_of_every_kind_is_told_as_it_is(value):
    report = {"values": {"one": value}, "controls": {"one": {"kind": "int", "default": value}}}
    told = read_sender_ext({"v": 1, "sequence": 7, "report": report}).report
    assert told.values == {"one": value}
    assert told.controls["one"].default == value


@pytest.mark.parametrize(
    ("part", "taken"),
    [
        (NodeReport({"gain": Control("float", -3.4e38, 3.4e38, 1.0)}, {"gain": (1, 2)}), True),
        (NodeReport(values={"size": ((1, 2), (3, 4))}), False),
        (CommandResult("a1", applied=math.nan), False),
        (Command("a1", "set", {"value": {"a": 1}}), False),
    ],
    ids=lambda one: type(one).__name__,
)
def test_whether_the_other_end_takes_it_can_be_asked(part, taken):
    assert fits(part) is taken


def test_keys_of_a_later_software_are_ignored():
    assert read_sender_ext({"v": 1, "sequence": 7, "lens": {"cpu": 1}}) == SenderExt(1, 7)


@pytest.mark.parametrize("value", [None, True, 1, "ext", [], {}, {"v": None}])
@pytest.mark.parametrize("read", [read_sender_ext, read_receiver_ext])
def test_what_is_no_extension_is_none(read, value):
    assert read(value) is None


@pytest.mark.parametrize("version", [0, 2, "1", [1]])
def test_another_version_is_not_read(version):
    assert read_sender_ext({"v": version, "sequence": 7}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"sequence": "7"},
        {"sequence": 7, "captured": "now"},
        {"sequence": 7, "last_answer": {"sequence": 6}},
        {"sequence": 7, "name": 5},
        {"sequence": -1},
        {"sequence": 2**53},
        {},
    ],
    ids=str,
)
def test_a_wrong_value_makes_the_whole_extension_unknown(wrong):
    assert read_sender_ext({"v": 1, **wrong}) is None


@pytest.mark.parametrize("time", [math.nan, math.inf, -math.inf])
def test_a_time_that_is_no_number_makes_the_extension_unknown(time):
    assert read_sender_ext({"v": 1, "sequence": 7, "captured": time}) is None
    assert read_sender_ext({"v": 1, "sequence": 7, "last_answer": ANSWER | {"sent": time}}) is None
    assert read_receiver_ext({"v": 1, "sequence": 7, "received": time, "answered": 1.0}) is None


def test_a_key_that_is_no_text_makes_the_extension_unknown():
    assert read_sender_ext({"v": 1, "sequence": 7, "\ud800": 1}) is None


def test_a_program_that_has_read_one_ends_in_order():
    """A type that msgspec cannot free would end the process by a signal."""
    code = (
        "from netgear_engine.protocol.ext import read_receiver_ext, read_sender_ext\n"
        "assert read_sender_ext({'v': 1, 'sequence': 1})\n"
        "read_receiver_ext({'v': 1, 'sequence': 1, 'received': 1.0, 'answered': 1.0})\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


FIELDS = sorted({*SenderExt.__struct_fields__, *ReceiverExt.__struct_fields__} - {"v"})
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10
)


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_whatever_is_sent_it_is_read_or_left_out(values):
    for read in (read_sender_ext, read_receiver_ext):
        told = read({"v": 1, "sequence": 7, "received": 3.0, "answered": 4.0} | values)
        assert told is None or told.v == 1
