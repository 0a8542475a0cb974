from netgear_engine.protocol.limits import Limits


def test_a_megabyte_of_message_fits_into_a_header():
    limits = Limits()
    assert limits.header_bytes == 1024 * 1024
    assert 1_000_000 <= limits.message_bytes < limits.header_bytes


def test_the_largest_picture_of_today_s_cameras_fits():
    limits = Limits()
    width, height = 9248, 6944
    assert width * height <= limits.pixels
    assert limits.payload_bytes >= 3840 * 2160 * 3
