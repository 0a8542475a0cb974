import pytest

from netgear_engine.codecs.jpeg_header import JpegHeader, count_scans, read_jpeg_header
from tests.support.wire import noisy_jpeg

WHOLE = noisy_jpeg((320, 240))


def test_it_tells_the_size_and_where_the_picture_begins():
    header = read_jpeg_header(WHOLE)
    assert header == JpegHeader(320, 240, header.data_at, has_several_scans=False)
    assert WHOLE[header.data_at - 3 : header.data_at] == b"\0\x3f\0"
    assert read_jpeg_header(memoryview(WHOLE)) == header


@pytest.mark.parametrize(
    "broken",
    [b"", WHOLE[:100], b"\xff\xd8" + b"\xff" * 100_000, b"\xff\xd8" + b"\xff\xfe\0\2" * 100_000],
    ids=["empty", "cut", "padding without end", "parts without end"],
)
def test_one_that_cannot_be_walked_over_soon_tells_nothing(broken):
    assert read_jpeg_header(broken) is None


def test_of_one_that_tells_nothing_all_scans_are_counted():
    assert count_scans(b"\xff\xda" * 5, None, 10) == 5
    assert count_scans(b"\xff\xda" * 500, None, 10) == 11
    assert count_scans(b"\xff\xda" * 500, read_jpeg_header(WHOLE), 10) == 1
