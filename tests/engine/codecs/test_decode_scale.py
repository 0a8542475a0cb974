import io
import struct

import numpy as np
import pytest
import simplejpeg
from PIL import Image, ImageOps

from netgear_engine.codecs.decode_scale import Measurer, decode, measure, upright_size
from netgear_engine.frame import Frame
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout, Compression
from netgear_engine.protocol.limits import Limits
from tests.support.wire import jpeg, many_scans_jpeg, noisy_jpeg

ARRAY = np.zeros((240, 320, 3), np.uint8)
ENCODED = {
    "jpeg": (Compression(), noisy_jpeg((320, 240))),
    "raw": (ArrayLayout("uint8", (240, 320, 3)), ARRAY.tobytes()),
}
both = pytest.mark.parametrize(("content", "payload"), ENCODED.values(), ids=ENCODED)


def frame(content, payload):
    return Frame(1, 1, payload, content, received_at=0, received_wall=0, changed_wall=0)


@both
def test_a_picture_with_exactly_the_allowed_pixels_is_measured(content, payload):
    assert measure(content, payload, Limits(pixels=320 * 240)).size == (320, 240)


@both
def test_one_pixel_more_is_refused_before_it_is_decoded(content, payload):
    limits = Limits(pixels=320 * 240 - 1)
    with pytest.raises(RemoteProtocolError, match="320x240 pixels, allowed are 76799"):
        measure(content, payload, limits)
    with pytest.raises(RemoteProtocolError, match="320x240 pixels"):
        decode(frame(content, payload), None, limits)


@both
def test_the_picture_knows_its_frame_and_its_own_size(content, payload):
    received = frame(content, payload)
    picture = decode(received, (160, 120), Limits())
    assert picture.frame is received
    assert picture.pixels.shape == (120, 160, 4)
    assert picture.source_size == (320, 240)


@both
def test_without_a_size_it_is_decoded_whole(content, payload):
    assert decode(frame(content, payload), None, Limits()).pixels.shape == (240, 320, 4)


def with_orientation(orientation, order="<"):
    """A JPEG of four different quarters that says how it is to be turned."""
    quarters = np.zeros((48, 64, 3), np.uint8)
    quarters[:24, :32], quarters[24:, :32], quarters[:24, 32:] = (250, 9, 9), (9, 250, 9), 200
    exif = Image.Exif()
    exif.endian = order
    exif[0x0112] = orientation
    data = io.BytesIO()
    Image.fromarray(quarters).save(data, "JPEG", exif=exif, quality=95, subsampling=0)
    return data.getvalue()


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("order", ["<", ">"])
    def test_it_is_turned_as_other_viewers_turn_it(self, orientation, order):
        data = with_orientation(orientation, order)
        viewer = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        picture = decode(frame(Compression(), memoryview(data)), None, Limits())
        assert np.allclose(picture.pixels[:, :, 2::-1], np.asarray(viewer), atol=8)
        assert picture.pixels.flags.c_contiguous
        assert picture.source_size == upright_size(*measure(Compression(), data, Limits()))
        assert picture.source_size == viewer.size

    def test_one_on_its_side_is_made_large_enough_for_its_box(self):
        data = with_orientation(6)
        assert decode(frame(Compression(), data), (24, 32), Limits()).pixels.shape == (32, 24, 4)

    @pytest.mark.parametrize("orientation", [0, 9, 65535])
    def test_one_that_is_none_turns_nothing(self, orientation):
        assert measure(Compression(), with_orientation(orientation), Limits()) == ((64, 48), 1)

    def test_exif_that_leads_nowhere_turns_nothing(self):
        data = with_orientation(6)
        at = data.index(b"Exif") + 10
        for lost in (b"\xff\xff\xff\xff", b"\0\0\0\0"):
            measured = measure(Compression(), data[:at] + lost + data[at + 4 :], Limits())
            assert measured == ((64, 48), 1)


def scans_of(data):
    """The bytes of each scan of a progressive JPEG."""
    starts = [at for at in range(len(data)) if data[at : at + 2] == b"\xff\xda"]
    return [data[a:b] for a, b in zip(starts, [*starts[1:], len(data) - 2], strict=True)]


def progressive(extra=0, size=(320, 240)):
    pixels = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), np.uint8)
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "JPEG", progressive=True)
    data = written.getvalue()
    return data[:-2] + scans_of(data)[-1] * extra + data[-2:]


