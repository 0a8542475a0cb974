from netgear_engine.protocol.limits import Limits


def test_a_header_may_have_64_kib():
    assert Limits().header_bytes == 64 * 1024


def test_the_largest_picture_of_today_s_cameras_fits():
    limits = Limits()
    width, height = 9248, 6944
    assert width * height <= limits.pixels
    assert limits.payload_bytes >= 3840 * 2160 * 3
