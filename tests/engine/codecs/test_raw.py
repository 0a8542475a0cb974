import numpy as np
import pytest

from netgear_engine.codecs import raw
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import ArrayLayout

COLOR = (250, 120, 10)
PICTURE = np.full((6, 8, 3), COLOR, np.uint8)


def layout_of(array):
    return ArrayLayout(str(array.dtype), array.shape)


def decode(array, box=None):
    return raw.decode(layout_of(array), array.tobytes(), box)


class TestMeasuring:
    def test_width_comes_before_height(self):
        assert raw.measure(layout_of(PICTURE), PICTURE.tobytes()) == (8, 6)

    @pytest.mark.parametrize("dtype", ["bool", "int16", ">u2", "float32", "complex64"])
    def test_every_kind_of_number_is_measured(self, dtype):
        array = np.zeros((6, 8), dtype)
        assert raw.measure(ArrayLayout(dtype, (6, 8)), array.tobytes()) == (8, 6)

    @pytest.mark.parametrize(
        "dtype", ["", "nonsense", "9u1", "u1,", "(", "\ud800", "datetime64[99999s]x"]
    )
    def test_an_unknown_type_is_refused(self, dtype):
        with pytest.raises(RemoteProtocolError, match="a frame of"):
            raw.measure(ArrayLayout(dtype, (1, 1)), b"x")

    @pytest.mark.parametrize("dtype", ["i1,i1", "(2,2)u1", "(2)u1", "datetime64[s]", "u1" * 40])
    def test_what_is_more_than_the_name_of_a_type_is_not_read(self, dtype):
        with pytest.raises(RemoteProtocolError, match="of unknown type"):
            raw.measure(ArrayLayout(dtype, (1, 1)), b"x")

    @pytest.mark.parametrize("dtype", ["O", "S1", "U1", "V1"])
    def test_a_type_that_is_not_a_number_is_refused(self, dtype):
        with pytest.raises(RemoteProtocolError, match="which is not a number"):
            raw.measure(ArrayLayout(dtype, (1, 1)), b"x" * np.dtype(dtype).itemsize)

    @pytest.mark.parametrize("shape", [(), (0,), (-48,), (0, 8), (6, -8), (-6, -8), (6, 8, 0)])
    def test_an_impossible_shape_is_refused(self, shape):
        with pytest.raises(RemoteProtocolError, match=r"a frame of (shape|. dimensions)"):
            raw.measure(ArrayLayout("uint8", shape), bytes(48))

    def test_more_dimensions_than_arrays_can_have_are_refused(self):
        with pytest.raises(RemoteProtocolError, match="a frame of 65 dimensions"):
            raw.measure(ArrayLayout("uint8", (1,) * 65), b"x")

    @pytest.mark.parametrize("size", [0, 47, 49, 48 * 3])
    def test_bytes_that_do_not_fill_the_shape_are_refused(self, size):
        with pytest.raises(RemoteProtocolError, match="needs 48"):
            raw.measure(ArrayLayout("uint8", (6, 8)), bytes(size))

    def test_a_row_of_numbers_is_one_pixel_wide(self):
        assert raw.measure(ArrayLayout("uint8", (48,)), bytes(48)) == (1, 48)

    def test_an_absurd_shape_allocates_nothing(self):
        with pytest.raises(RemoteProtocolError, match="needs"):
            raw.measure(ArrayLayout("uint8", (10**30, 10**30)), b"x")


class TestEncoding:
    @pytest.mark.parametrize(
        "frame",
        [
            PICTURE,
            PICTURE[::2, ::-1],
            np.asfortranarray(PICTURE),
            np.arange(5, dtype=">u2"),
            np.linspace(0, 1, 24).reshape(2, 3, 4),
            np.array([[True, False]]),
            np.array([1 + 2j]),
        ],
        ids=lambda frame: f"{frame.dtype} {frame.shape}",
    )
    def test_what_is_encoded_comes_back(self, frame):
        layout, data = raw.encode(frame)
        raw.measure(layout, data)
        array = raw.array(layout, data)
        assert array.dtype == frame.dtype
        assert np.array_equal(array, frame)

    def test_it_is_a_view_where_the_array_is_in_order_already(self):
        _, data = raw.encode(PICTURE)
        assert np.shares_memory(np.frombuffer(data, np.uint8), PICTURE)
        assert data.nbytes == PICTURE.nbytes

    @pytest.mark.parametrize("dtype", ["O", "S1", "U1", "V1", "i1,i1", "datetime64[s]"])
    def test_what_is_not_a_number_is_refused(self, dtype):
        with pytest.raises(TypeError, match="its elements are not numbers"):
            raw.encode(np.zeros((6, 8), dtype))

    @pytest.mark.parametrize("shape", [(), (0,), (6, 0), (1,) * 33])
    def test_a_shape_that_no_receiver_takes_is_refused(self, shape):
        if len(shape) > 32 and np.lib.NumpyVersion(np.__version__) < "2.0.0":
            pytest.skip("this numpy has no such arrays")
        with pytest.raises(ValueError, match="cannot be sent"):
            raw.encode(np.zeros(shape, np.uint8))


