import pytest

from netgear_engine.errors import SourceError
from netgear_engine.sources.pi_camera import sensor as pi_camera_sensor
from netgear_engine.sources.pi_camera.sensor import (
    SensorMode,
    choose_mode,
    modes_with,
    read_modes,
)

# What libcamera tells of two real sensors.
IMX219 = (
    SensorMode((640, 480), 10, 206.65, (1000, 752, 1280, 960)),
    SensorMode((1640, 1232), 10, 41.85, (0, 0, 3280, 2464)),
    SensorMode((1920, 1080), 10, 47.57, (680, 692, 1920, 1080)),
    SensorMode((3280, 2464), 10, 21.19, (0, 0, 3280, 2464)),
    SensorMode((3280, 2464), 8, 21.19, (0, 0, 3280, 2464)),
)
IMX708 = (
    SensorMode((1536, 864), 10, 120.13, (768, 432, 3072, 1728)),
    SensorMode((2304, 1296), 10, 56.03, (0, 0, 4608, 2592)),
    SensorMode((4608, 2592), 10, 14.35, (0, 0, 4608, 2592)),
)


@pytest.mark.parametrize(
    ("modes", "size", "fps", "chosen"),
    [
        # The whole field of view counts before everything else.
        (IMX708, (1280, 720), 30, (2304, 1296)),
        (IMX708, (1280, 720), 100, (2304, 1296)),
        (IMX219, (640, 480), 30, (1640, 1232)),
        # Then the rate, then enough pixels.
        (IMX219, (1920, 1080), 30, (1640, 1232)),
        (IMX219, (1920, 1080), 20, (3280, 2464)),
        (IMX708, (3840, 2160), 10, (4608, 2592)),
        (IMX708, (3840, 2160), 30, (2304, 1296)),
    ],
)
def test_the_mode_sees_everything_is_fast_enough_and_no_larger_than_it_needs(
    modes, size, fps, chosen
):
    assert choose_mode(modes, size, fps).size == chosen


def test_of_equal_modes_the_one_with_more_bits_is_taken():
    assert choose_mode(IMX219, (3280, 2464), 20).bit_depth == 10


def test_without_modes_there_is_no_choice():
    assert choose_mode((), (640, 480), 30) is None


class Camera:
    """Tells its modes, or fails at it, and counts how often it is asked."""

    def __init__(self, modes):
        self.asked = 0
        self._modes = modes

    @property
    def sensor_modes(self):
        self.asked += 1
        if isinstance(self._modes, Exception):
            raise self._modes
        return self._modes


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch):
    monkeypatch.setattr(pi_camera_sensor, "_known", {})


def test_the_modes_are_read_once_for_each_camera():
    told = {"size": (1536, 864), "bit_depth": 10, "fps": 120.1, "crop_limits": (0, 0, 3072, 1728)}
    camera = Camera([told])
    mode = SensorMode((1536, 864), 10, 120.1, (0, 0, 3072, 1728))
    assert read_modes(camera, "one") == (mode,)
    assert read_modes(camera, "one") == (mode,)
    assert camera.asked == 1
    read_modes(camera, "another")
    assert camera.asked == 2


def test_a_camera_too_short_of_memory_to_tell_its_modes_has_none():
    assert read_modes(Camera(OSError(12, "Cannot allocate memory")), "one") == ()


def test_modes_that_could_not_be_told_are_asked_for_again():
    assert read_modes(Camera(OSError(12, "Cannot allocate memory")), "one") == ()
    told = {"size": (1536, 864), "bit_depth": 10, "fps": 120.1, "crop_limits": (0, 0, 3072, 1728)}
    assert read_modes(Camera([told]), "one") == (
        SensorMode((1536, 864), 10, 120.1, (0, 0, 3072, 1728)),
    )


def test_a_usb_camera_tells_formats_and_no_modes():
    assert read_modes(Camera([{"format": "YUYV"}]), "one") == ()


def test_a_mode_may_be_asked_for_by_its_size_or_its_bits():
    assert modes_with(IMX219, (3280, 2464), None) == IMX219[3:]
    assert modes_with(IMX219, None, 8) == IMX219[4:]
    assert modes_with(IMX219, None, None) == IMX219


@pytest.mark.parametrize(
    ("size", "bits", "asked"),
    [
        ((1000, 1000), None, "of 1000x1000"),
        ((640, 480), 8, "of 640x480 with 8 bits"),
        (None, 12, "with 12 bits"),
    ],
)
def test_a_mode_that_is_not_there_is_refused_with_those_that_are(size, bits, asked):
    told = f"has no sensor mode {asked}; it has 640x480 with 10 bits, 1640x1232 with 10 bits"
    with pytest.raises(SourceError, match=told) as caught:
        modes_with(IMX219, size, bits)
    assert caught.value.permanent
