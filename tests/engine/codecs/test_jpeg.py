import numpy as np
import pytest
import simplejpeg

from netgear_engine.codecs import jpeg
from netgear_engine.protocol.errors import RemoteProtocolError
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
        decoded = jpeg.decode(jpeg.encode(pixels, 90), None)
        assert np.allclose(decoded[:, :, :3], pixels, atol=6)

    def test_it_is_420(self):
        data = jpeg.encode(np.zeros((48, 64, 3), np.uint8), 90)
        assert simplejpeg.decode_jpeg_header(data)[2:] == ("YCbCr", "420")

    def test_more_quality_takes_more_bytes(self):
        noise = np.random.default_rng(1).integers(0, 256, (48, 64, 3), np.uint8)
        assert len(jpeg.encode(noise, 30)) < len(jpeg.encode(noise, 90))

    def test_a_view_with_gaps_is_encoded(self):
        pixels = np.full((96, 128, 3), (250, 120, 10), np.uint8)[::2, ::-2]
        assert jpeg.measure(jpeg.encode(pixels, 90)) == (64, 48)
