import math

import pytest

from netgear_engine.protocol.ext import (
    AnswerTimes,
    ReceiverExt,
    SenderExt,
    read_receiver_ext,
    read_sender_ext,
)

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


def test_keys_of_a_later_software_are_ignored():
    assert read_sender_ext({"v": 1, "sequence": 7, "health": {"cpu": 1}}) == SenderExt(1, 7)


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
