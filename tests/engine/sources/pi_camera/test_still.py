import pytest

from netgear_engine.errors import ControlError, SourceError
from tests.support.pi_cameras import SENSOR_SIZE, number_of, size_of
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.picamera2,
    # picamera2 starts its threads in an old way.
    pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"),
]


@pytest.fixture
def streaming(pi_camera):
    source = pi_camera(size=(640, 480), quality=60).start()
    source.read()
    return source


def test_a_still_is_taken_and_the_video_goes_on_in_the_mode_it_had(streaming):
    before = dict(streaming._session._camera.camera_configuration())
    assert size_of(streaming.still()) == SENSOR_SIZE
    after = streaming._session._camera.camera_configuration()
    assert after["main"]["size"] == before["main"]["size"] == size_of(streaming.read())
    assert after["sensor"] == before["sensor"]
    assert after["controls"] == before["controls"]


def test_two_stills_in_a_row_are_two_pictures(streaming):
    first, second = streaming.still(), streaming.still()
    assert first.captured_at < second.captured_at


def test_a_still_that_fails_leaves_the_video_running(streaming, monkeypatch):
    from picamera2.request import CompletedRequest

    def fail(*_arguments, **_options):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(CompletedRequest, "save", fail)
    with pytest.raises(ControlError, match=r"took no still: .*Cannot allocate memory"):
        streaming.still()
    assert size_of(streaming.read()) == (640, 480)
    wait_until(lambda: number_of(streaming.read()) > 3)


def test_a_still_after_which_the_video_does_not_go_on_is_a_failure_of_the_camera(
    streaming, pi_cameras, monkeypatch
):
    from picamera2.request import CompletedRequest

    def fail(*_arguments, **_options):
        pi_cameras.fault("startfail")
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(CompletedRequest, "save", fail)
    with pytest.raises(SourceError, match=r"picamera2:0 \(imx708\) does not stream again"):
        streaming.still()
    pi_cameras.fault("")
    assert size_of(streaming.start().read()) == (640, 480)