class TestArray:
    def test_it_is_the_frame_without_a_copy(self):
        data = PICTURE.tobytes()
        array = raw.array(layout_of(PICTURE), data)
        assert np.array_equal(array, PICTURE)
        assert np.shares_memory(array, np.frombuffer(data, np.uint8))
        assert not array.flags.writeable


class TestDecoding:
    @pytest.mark.parametrize("channels", [3, 4])
    def test_colors_keep_their_order(self, channels):
        shown = decode(np.full((6, 8, channels), (*COLOR, 7)[:channels], np.uint8))
        assert shown.shape == (6, 8, 4)
        assert (shown == (*COLOR, 255)).all()

    @pytest.mark.parametrize("shape", [(6, 8), (6, 8, 1)])
    def test_one_channel_is_grey(self, shape):
        assert (decode(np.full(shape, 90, np.uint8)) == (90, 90, 90, 255)).all()

    @pytest.mark.parametrize(
        ("box", "shape"),
        [
            (None, (60, 80)),
            ((100, 100), (60, 80)),
            ((41, 31), (60, 80)),
            ((40, 30), (30, 40)),
            ((26, 26), (20, 27)),
            ((80, 30), (30, 40)),
            ((0, 0), (1, 1)),
        ],
    )
    def test_it_shrinks_by_whole_steps_and_can_still_fill_its_box(self, box, shape):
        assert decode(np.zeros((60, 80, 3), np.uint8), box).shape == (*shape, 4)

    @pytest.mark.parametrize(
        "array",
        [
            np.zeros((6, 8), np.complex64),
            np.zeros((6, 8, 2), np.uint8),
            np.zeros((6, 8, 5), np.uint8),
            np.zeros((6, 8, 3, 1), np.uint8),
        ],
        ids=lambda array: f"{array.dtype} {array.shape}",
    )
    def test_what_a_screen_cannot_show_is_refused(self, array):
        with pytest.raises(RemoteProtocolError, match="cannot be shown"):
            decode(array)

    @pytest.mark.parametrize(
        "dtype", ["uint16", ">u2", "int16", "int32", "uint64", "float16", "float32", "float64"]
    )
    @pytest.mark.parametrize("channels", [1, 3, 4])
    def test_other_numbers_are_scaled_by_their_range(self, dtype, channels):
        values = np.linspace(100, 4100, 48).astype(dtype).reshape(6, 8, 1)
        array = np.ascontiguousarray(np.repeat(values, channels, axis=2))
        layout = ArrayLayout(dtype, array.shape)
        shown = raw.decode(layout, array.tobytes(), None)
        assert shown.shape == (6, 8, 4)
        assert np.allclose(shown[:, :, 0].reshape(-1), np.linspace(0, 255, 48), atol=1.1)
        assert (shown[:, :, :1] == shown[:, :, :3]).all() and (shown[:, :, 3] == 255).all()
        assert raw.scaled_words(layout) == f"{array.itemsize * 8} bit, scaled"

    def test_yes_and_no_are_white_and_black(self):
        assert (decode(np.array([[True, False]]))[0, :, 0] == (255, 0)).all()

    @pytest.mark.parametrize(
        "values", [[[7.0, 7.0]], [[np.nan, np.inf]], [[1e308, -1e308]], [[np.nan, 1.0]]], ids=str
    )
    def test_numbers_without_a_range_are_shown_somehow(self, values):
        assert decode(np.array(values)).shape == (1, 2, 4)

    def test_bytes_are_not_scaled(self):
        assert raw.scaled_words(layout_of(PICTURE)) == ""
        assert (decode(np.full((2, 2), 90, np.uint8))[:, :, 0] == 90).all()


@pytest.mark.parametrize("error", [MemoryError(), KeyError(6), SystemError("numpy")], ids=repr)
def test_whatever_numpy_throws_is_the_peers_fault(monkeypatch, error):
    def throw(*_, **__):
        raise error

    monkeypatch.setattr(np, "frombuffer", throw)
    with pytest.raises(RemoteProtocolError, match=type(error).__name__):
        decode(PICTURE)
