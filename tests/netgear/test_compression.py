"""What a frame is after the journey: JPEG in every colour space, raw arrays bit by bit."""

import numpy as np
import pytest
import simplejpeg

from tests.support.free_ports import free_port
from tests.support.netgear_under_test import ours_only
from tests.support.numbered_frames import number_of, numbered_frame

CHANNELS = {
    "RGB": 3, "BGR": 3, "RGBX": 4, "BGRX": 4, "XBGR": 4, "XRGB": 4, "GRAY": 1, "RGBA": 4,
    "BGRA": 4, "ABGR": 4, "ARGB": 4, "CMYK": 4,
}  # fmt: skip
# Where the byte is that has no colour in it.
FILLER = {"RGBX": 3, "BGRX": 3, "XBGR": 0, "XRGB": 0, "RGBA": 3, "BGRA": 3, "ABGR": 0, "ARGB": 0}

NUMERIC = [
    "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16",
    "float32", "float64", "longdouble", "complex64", "complex128", ">u2", ">f4", ">c8",
]  # fmt: skip
SHAPES = [(7,), (48, 64), (48, 64, 1), (48, 64, 3), (3, 5, 4), (2, 3, 4, 5), (1, 1), (1,) * 8]


def smooth_picture(channels, size=(64, 48)):
    """Return a picture of slopes, another one in each channel, that JPEG hardly changes."""
    across, down = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    slopes = [across, down, 1 - across, (across + down) / 2]
    return np.stack([(30 + 190 * slope).astype(np.uint8) for slope in slopes[:channels]], axis=2)


def through(netgear, frame, *, pattern=1, receiver=None, **options):
    """Return what becomes of a frame; `receiver` are options of its own."""
    port = free_port()
    taking = netgear(port, pattern, receive_mode=True, **{**options, **(receiver or {})})
    netgear(port, pattern, **options).send(frame)
    return taking.recv()


def answered(netgear, data, *, pattern=1, **options):
    """Return what becomes of return data that is an array."""
    port = free_port()
    options["bidirectional_mode"] = True
    receiver = netgear(port, pattern, receive_mode=True, **options)
    sender = netgear(port, pattern, **options)
    frame = smooth_picture(CHANNELS[options.get("jpeg_compression") or "BGR"])
    sender.send(frame)
    receiver.recv(return_data=data)
    # It comes with the answer to one of the next frames, as with stock.
    return next(filter(lambda answer: answer is not None, (sender.send(frame) for _ in range(20))))


def as_simplejpeg_does(frame, colorspace="BGR", quality=90, fastdct=True):
    """Return what simplejpeg makes of a frame that it encodes and decodes."""
    if colorspace == "GRAY":
        gray = frame.reshape(*frame.shape[:2], 1)
        data = simplejpeg.encode_jpeg(gray, quality, "GRAY", fastdct=fastdct)
        return simplejpeg.decode_jpeg(data, "GRAY", fastdct=fastdct)[:, :, 0]
    data = simplejpeg.encode_jpeg(frame, quality, colorspace, "422", fastdct=fastdct)
    return simplejpeg.decode_jpeg(data, colorspace, fastdct=fastdct)


def without_filler(frame, colorspace):
    """Return only the bytes that mean something in a colour space."""
    return np.delete(frame, FILLER[colorspace], axis=2) if colorspace in FILLER else frame


def assert_same(got, sent):
    assert (got.dtype, got.shape) == (sent.dtype, sent.shape)
    assert got.tobytes() == sent.tobytes()


def difference(one, other):
    return np.abs(one.astype(int) - other).mean()


# ----------------------------------------------------------------------------------- compressed


def test_a_picture_comes_as_a_jpeg_by_default(netgear):
    frame = smooth_picture(3)
    got = through(netgear, frame)
    assert not np.array_equal(got, frame), "it was not compressed"
    assert_same(got, as_simplejpeg_does(frame))
    assert difference(got, frame) < 2


def test_what_comes_may_be_drawn_on(netgear):
    got = through(netgear, smooth_picture(3))
    got[:] = 7
    assert got.flags["C_CONTIGUOUS"]


@pytest.mark.parametrize("colorspace", CHANNELS)
def test_every_colour_space_keeps_its_shape_and_its_colours(netgear, colorspace):
    frame = smooth_picture(CHANNELS[colorspace])
    got = through(netgear, frame, jpeg_compression=colorspace)
    expected = as_simplejpeg_does(frame, colorspace)
    assert got.shape == (frame.shape[:2] if colorspace == "GRAY" else frame.shape)
    assert_same(without_filler(got, colorspace), without_filler(expected, colorspace))
    if colorspace != "CMYK":
        # libjpeg-turbo goes from CMYK to JPEG and back by way of RGB.
        sent = without_filler(frame, colorspace).reshape(without_filler(got, colorspace).shape)
        assert difference(without_filler(got, colorspace), sent) < 6


