import numpy as np
import pytest
import simplejpeg
from hypothesis import example, given
from hypothesis import strategies as st

from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import CHANNELS, JpegSettings
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import Compression
from tests.support.wire import noisy_jpeg, undecodable_jpeg

WIDTH, HEIGHT = 320, 240
WHOLE = noisy_jpeg((WIDTH, HEIGHT))


def in_color(color, **how):
    pixels = np.full((48, 64, len(color)), color, np.uint8)
    return simplejpeg.encode_jpeg(pixels, **how)


class TestMeasuring:
    def test_width_comes_before_height(self):
        assert jpeg.measure(WHOLE) == (WIDTH, HEIGHT)

    def test_padding_after_the_end_is_allowed(self):
        assert jpeg.measure(WHOLE + bytes(1000)) == (WIDTH, HEIGHT)

    @pytest.mark.parametrize(
        "broken",
        [b"", b"not a JPEG", WHOLE[:-2], WHOLE[:100], WHOLE + bytes(5000)],
        ids=["empty", "text", "no end", "beginning only", "end out of sight"],
    )
    def test_a_jpeg_without_its_end_is_refused(self, broken):
        with pytest.raises(RemoteProtocolError, match="a JPEG without its end"):
            jpeg.measure(broken)

    @pytest.mark.parametrize(
        "broken",
        [b"\xff\xd8" + WHOLE, WHOLE[:100] + b"\xff\xd9", b"\xff\xd8\xff\xd9", WHOLE[2:]],
        ids=["doubled start", "cut in the header", "nothing between", "no start"],
    )
    def test_a_broken_header_is_refused(self, broken):
        with pytest.raises(RemoteProtocolError, match="a JPEG with a broken header"):
            jpeg.measure(broken)


class TestDecoding:
    @pytest.mark.parametrize(
        ("box", "decoded"),
        [
            (None, (320, 240)),
            ((4000, 3000), (320, 240)),
            ((320, 240), (320, 240)),
            ((161, 121), (320, 240)),
            ((160, 120), (160, 120)),
            ((120, 90), (160, 120)),
            ((81, 61), (160, 120)),
            ((80, 60), (80, 60)),
            ((41, 31), (80, 60)),
            ((40, 30), (40, 30)),
            ((1, 1), (40, 30)),
            ((0, 0), (40, 30)),
        ],
    )
    def test_only_the_whole_the_half_the_quarter_and_the_eighth(self, box, decoded):
        assert jpeg.decode(WHOLE, box).shape == (decoded[1], decoded[0], 4)

    @pytest.mark.parametrize(("box", "decoded"), [((160, 200), 160), ((300, 60), 80)])
    def test_a_box_of_another_shape_is_filled_in_one_direction(self, box, decoded):
        assert jpeg.decode(WHOLE, box).shape[1] == decoded

    @pytest.mark.parametrize("divisor", [1, 2, 4, 8])
    def test_an_odd_size_is_rounded_up(self, divisor):
        width, height = -(-321 // divisor), -(-243 // divisor)
        pixels = jpeg.decode(noisy_jpeg((321, 243)), (width, height))
        assert pixels.shape == (height, width, 4)

    def test_a_picture_of_one_pixel(self):
        assert jpeg.decode(noisy_jpeg((1, 1)), (100, 100)).shape == (1, 1, 4)

    def test_the_order_is_blue_green_red(self):
        pixels = jpeg.decode(in_color((250, 120, 10), colorspace="BGR"), None)
        assert np.allclose(pixels[20, 20, :3], (250, 120, 10), atol=6)

    @pytest.mark.parametrize("subsampling", ["444", "422", "420"])
    def test_every_subsampling_is_fine(self, subsampling):
        data = in_color((250, 120, 10), colorspace="BGR", colorsubsampling=subsampling)
        assert np.allclose(jpeg.decode(data, (8, 6))[3, 3, :3], (250, 120, 10), atol=6)

    def test_a_grey_picture_is_shown_grey(self):
        data = in_color((90,), colorspace="GRAY", colorsubsampling="Gray")
        assert np.allclose(jpeg.decode(data, None)[20, 20, :3], 90, atol=3)

    def test_a_hole_in_the_picture_is_refused(self):
        broken = undecodable_jpeg()
        assert jpeg.measure(broken) == (320, 240)
        with pytest.raises(RemoteProtocolError, match="a broken JPEG"):
            jpeg.decode(broken, None)

    def test_printing_colors_are_refused_or_shown(self):
        data = in_color((90, 80, 70, 60), colorspace="CMYK", colorsubsampling="444")
        try:
            assert jpeg.decode(data, None).shape == (48, 64, 4)
        except RemoteProtocolError as error:
            assert "a broken JPEG" in str(error)


class TestEncoding:
    def test_what_is_encoded_can_be_decoded(self):
        pixels = np.full((48, 64, 3), (250, 120, 10), np.uint8)
        decoded = jpeg.decode(jpeg.encode(pixels, JpegSettings(90)), None)
        assert np.allclose(decoded[:, :, :3], pixels, atol=6)

    @pytest.mark.parametrize("subsampling", ["420", "422", "444"])
    def test_the_subsampling_is_the_one_asked_for(self, subsampling):
        settings = JpegSettings(subsampling=subsampling)
        data = jpeg.encode(np.zeros((48, 64, 3), np.uint8), settings)
        assert simplejpeg.decode_jpeg_header(data)[2:] == ("YCbCr", subsampling)

    def test_more_quality_takes_more_bytes(self):
        noise = np.random.default_rng(1).integers(0, 256, (48, 64, 3), np.uint8)
        assert len(jpeg.encode(noise, JpegSettings(30))) < len(jpeg.encode(noise, JpegSettings(90)))

    @pytest.mark.parametrize("fast", [True, False])
    def test_the_fast_way_is_taken_when_asked_for(self, monkeypatch, fast):
        asked = []
        monkeypatch.setattr(simplejpeg, "encode_jpeg", lambda *_, **how: asked.append(how) or b"")
        jpeg.encode(np.zeros((48, 64, 3), np.uint8), JpegSettings(fast_dct=fast))
        assert asked[0]["fastdct"] is fast

    def test_a_view_with_gaps_is_encoded(self):
        pixels = np.full((96, 128, 3), (250, 120, 10), np.uint8)[::2, ::-2]
        assert jpeg.measure(jpeg.encode(pixels, JpegSettings())) == (64, 48)

    @pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "float32"])
    def test_only_bytes_can_be_a_jpeg(self, dtype):
        with pytest.raises(TypeError, match=f"a frame of {dtype} cannot be a JPEG"):
            jpeg.encode(np.zeros((48, 64, 3), dtype), JpegSettings())

    @pytest.mark.parametrize(
        ("shape", "colorspace"),
        [
            ((48, 64), "BGR"),
            ((48, 64, 4), "BGR"),
            ((48, 64, 1), "BGR"),
            ((48, 64, 3), "BGRX"),
            ((48, 64, 3), "GRAY"),
            ((48, 64, 3, 1), "BGR"),
            ((48,), "GRAY"),
            ((), "GRAY"),
            ((0, 64, 3), "BGR"),
            ((48, 0, 3), "BGR"),
            ((0, 64), "GRAY"),
        ],
    )
    def test_a_shape_that_does_not_go_with_the_colors_is_refused(self, shape, colorspace):
        with pytest.raises(ValueError, match=f"is not {colorspace}, which needs"):
            jpeg.encode(np.zeros(shape, np.uint8), JpegSettings(colorspace=colorspace))

    def test_the_header_says_how_it_was_encoded(self):
        settings = JpegSettings(colorspace="RGB", fast_dct=False, fast_upsample=True)
        assert settings.content == Compression(dct=False, ups=True, colorspace="RGB")


