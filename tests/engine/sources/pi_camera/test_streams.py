import pytest

from netgear_engine.sources.pi_camera.streams import lores_size, stream_for


@pytest.mark.parametrize(
    ("main", "alignment", "small"),
    [
        ((1280, 720), 64, (640, 360)),
        ((1280, 720), 128, (640, 360)),
        ((1920, 1080), 128, (640, 360)),
        ((2304, 1296), 64, (768, 432)),
        ((640, 480), 64, (320, 240)),
        ((640, 480), 128, (256, 192)),
        ((1000, 700), 64, (448, 314)),
        ((240, 180), 64, None),
    ],
)
def test_the_small_stream_has_the_shape_of_the_main_one_and_rows_without_padding(
    main, alignment, small
):
    assert lores_size(main, alignment) == small


@pytest.mark.parametrize(
    ("wish", "lores", "stream"),
    [
        ((640, 360), (640, 360), "lores"),
        ((0, 0), (640, 360), "lores"),
        ((641, 360), (640, 360), "main"),
        ((640, 361), (640, 360), "main"),
        (None, (640, 360), "main"),
        ((64, 36), None, "main"),
    ],
)
def test_the_smallest_stream_that_is_large_enough_is_taken(wish, lores, stream):
    assert stream_for(wish, lores) == stream
