import logging

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.node.camera.messages import Stop
from netgear_engine.node.camera.orders import OrderBox, WakefulClock
from netgear_engine.sources.pi_camera import session as pi_camera_session
from netgear_engine.sources.pi_camera import settling
from netgear_engine.sources.pi_camera.source import PiCamera
from netgear_engine.sources.source import SourceOptions
from tests.support.pi_cameras import number_of, scene_of, size_of
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.picamera2,
    # picamera2 starts its threads in an old way.
    pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"),
]


@pytest.fixture
def impatient(monkeypatch):
    """Take a camera that gives nothing for half a second for a broken one."""
    monkeypatch.setattr(pi_camera_session, "_PATIENCE", 0.5)
    monkeypatch.setattr(pi_camera_session, "_FRAMES_OF_PATIENCE", 2)
    monkeypatch.setattr(settling, "_SECONDS", 0.3)


@pytest.mark.usefixtures("impatient")
def test_a_setting_on_a_camera_that_stands_still_is_refused(pi_camera, pi_cameras):
    source = pi_camera(size=(640, 480)).start()
    source.read()
    pi_cameras.fault("stall")
    wait_until(lambda: source._session._metadata() is None)  # the last frames are used up
    with pytest.raises(ControlError, match="gives no frames"):
        source.set_control("Brightness", 0.3)
    pi_cameras.fault("")
    wait_until(lambda: "Brightness" in source.values())
    assert source.values()["Brightness"] == 0.0


@pytest.mark.parametrize("fault", ["stall", "timeout", "error"])
@pytest.mark.usefixtures("impatient")
def test_a_camera_that_gives_nothing_says_so_and_starts_again(pi_camera, pi_cameras, fault):
    source = pi_camera(size=(640, 480)).start()
    source.read()
    pi_cameras.fault(fault)
    with pytest.raises(
        SourceError, match=r"picamera2:0 \(imx708\) gave no frame for 0.5 s"
    ) as caught:
        while True:
            source.read()
    assert not caught.value.permanent
    source.stop()
    pi_cameras.fault("")
    assert size_of(source.start().read()) == (640, 480)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_event_loop_is_noticed_and_closing_does_not_hang(pi_camera, caplog):
    caplog.set_level(logging.CRITICAL, "picamera2.previews.null_preview")  # it keeps the camera
    source = pi_camera(size=(640, 480)).start()
    source.read()

    def fail(_request):
        raise ValueError("a test's")

    source._session._camera.pre_callback = fail
    with pytest.raises(SourceError, match="event loop has ended"):
        while True:
            source.read()
    source.stop()
    assert size_of(source.start().read()) == (640, 480)


def test_an_encoder_that_stands_still_is_told_from_a_camera_that_does(pi_camera, monkeypatch):
    source = pi_camera(size=(640, 480)).start()
    source.read()
    monkeypatch.setattr(source._session._encoding, "_admits", lambda _request: False)
    source._session._encoding.start("lores")
    with pytest.raises(SourceError, match="the encoder in software stands still"):
        while True:
            source.read()


def test_a_slow_camera_is_waited_for_longer(pi_camera):
    source = pi_camera(size=(640, 480), fps=2).start()
    source.read()
    assert source._session._patience == 2.5
    source.set_control("FrameDurationLimits", [33_333, 33_333])
    assert source._session._patience == 2
    source.want((640, 480), 0.5)
    source.read()
    assert source._session._patience == 10


def test_a_frame_from_before_a_change_does_not_tell_its_value(pi_camera, monkeypatch):
    source = pi_camera(size=(640, 480)).start()
    told = [
        {"SensorTimestamp": 0, "ExposureTime": 10_000},
        {"SensorTimestamp": 10**18, "ExposureTime": 9_990},
    ]
    camera = source._session._camera
    monkeypatch.setattr(camera, "capture_metadata", lambda wait: told.pop(0))
    assert source.set_control("ExposureTime", 10_000) == 9_990


def test_a_change_that_picamera2_loses_is_made_all_the_same(pi_camera, monkeypatch):
    source = pi_camera(size=(640, 480)).start()
    camera = source._session._camera
    set_controls = camera.set_controls
    lost = []

    def lose_the_first(changes):
        if not lost:
            lost.append(changes)
        else:
            set_controls(changes)

    before = scene_of(source.read()).mean()
    monkeypatch.setattr(camera, "set_controls", lose_the_first)
    source.set_control("Brightness", 0.3)
    wait_until(lambda: scene_of(source.read()).mean() > before + 20)
    assert len(lost) == 1


def test_what_was_kept_counts_from_the_first_frame_on_and_after_a_still(pi_camera):
    source = pi_camera(size=(640, 480))
    assert source.start_with({}) == []
    before = scene_of(source.read()).mean()
    source.stop()
    [refused] = source.start_with({"Bright": 1, "Brightness": 0.3})
    assert "did you mean Brightness" in str(refused)
    assert scene_of(source.read()).mean() > before + 20
    assert source.values()["Brightness"] == 0.3
    source.still()
    assert scene_of(source.read()).mean() > before + 20


def test_what_is_kept_is_measured_by_the_bounds_of_the_mode_that_was_chosen(pi_camera):
    # The last mode that is tried is slower than the one that is used.
    source = pi_camera(size=(640, 480), fps=90)
    assert source.start_with({"FrameDurationLimits": [12_000, 12_000]}) == []
    assert source.fps == pytest.approx(83.333)


def spacing(source):
    """Return the seconds between two frames of the sensor, read or not."""
    one, other = source.read(), source.read()
    return (other.captured_at - one.captured_at) / (number_of(other) - number_of(one))


def test_the_sensor_goes_no_faster_than_the_wish_and_is_soon_fast_again(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    source.read()
    source.want((640, 480), 10)
    wait_until(lambda: 0.09 < spacing(source) < 0.15)
    source.want((0, 0), 1)
    wait_until(lambda: 0.15 < spacing(source) < 0.25)  # it is looked at five times a second
    assert source.fps == 30
    source.still()
    wait_until(lambda: 0.15 < spacing(source) < 0.25)
    source.want((640, 480), 30)
    wait_until(lambda: spacing(source) < 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_slow_stream_starts_at_once_and_its_stall_is_seen_before_the_next_frame_is_due(
    pi_camera, pi_cameras
):
    source = pi_camera(size=(640, 480), fps=0.02).start()
    source.read()
    assert source.set_control("ExposureTime", 10_000) == 10_000
    pi_cameras.fault("stall")
    with pytest.raises(SourceError, match=r"gave no frame for 0.5 s: its cable"):
        while True:
            source.read()


def test_a_duration_of_frames_is_answered_with_what_was_measured(pi_camera):
    source = pi_camera(size=(640, 480), fps=30).start()
    source.read()
    assert source.set_control("FrameDurationLimits", [100_000, 100_000]) == [100_000, 100_000]
    assert source.fps == 10
    wait_until(lambda: 0.09 < spacing(source) < 0.11)


@pytest.mark.usefixtures("pi_cameras")
def test_between_slow_frames_an_order_brings_the_next_one():
    orders = OrderBox()
    clock = WakefulClock(SystemClock(), orders)
    with PiCamera("0", SourceOptions(size=(640, 480), fps=0.02), clock) as source:
        first = number_of(source.read())
        orders.put(Stop())
        assert number_of(source.read()) - first < 100  # 250 would be in time
