import numpy as np
import pytest

from netgear_engine.codecs import jpeg as codecs_jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.netgear_codec import decode_array, encode_array
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout, Compression
from tests.support.numbered_frames import number_of, numbered_frame
from tests.support.wire import jpeg, undecodable_jpeg

PICTURE = numbered_frame(4711)


def test_without_settings_an_array_goes_as_it_is():
    content, payload = encode_array(PICTURE, None)
    assert content == ArrayLayout("uint8", PICTURE.shape)
    assert payload == PICTURE.tobytes()
    array = decode_array(content, payload, None)
    assert np.array_equal(array, PICTURE)
    assert not array.flags.writeable


@pytest.mark.parametrize("dtype", ["uint8", ">u2", "float64", "bool"])
@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 3, 4, 5)])
def test_any_array_of_numbers_goes_that_way(dtype, shape):
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    decoded = decode_array(*encode_array(array, None), None)
    assert (decoded.dtype, decoded.shape) == (array.dtype, array.shape)
    assert np.array_equal(decoded, array)


def test_the_array_may_be_changed_as_soon_as_it_is_encoded():
    array = PICTURE.copy()
    content, payload = encode_array(array, None)
    array[:] = 0
    assert np.array_equal(decode_array(content, payload, None), PICTURE)


def test_with_settings_it_goes_as_a_jpeg_that_says_how():
    settings = JpegSettings(colorspace="RGB", fast_dct=False)
    content, payload = encode_array(PICTURE, settings)
    assert content == Compression(dct=False, ups=False, colorspace="RGB")
    decoded = decode_array(content, payload, settings)
    assert decoded.shape == PICTURE.shape
    assert number_of(decoded) == 4711


def test_the_senders_color_space_counts_whatever_ours_is():
    red = np.zeros((48, 64, 3), np.uint8)
    red[:, :, 0] = 250
    content, payload = encode_array(red, JpegSettings(colorspace="RGB"))
    for ours in (None, JpegSettings(), JpegSettings(colorspace="GRAY")):
        assert np.allclose(decode_array(content, payload, ours), red, atol=6)


def test_what_comes_raw_is_read_even_if_we_send_jpegs_and_the_other_way_round():
    for sent, ours in ((None, JpegSettings()), (JpegSettings(), None)):
        assert number_of(decode_array(*encode_array(PICTURE, sent), ours)) == 4711


@pytest.mark.parametrize("frame", [None, "picture", b"bytes", [[1, 2]], 5])
@pytest.mark.parametrize("settings", [None, JpegSettings()])
def test_only_arrays_are_frames(frame, settings):
    with pytest.raises(TypeError, match=f"not {type(frame).__name__}"):
        encode_array(frame, settings)


@pytest.mark.parametrize(
    ("frame", "settings", "error"),
    [
        (np.array([None]), None, TypeError),
        (np.zeros((0, 5)), None, ValueError),
        (np.zeros((48, 64, 3)), JpegSettings(), TypeError),
        (np.zeros((48, 64), np.uint8), JpegSettings(), ValueError),
    ],
    ids=["objects", "nothing", "floats", "one channel"],
)
def test_what_cannot_be_sent_says_why(frame, settings, error):
    with pytest.raises(error, match="a frame of"):
        encode_array(frame, settings)


@pytest.mark.parametrize(
    ("content", "payload"),
    [
        (ArrayLayout("uint8", (2, 3)), b"short"),
        (ArrayLayout("O", (1,)), b"12345678"),
        (Compression(), b"no JPEG"),
        (Compression(), undecodable_jpeg()),
        (Compression(colorspace="HSV"), b""),
    ],
)
def test_what_is_broken_is_the_peers_fault(content, payload):
    with pytest.raises(RemoteProtocolError):
        decode_array(content, payload, JpegSettings())


@pytest.mark.parametrize("ours", [None, JpegSettings(fast_dct=False), JpegSettings()])
def test_the_fast_way_is_ours_only_when_we_asked_for_it(monkeypatch, ours):
    asked = []
    monkeypatch.setattr(codecs_jpeg, "decode_as_told", lambda *_, **how: asked.append(how))
    decode_array(Compression(), jpeg(), ours)
    assert asked == [{"fast_dct": bool(ours and ours.fast_dct), "fast_upsample": False}]
