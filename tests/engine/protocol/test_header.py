import json
import math

import pytest

from netgear_engine.protocol.errors import LocalProtocolError, RemoteProtocolError
from netgear_engine.protocol.ext import AnswerTimes, SenderExt
from netgear_engine.protocol.header import (
    ArrayLayout,
    Compression,
    FrameHeader,
    Goodbye,
    read_header,
    write_goodbye,
    write_header,
)
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.patterns import Pattern
from tests.support.wire import stock_goodbye, stock_header

LIMITS = Limits()


def read(part: bytes) -> FrameHeader:
    header = read_header(part, LIMITS)
    assert isinstance(header, FrameHeader)
    return header


def why_refused(part: bytes) -> str:
    with pytest.raises(RemoteProtocolError) as caught:
        read_header(part, LIMITS)
    return str(caught.value)


class TestWriting:
    def test_a_compressed_frame_has_stocks_keys_and_values(self):
        part = write_header(FrameHeader(Compression(), {"go": "left"}), Pattern.REQUEST_REPLY)
        assert json.loads(part) == json.loads(stock_header(message={"go": "left"}))

    def test_an_array_is_described_by_dtype_and_shape(self):
        part = write_header(FrameHeader(ArrayLayout("uint8", (48, 64, 3))), Pattern.PAIR)
        assert json.loads(part) == {
            "terminate_flag": False,
            "compression": False,
            "message": None,
            "pattern": "0",
            "dtype": "uint8",
            "shape": [48, 64, 3],
        }

    @pytest.mark.parametrize("pattern", Pattern)
    def test_the_pattern_is_text(self, pattern):
        part = write_header(FrameHeader(Compression()), pattern)
        assert json.loads(part)["pattern"] == str(int(pattern))

    @pytest.mark.parametrize("port", [5566, "5566"])
    def test_the_port_is_written_as_it_was_given(self, port):
        part = write_header(FrameHeader(Compression(), port=port), Pattern.REQUEST_REPLY)
        assert json.loads(part)["port"] == port

    def test_our_extension_is_one_more_key(self):
        ext = SenderExt(1, 7, 12.5, AnswerTimes(6, 1.0, 2.0), "pi", "Gate", "0.1")
        part = write_header(FrameHeader(Compression(), ext=ext), Pattern.REQUEST_REPLY)
        assert json.loads(part)["ext"] == {
            "v": 1,
            "sequence": 7,
            "captured": 12.5,
            "last_answer": {"sequence": 6, "sent": 1.0, "answered": 2.0},
            "node": "pi",
            "name": "Gate",
            "version": "0.1",
        }
        assert read(part).ext == ext

    def test_a_goodbye_is_one_flag(self):
        assert json.loads(write_goodbye(Goodbye())) == {"terminate_flag": True}

    def test_a_goodbye_may_name_its_port(self):
        assert json.loads(write_goodbye(Goodbye("5566"))) == {
            "terminate_flag": True,
            "port": "5566",
        }

    @pytest.mark.parametrize("message", [{1, 2}, object(), b"bytes"])
    def test_a_message_that_json_cannot_carry_is_our_own_fault(self, message):
        with pytest.raises(LocalProtocolError, match="the message cannot be sent as JSON"):
            write_header(FrameHeader(Compression(), message), Pattern.REQUEST_REPLY)

    def test_a_message_that_contains_itself_is_our_own_fault(self):
        message: list[object] = []
        message.append(message)
        with pytest.raises(LocalProtocolError):
            write_header(FrameHeader(Compression(), message), Pattern.REQUEST_REPLY)