@pytest.mark.parametrize("shape", [(48, 64), (48, 64, 1)])
def test_gray_pictures_may_have_two_dimensions_or_one_channel(netgear, shape):
    frame = smooth_picture(1).reshape(shape)
    got = through(netgear, frame, jpeg_compression="GRAY")
    assert_same(got, as_simplejpeg_does(frame, "GRAY"))


def test_the_sender_decides_on_the_colour_space(netgear):
    frame = smooth_picture(3)
    got = through(netgear, frame, jpeg_compression="RGB", receiver={"jpeg_compression": "GRAY"})
    assert_same(got, as_simplejpeg_does(frame, "RGB"))


def test_the_sender_decides_on_compression(netgear):
    frame = smooth_picture(3)
    got = through(netgear, frame, jpeg_compression=True, receiver={"jpeg_compression": False})
    assert_same(got, as_simplejpeg_does(frame))
    got = through(netgear, frame, jpeg_compression=False, receiver={"jpeg_compression": True})
    assert_same(got, frame)


def test_quality_costs_or_saves_detail(netgear):
    frame = np.random.default_rng(5).integers(0, 256, (48, 64, 3), np.uint8)
    off = [
        difference(through(netgear, frame, jpeg_compression_quality=quality), frame)
        for quality in (10, 50, 100)
    ]
    assert off[0] > off[1] > off[2]


@pytest.mark.parametrize("fast", [True, False])
def test_slow_and_fast_dct_give_what_simplejpeg_gives(netgear, fast):
    frame = np.random.default_rng(5).integers(0, 256, (48, 64, 3), np.uint8)
    got = through(netgear, frame, jpeg_compression_fastdct=fast)
    assert_same(got, as_simplejpeg_does(frame, fastdct=fast))


def test_fast_upsampling_is_asked_for_by_either_end(netgear):
    frame = np.random.default_rng(5).integers(0, 256, (48, 64, 3), np.uint8)
    data = simplejpeg.encode_jpeg(frame, 90, "BGR", "422", fastdct=True)
    fast = simplejpeg.decode_jpeg(data, "BGR", fastdct=True, fastupsample=True)
    assert not np.array_equal(fast, simplejpeg.decode_jpeg(data, "BGR", fastdct=True))
    option = {"jpeg_compression_fastupsample": True}
    assert_same(through(netgear, frame, **option), fast)
    assert_same(through(netgear, frame, receiver=option), fast)


@pytest.mark.parametrize("view", [np.flipud, np.fliplr, lambda frame: frame[::2, ::3]])
def test_a_picture_need_not_lie_in_one_piece(netgear, view):
    frame = view(smooth_picture(3, (96, 48)))
    assert not frame.flags["C_CONTIGUOUS"]
    got = through(netgear, frame)
    assert_same(got, as_simplejpeg_does(np.ascontiguousarray(frame)))


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (17, 9), (1921, 1081)])
def test_odd_sizes_survive(netgear, size):
    frame = smooth_picture(3, size)
    assert_same(through(netgear, frame), as_simplejpeg_does(frame))


# -------------------------------------------------------------------------------- not compressed


@pytest.mark.parametrize("dtype", NUMERIC)
def test_uncompressed_frames_of_any_numeric_type_arrive_bit_by_bit(netgear, dtype):
    frame = np.arange(-30, 30).reshape(4, 5, 3).astype(dtype)
    assert_same(through(netgear, frame, jpeg_compression=False), frame)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_uncompressed_frames_of_any_shape_arrive_bit_by_bit(netgear, shape, dtype):
    frame = np.random.default_rng(2).integers(0, 200, shape).astype(dtype)
    assert_same(through(netgear, frame, jpeg_compression=False), frame)


def test_not_a_number_and_infinity_arrive(netgear):
    frame = np.array([[np.nan, np.inf], [-np.inf, -0.0]])
    assert_same(through(netgear, frame, jpeg_compression=False), frame)


@pytest.mark.parametrize(
    "view",
    [
        np.flipud,
        lambda frame: frame[::2, ::-3],
        lambda frame: frame.T,
        lambda frame: np.broadcast_to(frame[:1], frame.shape),
        np.asfortranarray,
        lambda frame: frame[:, :, 1],
    ],
)
def test_uncompressed_frames_need_not_lie_in_one_piece(netgear, view):
    frame = view(smooth_picture(3))
    assert not frame.flags["C_CONTIGUOUS"]
    assert_same(through(netgear, frame, jpeg_compression=False), np.ascontiguousarray(frame))