class TestScans:
    def test_a_progressive_picture_as_cameras_make_it_is_shown(self):
        picture = decode(frame(Compression(), progressive()), (80, 60), Limits())
        assert picture.pixels.shape == (60, 80, 4)

    def test_one_of_very_many_scans_is_refused_before_it_is_decoded(self, monkeypatch):
        monkeypatch.setattr(simplejpeg, "decode_jpeg", None)
        for data in (progressive(extra=880), memoryview(progressive(extra=60))):
            with pytest.raises(RemoteProtocolError, match="more scans than can be decoded in time"):
                decode(frame(Compression(), data), None, Limits())

    def test_many_pixels_may_have_few_scans(self):
        limits = Limits(scanned_pixels=320 * 240 * 9)
        with pytest.raises(RemoteProtocolError, match="more scans"):
            measure(Compression(), progressive(), limits)
        assert measure(Compression(), noisy_jpeg((320, 240)), limits).size == (320, 240)

    def test_a_baseline_picture_with_a_scan_for_each_colour_counts_them(self):
        data = bytearray(noisy_jpeg((320, 240)))
        scan = data.index(b"\xff\xda")
        one_colour = b"\xff\xda\0\x08\x01" + bytes(data[scan + 5 : scan + 7]) + b"\0\x3f\0"
        several = bytes(data[:scan]) + one_colour * 100 + b"\xff\xd9"
        with pytest.raises(RemoteProtocolError, match="more scans"):
            measure(Compression(), several, Limits())

    def test_libjpeg_itself_ends_at_a_second_scan_of_all_colours(self):
        data = noisy_jpeg((320, 240))
        scan = data[data.index(b"\xff\xda") : -2]
        doubled = data[:-2] + scan * 100 + b"\xff\xd9"
        with pytest.raises(RemoteProtocolError):
            decode(frame(Compression(), doubled), None, Limits())


class TestForeignCode:
    def test_a_chroma_sampling_without_a_name_is_shown(self):
        data = bytearray(jpeg(size=(64, 64)))
        data[data.index(b"\xff\xc0") + 11] = 0x14
        with pytest.raises(KeyError):
            simplejpeg.decode_jpeg_header(bytes(data))
        assert measure(Compression(), bytes(data), Limits()).size == (64, 64)

    @pytest.mark.parametrize("error", [MemoryError(), KeyError(6), SystemError("C")], ids=repr)
    @pytest.mark.parametrize("call", ["decode_jpeg", "decode_jpeg_header"])
    def test_whatever_it_throws_is_the_peers_fault(self, monkeypatch, call, error):
        def throw(*_, **__):
            raise error

        monkeypatch.setattr(simplejpeg, call, throw)
        # With a header of which nothing can be told.
        data = noisy_jpeg()[:20] + b"\xff\xd9" if "header" in call else noisy_jpeg()
        with pytest.raises(RemoteProtocolError, match=type(error).__name__):
            decode(frame(Compression(), data), None, Limits())


class TestMeasurer:
    def test_a_camera_s_next_picture_is_known_by_its_beginning(self):
        measurer = Measurer(Limits())
        for number in range(3):
            assert measurer.measure(Compression(), jpeg(number)).size == (64, 48)
        assert measurer.measure(Compression(), jpeg(1, (96, 64))).size == (96, 64)
        assert measurer.measure(Compression(), jpeg(1)).size == (64, 48)

    def test_it_is_still_looked_whether_it_has_its_end(self):
        measurer = Measurer(Limits())
        assert measurer.measure(Compression(), jpeg()).size == (64, 48)
        with pytest.raises(RemoteProtocolError, match="without its end"):
            measurer.measure(Compression(), jpeg()[:-2])

    def test_scans_are_counted_each_time(self):
        limits = Limits(scans=3)
        measurer = Measurer(limits)
        with pytest.raises(RemoteProtocolError, match="scans"):
            measurer.measure(Compression(), many_scans_jpeg())
        with pytest.raises(RemoteProtocolError, match="scans"):
            measurer.measure(Compression(), many_scans_jpeg())

    def test_an_array_between_two_pictures_is_no_picture(self):
        measurer = Measurer(Limits())
        measurer.measure(Compression(), jpeg())
        assert measurer.measure(*ENCODED["raw"]).size == (320, 240)
        with pytest.raises(RemoteProtocolError):
            measurer.measure(ArrayLayout("uint8", (240, 320, 3)), jpeg())
        assert measurer.measure(Compression(), jpeg()).size == (64, 48)

    @pytest.mark.parametrize("code", [0x01, 0xD0, 0xD7])
    def test_what_begins_the_same_is_no_other_picture(self, code):
        """Of a part without a length a decoder reads on right behind it; so must we."""
        measurer = Measurer(Limits(pixels=100 * 100))
        assert measurer.measure(Compression(), with_false_beginning(code, jpeg())).size == (64, 48)
        with pytest.raises(RemoteProtocolError, match="640x480 pixels"):
            measurer.measure(Compression(), with_false_beginning(code, jpeg(1, (640, 480))))


def with_false_beginning(code, picture):
    """Put before a JPEG's parts others, seen only by who takes `code` for a part with a length.

    To him there are a size of 64x64 and a scan, which lie in the middle of a part to a decoder.
    """
    beginning = bytearray(b"\xff\xd8" + bytes((0xFF, code)) + b"\xff\xee\xff\xff")
    beginning += bytes(65522 - len(beginning))
    beginning += b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, 64, 64, 1)
    beginning += b"\xff\xda" + struct.pack(">H", 2) + b"\x01"
    beginning += bytes(65541 - len(beginning))
    return bytes(beginning) + picture[2:]
