import errno

import pytest

from netgear_engine.errors import SourceError
from netgear_engine.sources.pi_camera.configuration import (
    still_configuration,
    video_configuration,
)
from netgear_engine.sources.pi_camera.finding import close_camera, find_camera, open_camera
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Sensor, Transform
from netgear_engine.sources.pi_camera.sensor import SensorMode
from tests.support.pi_cameras import PI_AND_USB_CAMERA, SENSOR_SIZE, size_of

pytestmark = [
    pytest.mark.picamera2,
    # picamera2 starts its threads in an old way.
    pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"),
]


@pytest.fixture
def opened(pi_cameras):
    """Return a function that opens the camera with this number."""
    pi_cameras.plug_in(PI_AND_USB_CAMERA)
    cameras = []

    def open_one(number="0"):
        cameras.append(open_camera(find_camera(number)))
        return cameras[-1]

    yield open_one
    while cameras:
        close_camera(cameras.pop())


def test_video_has_two_streams_of_full_range_and_the_mode_that_was_chosen(opened):
    from libcamera import ColorSpace

    mode = SensorMode(SENSOR_SIZE, 10, 56.0, (0, 0, *SENSOR_SIZE))
    made = video_configuration(opened(), (1280, 720), PiCameraOptions(), mode)
    assert (made["main"]["size"], made["main"]["format"]) == ((1280, 720), "YUV420")
    assert (made["lores"]["size"], made["lores"]["format"]) == ((640, 360), "YUV420")
    assert made["colour_space"].range == ColorSpace.Range.Full
    assert made["sensor"] == {"output_size": SENSOR_SIZE, "bit_depth": 10}


def test_options_say_it_in_the_words_of_picamera2(opened):
    options = PiCameraOptions(
        transform=Transform(hflip=True),
        queue=False,
        sensor=Sensor(output_size=(1536, 864)),
        format="RGB888",
    )
    made = video_configuration(opened(), (641, 481), options, None)
    assert (made["transform"].hflip, made["transform"].vflip) == (True, False)
    assert made["queue"] is False
    assert made["sensor"] == {"output_size": (1536, 864)}
    assert (made["main"]["format"], made["main"]["size"]) == ("RGB888", (640, 480))


def test_a_usb_camera_has_one_stream(opened):
    made = video_configuration(opened("1"), (640, 480), PiCameraOptions(), None)
    assert made["lores"] is None


def test_a_still_has_all_the_pixels_and_is_mirrored_like_the_video(opened):
    made = still_configuration(
        opened(), PiCameraOptions(transform=Transform(vflip=True)), {"Brightness": 0.5}
    )
    assert made["main"]["size"] == SENSOR_SIZE
    assert made["transform"].vflip
    assert made["controls"]["Brightness"] == 0.5


@pytest.fixture
def memory_for(pi_cameras, monkeypatch):
    """Return a function that leaves memory for so many buffers of each stream."""
    from picamera2.allocators import dmaallocator

    allocate = dmaallocator.DmaHeap.alloc

    def leave(count):
        def alloc(heap, name, size):
            if int(name.rpartition("-")[2]) >= count:
                raise OSError(errno.ENOMEM, "Cannot allocate memory")
            return allocate(heap, name, size)

        monkeypatch.setattr(dmaallocator.DmaHeap, "alloc", alloc)

    return leave


@pytest.mark.parametrize(
    ("room", "wished", "used"), [(6, None, 6), (5, None, 4), (2, None, 2), (5, 8, 4), (9, 8, 8)]
)
def test_with_less_memory_there_are_fewer_buffers(pi_camera, memory_for, room, wished, used):
    memory_for(room)
    source = pi_camera(size=(640, 480), pi_camera=PiCameraOptions(buffer_count=wished)).start()
    assert size_of(source.read()) == (640, 480)
    assert source._session._camera.camera_configuration()["buffer_count"] == used


def test_without_memory_it_says_what_to_do(pi_camera, memory_for):
    memory_for(1)
    with pytest.raises(SourceError, match="Cannot allocate memory; set dtoverlay=vc4-kms-v3d,cma"):
        pi_camera(size=(640, 480)).start()