@pytest.mark.parametrize("pattern", [0, 1])
def test_a_large_frame_arrives_whole(netgear, pattern):
    frame = np.random.default_rng(4).integers(0, 256, (1080, 1920, 3), np.uint8)
    assert_same(through(netgear, frame, pattern=pattern, jpeg_compression=False), frame)


def test_the_sender_may_reuse_its_array_at_once(netgear):
    port = free_port()
    receiver = netgear(port, receive_mode=True, jpeg_compression=False)
    sender = netgear(port, jpeg_compression=False)
    frame = numbered_frame(0)
    for number in range(1, 6):
        frame[:] = numbered_frame(number)
        sender.send(frame)
        frame[:] = 255
        assert number_of(receiver.recv()) == number


@ours_only("such an array cannot even be written down")
@pytest.mark.parametrize("shape", [(), (0,), (0, 4, 3)], ids=str)
def test_an_empty_frame_or_a_single_number_is_refused_or_arrives(netgear, shape):
    """Whatever becomes of it: the next frame arrives."""
    port = free_port()
    receiver = netgear(port, receive_mode=True, jpeg_compression=False)
    sender = netgear(port, jpeg_compression=False)
    try:
        sender.send(np.zeros(shape))
    except ValueError as error:
        assert "frame" in str(error)
    else:
        assert receiver.recv().shape == shape
    sender.send(numbered_frame(4))
    assert number_of(receiver.recv()) == 4


# ----------------------------------------------------------------------------------- return data


@pytest.mark.parametrize("pattern", [0, 1])
def test_an_array_as_return_data_is_compressed_as_frames_are(netgear, pattern):
    data = smooth_picture(3, (32, 16))
    assert_same(answered(netgear, data, pattern=pattern), as_simplejpeg_does(data))


@pytest.mark.parametrize("colorspace", CHANNELS)
def test_return_data_in_every_colour_space(netgear, colorspace):
    data = smooth_picture(CHANNELS[colorspace], (32, 16))
    got = answered(netgear, data, jpeg_compression=colorspace)
    expected = as_simplejpeg_does(data, colorspace)
    assert_same(without_filler(got, colorspace), without_filler(expected, colorspace))


@pytest.mark.parametrize("dtype", NUMERIC)
def test_uncompressed_return_data_of_any_numeric_type_arrives_bit_by_bit(netgear, dtype):
    data = np.arange(-3, 3).reshape(2, 3).astype(dtype)
    assert_same(answered(netgear, data, jpeg_compression=False), data)


def test_return_data_need_not_lie_in_one_piece(netgear):
    data = smooth_picture(3)[::2, ::-1]
    assert_same(answered(netgear, data, jpeg_compression=False), np.ascontiguousarray(data))


@pytest.mark.parametrize("compressed", [True, False])
def test_arrays_come_back_from_one_of_several_receivers_too(netgear, compressed):
    port = free_port()
    options = {"multiclient_mode": True, "jpeg_compression": compressed}
    receiver = netgear(port, receive_mode=True, **options)
    sender = netgear([port], **options)
    data = smooth_picture(3)
    sender.send(numbered_frame(1))
    receiver.recv(return_data=data)
    answers = (sender.send(numbered_frame(number)) for number in range(2, 22))
    got_port, got = next(answer for answer in answers if answer and answer[1] is not None)
    assert got_port == port
    assert_same(got, as_simplejpeg_does(data) if compressed else data)


@ours_only("what the array holds when the next frame comes is sent")
def test_the_receiver_may_reuse_its_array_at_once(netgear):
    port = free_port()
    options = {"bidirectional_mode": True, "jpeg_compression": False}
    receiver = netgear(port, receive_mode=True, **options)
    sender = netgear(port, **options)
    data = numbered_frame(5)
    sender.send(numbered_frame(1))
    receiver.recv(return_data=data)
    data[:] = 0
    assert number_of(sender.send(numbered_frame(2))) == 5


def test_values_may_follow_an_array_as_return_data(netgear):
    port = free_port()
    options = {"bidirectional_mode": True}
    receiver = netgear(port, receive_mode=True, **options)
    sender = netgear(port, **options)
    returned = []
    for data in (smooth_picture(3), "words", smooth_picture(3), None):
        returned.append(sender.send(numbered_frame(1)))
        receiver.recv(return_data=data)
    assert [type(one).__name__ for one in returned] == ["NoneType", "ndarray", "str", "ndarray"]