class TestReading:
    def test_a_compressed_frame(self):
        assert read(stock_header()) == FrameHeader(Compression())

    def test_the_compression_says_how_to_decode(self):
        part = stock_header(compression={"dct": False, "ups": True, "colorspace": "GRAY"})
        assert read(part).content == Compression(dct=False, ups=True, colorspace="GRAY")

    def test_an_array(self):
        part = stock_header(compression=False, dtype="uint8", shape=(48, 64, 3))
        assert read(part).content == ArrayLayout("uint8", (48, 64, 3))

    @pytest.mark.parametrize("message", ["hello", 7, [1, {"a": None}], True, 0, "", [], {}, False])
    def test_a_message_is_kept_as_it_is_also_a_falsy_one(self, message):
        assert read(stock_header(message=message)).message == message

    def test_not_a_number_passes(self):
        part = stock_header(message=[math.nan, math.inf])
        assert b"NaN" in part
        message = read(part).message
        assert math.isnan(message[0])
        assert message[1] == math.inf

    @pytest.mark.parametrize("port", [5566, "5566"])
    def test_the_port_stays_number_or_text(self, port):
        header = read(stock_header(port=port))
        assert header.port == port
        assert type(header.port) is type(port)

    def test_unknown_keys_are_ignored(self):
        assert read(stock_header(new={"key": 1}, other=[2])) == FrameHeader(Compression())

    def test_a_goodbye_without_a_port(self):
        assert read_header(stock_goodbye(), LIMITS) == Goodbye()

    @pytest.mark.parametrize("port", [5566, "5566"])
    def test_a_goodbye_with_a_port(self, port):
        assert read_header(stock_goodbye(port=port), LIMITS) == Goodbye(port)

    def test_an_ugly_name_hides_no_camera(self):
        told = {"v": 1, "sequence": 1, "name": "Ga\ud800te\u200b\n2", "fault": "\u202e"}
        ext = read(stock_header(ext=told)).ext
        assert ext is not None
        assert ext.name == "Ga\ufffdte 2"
        assert ext.fault == "no reason that can be read"

    def test_bytes_that_are_no_text_hide_no_camera(self):
        part = stock_header(message="@").replace(b"@", b"G\xe4rtner \xed\xa0\x80")
        assert read(part).message == "G\ufffdrtner \ufffd\ufffd\ufffd"

    @pytest.mark.parametrize("ext", [None, 1, [], {}, {"v": 2, "sequence": 1}, {"v": 1}])
    def test_an_extension_we_do_not_know_is_no_extension(self, ext):
        assert read(stock_header(ext=ext)).ext is None


class TestRefusing:
    def test_a_header_of_a_mebibyte_is_read_and_one_byte_more_is_not(self):
        padding = LIMITS.header_bytes - len(stock_header(message=""))
        largest = stock_header(message="x" * padding)
        assert len(largest) == 1024 * 1024
        assert read(largest).message == "x" * padding
        assert "1048577 bytes" in why_refused(stock_header(message="x" * (padding + 1)))

    @pytest.mark.parametrize(
        "part", [b"", b"hello", b"\xff\xfe\xfd", b'{"terminate_flag": fal', b"9" * 5000]
    )
    def test_what_is_not_json(self, part):
        assert why_refused(part) == "a header that is not JSON"

    @pytest.mark.parametrize("opening", [b"[", b'{"a":'])
    def test_deep_nesting(self, opening):
        assert why_refused(opening * (15_000 // len(opening))) == "a header that is not JSON"

    @pytest.mark.parametrize("part", [b"1", b"null", b"[]", b'"text"', b"{}", b'{"message": 1}'])
    def test_json_that_is_no_header(self, part):
        assert why_refused(part).startswith("a header that is not NetGear's")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"terminate_flag": "no"},
            {"terminate_flag": 0},
            {"compression": True},
            {"compression": "jpeg"},
            {"compression": {"dct": "yes"}},
            {"compression": False, "dtype": 1, "shape": [1, 1]},
            {"compression": False, "dtype": "uint8", "shape": [1.5, 1]},
            {"compression": False, "dtype": "uint8", "shape": ["1", 1]},
            {"compression": False, "dtype": "uint8", "shape": {}},
            {"port": 1.5},
            {"port": [5566]},
        ],
        ids=str,
    )
    def test_wrong_types(self, wrong):
        assert why_refused(stock_header(**wrong)).startswith("a header that is not NetGear's")

    @pytest.mark.parametrize("facts", [{}, {"dtype": "uint8"}, {"shape": [48, 64]}])
    def test_a_frame_that_says_not_how_to_read_it(self, facts):
        reason = why_refused(stock_header(compression=False, **facts))
        assert reason == "a frame that is neither compressed nor described"

    def test_a_key_that_is_no_text(self):
        assert "NetGear" in why_refused(b'{"\\ud800": 1}')

    def test_an_extension_with_a_key_that_is_no_text_counts_without_it(self):
        part = stock_header(ext={"v": 1, "sequence": 1, "\ud800": 1})
        assert read(part).ext == SenderExt(1, 1)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"compression": False, "dtype": "uint8", "shape": [10**4000, 10**4000]},
            {"compression": False, "dtype": "uint8", "shape": [-1, 1]},
            {"compression": False, "dtype": "uint8", "shape": [1] * 33},
            {"compression": False, "dtype": "u" * 15_000, "shape": [1, 1]},
            {"compression": {"colorspace": "x" * 15_000}},
            {"port": 10**4000},
            {"port": -1},
            {"port": "5" * 15_000},
        ],
        ids=lambda wrong: str(wrong)[:60],
    )
    def test_what_cannot_be_counted_or_printed_without_harm(self, wrong):
        reason = why_refused(stock_header(**wrong))
        assert reason.startswith("a header that is not NetGear's")
        assert len(reason) < 200
