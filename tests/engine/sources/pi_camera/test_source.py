import importlib.util
import itertools
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.sources.pi_camera.legacy import LegacyPiCamera
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Sensor, Transform
from netgear_engine.sources.pi_camera.source import PiCamera, create_pi_camera, list_cameras
from netgear_engine.sources.source import SourceOptions
from tests.support.pi_cameras import (
    PI_AND_USB_CAMERA,
    PI_ID,
    SENSOR_SIZE,
    number_of,
    pixels_of,
    scene_of,
    size_of,
)
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.picamera2,
    # picamera2 starts its threads in an old way.
    pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"),
]


def brightness(source: PiCamera) -> float:
    return float(scene_of(source.read()).mean())


def frames(source: PiCamera, count: int) -> list:
    return [source.read() for _ in range(count)]


def test_it_gives_jpegs_of_the_size_asked_for_with_the_time_of_their_capture(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    frame = source.read()
    assert size_of(frame) == (640, 480)
    assert frame.pixels is None
    age = SystemClock().monotonic() - frame.captured_at
    assert 0 <= age < 1
    assert source.fps == pytest.approx(30)


def test_a_picture_has_the_full_range_from_black_to_white(pi_camera):
    pixels = pixels_of(pi_camera(size=(640, 480)).start().read())
    assert pixels.min() <= 2
    assert pixels.max() >= 253


def test_no_frame_comes_twice_and_none_out_of_order(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()

    def lost_elsewhere():
        before = source.dropped
        read = frames(source, 45)
        numbers = [number_of(frame) for frame in read]
        assert all(later > earlier for earlier, later in itertools.pairwise(numbers))
        times = [frame.captured_at for frame in read]
        assert times == sorted(times)
        return numbers[-1] - numbers[0] - 44 - (source.dropped - before)

    # What is missing was dropped by us, in front of a slow reader, and nowhere else. Of a busy
    # computer the sensor itself may get nothing to write into for a moment, but not always.
    wait_until(lambda: lost_elsewhere() <= 6, what="a second in which nothing else is lost")


def test_a_reader_that_sleeps_gets_the_newest_frame_and_the_others_are_counted(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    first = source.read()
    wait_until(lambda: source.dropped >= 10, what="ten frames that nobody took")
    frame = source.read()
    assert number_of(frame) >= number_of(first) + 10
    assert SystemClock().monotonic() - frame.captured_at < 0.5


def test_its_title_says_which_camera_it_is_and_who_makes_the_jpegs(pi_camera):
    source = pi_camera("imx708")
    assert source.title == "camera picamera2:imx708"
    source.start()
    assert source.title == "camera picamera2:imx708 (imx708), JPEG by software"


def test_a_small_wish_comes_from_the_small_stream_and_the_camera_streams_on(pi_camera):
    source = pi_camera(size=(1280, 720), fps=30).start()
    before = number_of(source.read())
    source.want((600, 300), 30)
    wait_until(lambda: size_of(source.read()) == (640, 360))
    source.want((641, 300), 30)
    wait_until(lambda: size_of(source.read()) == (1280, 720))
    # A camera that was configured anew would count from 0 again.
    assert number_of(source.read()) > before


def test_changing_the_stream_leaves_no_threads_behind(pi_camera):
    source = pi_camera(size=(640, 480)).start()
    source.read()
    before = threading.active_count()
    for _ in range(6):
        source.want((320, 240), 30)
        source.read()
        source.want((640, 480), 30)
        source.read()
    # At most the encoder before this one is just ending.
    wait_until(lambda: threading.active_count() <= before + 2)


def test_a_lower_rate_is_met_before_frames_are_encoded(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    source.want((640, 480), 10)
    source.read()
    times = [source.read().captured_at for _ in range(8)]
    # A tenth of a second each; a late one may be followed by one in time.
    assert times[-1] - times[0] >= 0.53
    assert source.dropped <= 2
    source.want((640, 480), 30)
    wait_until(lambda: -source.read().captured_at + source.read().captured_at < 0.05)


def test_a_start_begins_with_the_whole_picture(pi_camera):
    source = pi_camera(size=(1280, 720)).start()
    source.want((320, 180), 5)
    wait_until(lambda: size_of(source.read()) == (640, 360))
    source.stop()
    assert size_of(source.start().read()) == (1280, 720)


def test_brightness_changes_the_picture_and_is_answered_with_what_counts(pi_camera):
    source = pi_camera(size=(640, 480)).start()
    before = brightness(source)
    assert source.set_control("Brightness", 0.3) == 0.3
    wait_until(lambda: brightness(source) > before + 20)
    assert source.values()["Brightness"] == 0.3


def test_a_setting_outlives_a_restart_and_a_still(pi_camera):
    source = pi_camera(size=(640, 480)).start()
    before = brightness(source)
    source.set_control("Brightness", 0.3)
    source.still()
    assert brightness(source) > before + 20
    source.stop()
    assert brightness(source.start()) > before + 20


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("Brightness", 5.0, "-1.0 to 1.0"),
        ("Brightness", "bright", "a number"),
        ("ExposureTime", 10.5, "a whole number"),
        ("Zoom", 2, "no control"),
    ],
)
def test_a_wrong_setting_is_refused_and_the_camera_streams_on(pi_camera, name, value, allowed):
    source = pi_camera(size=(640, 480)).start()
    before = dict(source.values())
    with pytest.raises(ControlError, match=allowed):
        source.set_control(name, value)
    first = number_of(source.read())
    wait_until(lambda: number_of(source.read()) >= first + 10)
    assert source.values() == before


def test_the_value_of_an_exposure_is_what_the_frames_tell(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    assert source.set_control("ExposureTime", 10_000) == 10_000
    # The sensor exposes for one frame at most.
    assert source.set_control("ExposureTime", 60_000) == pytest.approx(33_333, abs=2)
    assert source.values()["ExposureTime"] == pytest.approx(33_333, abs=2)


def test_a_still_has_all_the_pixels_and_then_video_goes_on(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    source.want((320, 240), 30)
    assert size_of(source.read()) in {(640, 480), (320, 240)}
    still = source.still()
    assert size_of(still) == SENSOR_SIZE
    assert 0 <= SystemClock().monotonic() - still.captured_at < 5
    wait_until(lambda: size_of(source.read()) == (320, 240))


def test_a_still_of_a_camera_that_stands_still_ends_in_time(pi_camera, pi_cameras, monkeypatch):
    monkeypatch.setattr("netgear_engine.sources.pi_camera.still._DEADLINE_SECONDS", 0.5)
    source = pi_camera(size=(640, 480)).start()
    source.want((320, 240), 30)
    source.read()
    pi_cameras.fault("stall")
    with pytest.raises(SourceError, match=r"picamera2:0 \(imx708\) gave no still within 0.5 s"):
        source.still()
    # Nothing waits to be done when the camera wakes up, and nobody has to wait for frames.
    assert source._session._camera._job_list == []
    pi_cameras.fault("")
    with pytest.raises(SourceError, match="streams no more since a still"):
        source.read()
    assert number_of(source.start().read()) >= 0


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("busy", r"camera picamera2:0 \(imx708\) is in use by another program"),
        ("startfail", r"camera picamera2:0 \(imx708\) does not start: .*Input/output error"),
    ],
)
def test_a_camera_that_does_not_start_says_why_and_starts_later(
    pi_camera, pi_cameras, fault, message
):
    source = pi_camera(size=(640, 480))
    pi_cameras.fault(fault)
    with pytest.raises(SourceError, match=message) as caught:
        source.start()
    assert not caught.value.permanent
    assert source.read() is None
    pi_cameras.fault("")
    assert size_of(source.start().read()) == (640, 480)


def test_a_camera_may_be_plugged_in_later(pi_camera, pi_cameras):
    source = pi_camera("webcam")
    there = f"there is no camera picamera2:webcam; picamera2:0 is {PI_ID}"
    with pytest.raises(SourceError, match=there) as caught:
        source.start()
    assert not caught.value.permanent
    pi_cameras.plug_in(PI_AND_USB_CAMERA)
    assert source.start().read() is not None


@pytest.mark.usefixtures("pi_cameras")
def test_without_any_camera_it_says_so_and_that_may_change():
    # In a process of its own: libcamera's virtual cameras never come back after none.
    program = (
        "from tests.support import pi_cameras; pi_cameras.why_not()\n"
        "from netgear_engine.sources import create_source\n"
        "try: create_source('picamera2:0').start()\n"
        "except Exception as error: print(error.permanent, error)"
    )
    environment = os.environ | {"LIBCAMERA_VIRTUAL_CONFIG_FILE": ""}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert ended.stdout.startswith(
        "False there is no camera picamera2:0; libcamera finds none at all"
    )


def test_two_cameras_stream_at_once_and_one_with_a_fixed_size_too(pi_camera, pi_cameras):
    pi_cameras.plug_in(PI_AND_USB_CAMERA)
    one = pi_camera(PI_ID, size=(640, 360)).start()
    other = pi_camera("webcam", size=(640, 480)).start()
    assert size_of(one.read()) == (640, 360)
    assert size_of(other.read()) == (640, 480)
    one.stop()
    assert number_of(other.read()) < number_of(other.read())
    other.want((100, 100), 5)
    assert size_of(other.read()) == (640, 480)


def test_pictures_are_mirrored_by_the_camera(pi_camera):
    def scene(transform):
        options = PiCameraOptions(transform=transform)
        source = pi_camera(size=(640, 480), pi_camera=options).start()
        found = scene_of(source.read())
        configured = source._session._camera.camera_configuration()["transform"]
        source.stop()
        return found, (configured.hflip, configured.vflip)

    plain, _ = scene(Transform())
    mirrored, configured = scene(Transform(hflip=True, vflip=True))
    assert configured == (True, True)
    mirrored_back = mirrored[:, ::-1]
    assert np.abs(plain - mirrored).mean() > 20
    assert np.abs(plain.mean(axis=0) - mirrored_back.mean(axis=0)).mean() < 10


def test_configured_controls_apply_from_the_first_frames_on(pi_camera):
    options = PiCameraOptions(controls={"Brightness": 0.3, "FrameRate": 20})
    source = pi_camera(size=(640, 480), pi_camera=options).start()
    assert source.values()["Brightness"] == 0.3
    assert source.values()["FrameDurationLimits"] == [50_000, 50_000]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (PiCameraOptions(controls={"Brightness": 7}), "Brightness cannot be 7; allowed is -1.0"),
        (PiCameraOptions(controls={"Zoom": 7}), "Zoom is no control"),
        (PiCameraOptions(format="MJPEG"), "cannot use the format MJPEG; allowed is YUV420"),
    ],
)
def test_a_wrong_configuration_is_named_and_trying_again_is_of_no_use(pi_camera, options, message):
    with pytest.raises(SourceError, match=message) as caught:
        pi_camera(pi_camera=options).start()
    assert caught.value.permanent


