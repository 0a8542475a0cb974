import io

import numpy as np
import pytest
import simplejpeg
from PIL import Image, ImageOps

from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera import picture_maker
from netgear_engine.node.camera.picture_maker import PictureMaker, fitted_size, picture_size

RED, GREEN, BLUE, GREY = (0, 0, 220), (0, 220, 0), (220, 0, 0), (128, 128, 128)


def quarters(width=320, height=180):
    """Return a picture with another colour in each corner."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2], pixels[: height // 2, width // 2 :] = RED, GREEN
    pixels[height // 2 :, : width // 2], pixels[height // 2 :, width // 2 :] = BLUE, GREY
    return pixels


def corners(data):
    """Return the colours of a JPEG's quarters: top left, top right, bottom left, bottom right."""
    pixels = jpeg.decode(data, None)[:, :, :3].astype(int)
    height, width = pixels.shape[:2]
    colours = (RED, GREEN, BLUE, GREY)
    spots = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [min(colours, key=lambda one: np.abs(pixels[spot] - one).sum()) for spot in spots]


@pytest.fixture
def maker(manual_clock):
    return PictureMaker(manual_clock, "Gate", 85)


@pytest.fixture(params=["pixels", "jpeg"])
def frame(request):
    if request.param == "pixels":
        return CapturedFrame(1.0, quarters())
    return CapturedFrame(1.0, jpeg=simplejpeg.encode_jpeg(quarters(), 90, "BGR"))


def test_a_camera_s_jpeg_is_passed_on_untouched(maker):
    data = simplejpeg.encode_jpeg(quarters(), 40, "BGR")
    maker.box = (200, 180)
    made = maker.make(CapturedFrame(1.0, jpeg=data))
    assert made == picture_maker.MadePicture(data, (320, 180), untouched=True)
    assert (maker.untouched, maker.encoded, maker.broken) == (1, 0, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_what_is_made_smaller_is_upright_as_its_exif_says(maker, orientation):
    whole = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(quarters()).save(whole, "JPEG", exif=exif, quality=95, subsampling=0)
    upright = ImageOps.exif_transpose(Image.open(whole))
    frame = CapturedFrame(1.0, jpeg=whole.getvalue())
    assert picture_size(frame) == upright.size
    maker.box = (upright.size[0] // 2, upright.size[1] // 2)
    made = maker.make(frame)
    assert not made.untouched
    assert made.size == maker.box
    seen = np.asarray(Image.open(io.BytesIO(made.jpeg)), int)
    expected = np.asarray(upright.resize(made.size), int)
    assert np.abs(seen - expected).mean() < 12


def test_what_a_camera_adds_after_the_end_is_cut_off(maker):
    data = simplejpeg.encode_jpeg(quarters(), 40, "BGR")
    assert maker.make(CapturedFrame(1.0, jpeg=data + bytes(500))).jpeg == data


@pytest.mark.parametrize("spoil", [lambda data: data[:-20], lambda _: b"", lambda _: b"no JPEG"])
def test_a_spoilt_jpeg_is_left_out_and_counted(maker, spoil):
    data = spoil(simplejpeg.encode_jpeg(quarters(), 40, "BGR"))
    assert maker.make(CapturedFrame(1.0, jpeg=data)) is None
    assert maker.make_still(CapturedFrame(1.0, jpeg=data)) is None
    assert (maker.untouched, maker.encoded, maker.broken) == (0, 0, 1)
    assert picture_size(CapturedFrame(1.0, jpeg=data)) is None


def test_pixels_are_encoded_as_the_engine_would(maker):
    made = maker.make(CapturedFrame(1.0, quarters()))
    assert made.jpeg == jpeg.encode(quarters(), JpegSettings(quality=85, subsampling="420"))
    assert not made.untouched
    assert maker.encoded == 1
    maker.quality = 20
    assert len(maker.make(CapturedFrame(1.0, quarters())).jpeg) < len(made.jpeg)


@pytest.mark.parametrize(
    ("flip", "expected"),
    [
        ("none", [RED, GREEN, BLUE, GREY]),
        ("horizontal", [GREEN, RED, GREY, BLUE]),
        ("vertical", [BLUE, GREY, RED, GREEN]),
        ("both", [GREY, BLUE, GREEN, RED]),
    ],
)
def test_it_flips(maker, frame, flip, expected):
    maker.flip = flip
    assert corners(maker.make(frame).jpeg) == expected
    assert corners(maker.make_still(frame)) == expected


def test_half_the_size_is_made_when_it_is_enough(maker, frame):
    for box in ((160, 90), (160, 400), (110, 60)):
        maker.box = box
        made = maker.make(frame)
        assert made.size == jpeg.measure(made.jpeg)
        assert made.size[0] >= box[0] or made.size[1] >= box[1]
        assert made.size[0] <= 160
        assert corners(made.jpeg) == [RED, GREEN, BLUE, GREY]


def test_a_still_is_whole_however_small_the_stream_is(maker, frame):
    maker.box = (16, 16)
    maker.identify(100)
    assert jpeg.measure(maker.make_still(frame)) == (320, 180)
    assert corners(maker.make_still(frame)) == [RED, GREEN, BLUE, GREY]


def test_the_mark_comes_and_goes_and_spoils_nothing(maker, frame, manual_clock):
    pixels = None if frame.pixels is None else frame.pixels.copy()
    plain = maker.make(frame).jpeg
    maker.identify(2)
    edges = []
    for _ in range(10):
        edges.append(jpeg.decode(maker.make(frame).jpeg, None)[1, 200, :3].astype(int))
        manual_clock.advance(0.25)
    marked = [bool(np.abs(edge - (0, 214, 255)).max() < 60) for edge in edges]
    assert marked == [True, True, False, False, True, True, False, False, False, False]
    assert maker.make(frame).jpeg == plain
    if pixels is not None:
        assert np.array_equal(frame.pixels, pixels)


def test_without_opencv_whole_steps_are_left_out(maker, monkeypatch):
    monkeypatch.setattr(picture_maker, "_has_opencv", lambda: False)
    sizes = []
    for box in ((160, 90), (100, 56), (250, 140), (320, 180), (1000, 1000)):
        maker.box = box
        made = maker.make(CapturedFrame(1.0, quarters()))
        assert corners(made.jpeg) == [RED, GREEN, BLUE, GREY]
        sizes.append(made.size)
    assert sizes == [(160, 90), (107, 60), (320, 180), (320, 180), (320, 180)]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (None, (1280, 720)),
        ((1280, 720), (1280, 720)),
        ((4000, 3000), (1280, 720)),
        ((640, 360), (640, 360)),
        ((640, 2000), (640, 360)),
        ((2000, 360), (640, 360)),
        ((427, 240), (428, 240)),
        ((333, 333), (334, 188)),
        ((1, 1), (2, 2)),
    ],
)
def test_the_smallest_size_that_need_not_be_enlarged(box, expected):
    assert fitted_size((1280, 720), box) == expected


def test_the_size_of_a_picture(frame):
    assert picture_size(frame) == (320, 180)