def told(colorspace):
    """A picture of one color in this color space, as NetGear sends and receives it."""
    settings = JpegSettings(95, colorspace, fast_dct=False, subsampling="444")
    pixels = np.full((48, 64, CHANNELS[colorspace]), (250, 120, 10, 255)[: CHANNELS[colorspace]])
    pixels = pixels.astype(np.uint8)
    return pixels, jpeg.decode_as_told(jpeg.encode(pixels, settings), settings.content)


class TestDecodingAsTold:
    @pytest.mark.parametrize("colorspace", [c for c in CHANNELS if CHANNELS[c] == 3])
    def test_three_colors_come_back_as_they_were(self, colorspace):
        pixels, decoded = told(colorspace)
        assert decoded.shape == pixels.shape
        assert np.allclose(decoded, pixels, atol=4)

    @pytest.mark.parametrize("colorspace", ["RGBX", "BGRX", "RGBA", "BGRA"])
    def test_the_fourth_byte_of_the_others_is_not_kept(self, colorspace):
        pixels, decoded = told(colorspace)
        assert decoded.shape == pixels.shape
        assert np.allclose(decoded[:, :, :3], pixels[:, :, :3], atol=4)

    @pytest.mark.parametrize("colorspace", ["XBGR", "XRGB", "ABGR", "ARGB"])
    def test_nor_is_the_first_where_that_is_the_spare_one(self, colorspace):
        pixels, decoded = told(colorspace)
        assert decoded.shape == pixels.shape
        assert np.allclose(decoded[:, :, 1:], pixels[:, :, 1:], atol=4)

    def test_printing_colors_come_back_as_they_were(self):
        pixels, decoded = told("CMYK")
        assert np.allclose(decoded, pixels, atol=4)

    @pytest.mark.parametrize("shape", [(48, 64), (48, 64, 1)])
    def test_grey_comes_back_in_two_dimensions(self, shape):
        settings = JpegSettings(colorspace="GRAY")
        data = jpeg.encode(np.full(shape, 90, np.uint8), settings)
        assert simplejpeg.decode_jpeg_header(data)[2] == "Gray"
        decoded = jpeg.decode_as_told(data, settings.content)
        assert decoded.shape == (48, 64)
        assert np.allclose(decoded, 90, atol=2)

    @pytest.mark.parametrize("where", ["ours", "theirs"])
    @pytest.mark.parametrize(("ours", "theirs"), [("fast_dct", "dct"), ("fast_upsample", "ups")])
    def test_either_end_can_ask_for_a_fast_way(self, monkeypatch, ours, theirs, where):
        asked = []
        monkeypatch.setattr(
            simplejpeg, "decode_jpeg", lambda *_, **how: asked.append(how) or np.zeros((1, 1, 3))
        )
        content = {"dct": False, "ups": False} | ({theirs: True} if where == "theirs" else {})
        jpeg.decode_as_told(
            b"", Compression(**content), **({ours: True} if where == "ours" else {})
        )
        assert asked == [{"fastdct": theirs == "dct", "fastupsample": theirs == "ups"}]

    @pytest.mark.parametrize("colorspace", ["", "bgr", "HSV", "\ud800", "x" * 1000])
    def test_unknown_colors_are_refused(self, colorspace):
        with pytest.raises(RemoteProtocolError, match="the unknown colour space") as caught:
            jpeg.decode_as_told(WHOLE, Compression(colorspace=colorspace))
        assert len(str(caught.value)) < 80

    @pytest.mark.parametrize("broken", [b"", b"not a JPEG", undecodable_jpeg()])
    def test_a_broken_one_is_refused(self, broken):
        with pytest.raises(RemoteProtocolError, match="a broken JPEG"):
            jpeg.decode_as_told(broken, Compression())