@pytest.mark.parametrize("pixel_format", ["YUV420", "RGB888", "XBGR8888"])
def test_every_format_makes_the_same_picture(pi_camera, pixel_format):
    options = PiCameraOptions(format=pixel_format, buffer_count=3, queue=False)
    source = pi_camera(size=(640, 480), pi_camera=options).start()
    frame = source.read()
    assert size_of(frame) == (640, 480)
    assert number_of(frame) < 60


def test_the_sensor_mode_may_be_asked_for(pi_camera):
    def mode(**options):
        source = pi_camera(size=(640, 480), **options).start()
        found = source._session._camera.camera_configuration()["sensor"]["output_size"]
        source.stop()
        return found

    wished = PiCameraOptions(sensor=Sensor(output_size=SENSOR_SIZE, bit_depth=10))
    assert mode() == (1536, 864)
    assert mode(pi_camera=wished) == SENSOR_SIZE


def test_opening_and_closing_for_months_leaves_no_files_open(pi_camera, pi_cameras):
    def open_files():
        return len(list(Path("/proc/self/fd").iterdir()))

    source = pi_camera(size=(640, 480))
    source.start().stop()
    before = open_files()
    for _ in range(4):
        source.start()
        source.stop()
        pi_cameras.fault("busy")
        with pytest.raises(SourceError):
            source.start()
        pi_cameras.fault("")
    source.start().stop()
    assert open_files() <= before + 2


