import json
import math
import sys

import pytest

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import CommandResult, NodeReport, SenderExt
from netgear_engine.protocol.header import Compression, FrameHeader, write_header
from netgear_engine.protocol.json_text import read_json, size_in_json, write_json
from netgear_engine.protocol.limits import FOR_PROGRAMS, Limits
from netgear_engine.protocol.patterns import Pattern

LIMITS = Limits()


def nested(levels):
    value = []
    for _ in range(levels - 1):
        value = [value]
    return value


class TestSizeInJson:
    def test_it_is_what_the_part_adds_to_a_header(self):
        report = NodeReport(values={"Brightness": 0.5, "name": "Gärtner"})

        def header(**more):
            ext = SenderExt(1, 7, **more)
            return write_header(FrameHeader(Compression(), ext=ext), Pattern.PAIR)

        added = len(header(report=report)) - len(header())
        assert added == size_in_json(report, "report") + len(',"report":')

    @pytest.mark.parametrize("value", [object(), {1: object()}, lambda: 1])
    def test_what_json_cannot_carry_is_our_own_mistake(self, value):
        with pytest.raises(LocalProtocolError, match="the result cannot be sent as JSON"):
            size_in_json(CommandResult("a1", value), "result")

    def test_so_is_what_contains_itself(self):
        endless = []
        endless.append(endless)
        with pytest.raises(LocalProtocolError):
            size_in_json(CommandResult("a1", endless), "result")


class TestWriting:
    @pytest.mark.parametrize("message", ["x" * 999_998, {"a": [1] * 400_000}], ids=["text", "list"])
    def test_a_megabyte_can_be_sent_and_is_read(self, message):
        assert read_json(write_json(message, "message"), "message", LIMITS) == message

    def test_what_the_other_end_would_refuse_is_refused_by_name_and_limit(self):
        with pytest.raises(LocalProtocolError) as caught:
            write_json("x" * 2_000_000, "reply")
        assert str(caught.value) == (
            f"the reply has 2000002 bytes of JSON, and {LIMITS.message_bytes} can be sent at most"
        )

    def test_so_is_what_lies_too_deep(self):
        assert read_json(write_json(nested(100), "message"), "message", LIMITS) == nested(100)
        with pytest.raises(LocalProtocolError, match="100 deep can be sent"):
            write_json(nested(101), "message")


class TestReading:
    @pytest.mark.parametrize("limits", [LIMITS, FOR_PROGRAMS], ids=["monitor", "programs"])
    def test_halves_of_characters_are_replaced_everywhere(self, limits):
        value = {"\ud800": ["\udfff", {"a": "b\ud83dc"}], "whole": "\U0001f600"}
        assert read_json(json.dumps(value).encode(), "message", limits) == {
            "\ufffd": ["\ufffd", {"a": "b\ufffdc"}],
            "whole": "\U0001f600",
        }

    @pytest.mark.parametrize("escaped", [True, False])
    def test_control_characters_are_replaced_for_us_and_stay_for_programs(self, escaped):
        text = "a\x7f\x9bb\t\r\nc\0\x1b\x07"
        part = json.dumps([text], ensure_ascii=escaped).encode()
        assert read_json(part, "message", LIMITS) == ["a\ufffd\ufffdb\t\r\nc\ufffd\ufffd\ufffd"]
        assert read_json(part, "message", FOR_PROGRAMS) == [text]

    def test_a_number_that_nobody_could_count_with_is_a_text_for_us(self):
        digits = "9" * 4300
        assert read_json(digits.encode(), "message", LIMITS) == digits
        assert read_json(digits.encode(), "message", FOR_PROGRAMS) == int(digits)
        assert float(read_json(b"9" * 300, "message", LIMITS)) == pytest.approx(1e300)

    def test_a_longer_one_is_none_whatever_python_was_told(self):
        before = sys.get_int_max_str_digits()
        sys.set_int_max_str_digits(0)
        try:
            with pytest.raises(RemoteProtocolError, match="not JSON"):
                read_json(b"9" * 4301, "message", FOR_PROGRAMS)
        finally:
            sys.set_int_max_str_digits(before)

    def test_what_lies_too_deep_is_refused(self):
        part = b"[" * 102 + b"]" * 102
        with pytest.raises(RemoteProtocolError, match="more than 100 deep"):
            read_json(part, "message", LIMITS)

    def test_of_more_lists_than_the_monitor_has_time_for_it_is_refused(self):
        most = LIMITS.brackets
        assert len(read_json(b"[" + b"{}," * (most - 2) + b"[]]", "message", LIMITS)) == most - 1
        part = b"[" + b"{}," * (most - 1) + b"[]]"
        with pytest.raises(RemoteProtocolError, match="20001 lists or objects, allowed are 20000"):
            read_json(part, "message", LIMITS)
        assert len(read_json(part, "message", FOR_PROGRAMS)) == most

    def test_not_a_number_passes(self):
        assert math.isnan(read_json(b"NaN", "message", LIMITS))