def without_huffman_tables(data):
    """Return the JPEG as USB cameras give it: everybody knows the tables."""
    at, kept = 2, data[:2]
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        kept += b"" if data[at + 1] == 0xC4 else data[at:end]
        at = end
    return kept + data[at:]


def with_thumbnail(data):
    """Return the JPEG with a smaller one in its header, as phones and some cameras make it."""
    small = b"Exif\0\0" + noisy_jpeg((32, 24))
    return data[:2] + b"\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small + data[2:]


SIZE_AT = WHOLE.index(b"\xff\xc0") + 5


class TestWhole:
    @pytest.mark.parametrize(
        "sound",
        [
            WHOLE,
            in_color((250, 120, 10), colorspace="BGR", colorsubsampling="420"),
            in_color((90,), colorspace="GRAY", colorsubsampling="Gray"),
            without_huffman_tables(in_color((250, 120, 10), colorspace="BGR")),
            with_thumbnail(WHOLE),
            WHOLE[:2] + b"\xff\xff" + WHOLE[2:],
        ],
        ids=["4:4:4", "4:2:0", "grey", "no Huffman tables", "thumbnail", "stuffed header"],
    )
    def test_a_sound_one_is_not_even_copied(self, sound):
        assert jpeg.whole(sound) is sound
        assert simplejpeg.decode_jpeg(sound).ndim == 3

    @pytest.mark.parametrize("size", [1, 1000, 100_000])
    def test_padding_is_cut_off(self, size):
        assert jpeg.whole(WHOLE + bytes(size)) == WHOLE
        assert jpeg.whole(bytes(size) + WHOLE) == WHOLE

    def test_the_rest_of_an_older_and_longer_picture_is_cut_off(self):
        assert jpeg.whole(WHOLE + b"\x12\x34\xff\xd9\0\0") == WHOLE

    @pytest.mark.parametrize(
        "broken",
        [
            b"",
            b"not a JPEG",
            WHOLE[2:],
            WHOLE[:-2],
            WHOLE[:-1],
            WHOLE[:4],
            WHOLE[:100],
            WHOLE[:100] + b"\xff\xd9",
            b"\xff\xd8\xff\xd9",
            b"\xff\xd8" + WHOLE,
            b"\xff\xd8\xff\xd8\xff\xe0".ljust(0xFFE4, b"\0") + WHOLE[2:],
            WHOLE[:40_000] + WHOLE,
            WHOLE[:SIZE_AT] + b"\0\0" + WHOLE[SIZE_AT + 2 :],
            WHOLE[: SIZE_AT - 5] + WHOLE[SIZE_AT + 12 :],
            WHOLE[:20] + b"\0\0" + WHOLE[20:],
            WHOLE[:4] + b"\0\1" + WHOLE[6:],
        ],
        ids=[
            "empty", "text", "no start", "no end", "half an end", "start only", "beginning only",
            "cut in the header", "nothing between", "doubled start", "doubled start far off",
            "cut, then a second one", "no height", "no size", "junk in the header",
            "a part without length",
        ],
    )  # fmt: skip
    def test_what_would_stop_a_stock_receiver_is_not_sent(self, broken):
        assert jpeg.whole(broken) is None

    @given(st.integers(0, len(WHOLE)), st.binary(max_size=6), st.integers(0, 4))
    @example(at=len(WHOLE), new=b"", lost=0)
    def test_whatever_comes_it_has_a_start_and_an_end_or_is_not_sent(self, at, new, lost):
        kept = jpeg.whole(WHOLE[:at] + new + WHOLE[at + lost :])
        assert kept is None or (kept.startswith(b"\xff\xd8") and kept.endswith(b"\xff\xd9"))