def test_the_cameras_are_listed_with_their_modes(pi_cameras):
    pi_cameras.plug_in(PI_AND_USB_CAMERA)
    first, second = list_cameras(modes=True)
    assert (first.number, first.id, first.model, first.location) == (0, PI_ID, "imx708", "back")
    assert [mode.size for mode in first.modes] == [(1536, 864), SENSOR_SIZE]
    assert first.modes[0].bit_depth == 10
    assert (second.number, second.location, second.modes) == (1, "external", ())


def test_without_picamera2_the_old_library_reads_a_camera_by_number(monkeypatch):
    installed = {"picamera"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name in installed or None)
    clock = SystemClock()
    assert isinstance(create_pi_camera("0", SourceOptions(), clock), LegacyPiCamera)
    assert isinstance(create_pi_camera("imx708", SourceOptions(), clock), PiCamera)
    installed.add("picamera2")
    assert isinstance(create_pi_camera("0", SourceOptions(), clock), PiCamera)


def test_without_either_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(SourceError, match="apt install python3-picamera2") as caught:
        PiCamera("0", SourceOptions(), SystemClock()).start()
    assert caught.value.permanent


def test_before_the_start_nothing_can_be_read_or_set():
    source = PiCamera("0", SourceOptions(fps=12), SystemClock())
    source.want((320, 240), 5)
    source.stop()
    assert source.read() is None
    assert source.still() is None
    assert source.fps == 12
    assert (dict(source.controls()), dict(source.values())) == ({}, {})
    with pytest.raises(ControlError, match="is not running"):
        source.set_control("Brightness", 0.1)
    assert source.dropped == 0


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("0", r"\(imx708\) has no sensor mode of 1000x1000; it has 1536x864 with 10 bits, 2304"),
        ("webcam", "has no sensor mode of 1000x1000; it has none to choose from"),
    ],
)
def test_a_sensor_mode_that_is_not_there_is_refused(pi_camera, pi_cameras, which, told):
    pi_cameras.plug_in(PI_AND_USB_CAMERA)
    wished = PiCameraOptions(sensor=Sensor(output_size=(1000, 1000)))
    with pytest.raises(SourceError, match=told) as caught:
        pi_camera(which, pi_camera=wished).start()
    assert caught.value.permanent


def test_it_tells_the_sizes_that_it_has_in_any_case(pi_camera):
    source = pi_camera(size=(1920, 1080))
    assert source.sizes == ()
    assert source.start().sizes == ((1920, 1080), (640, 360))
