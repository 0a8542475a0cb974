import threading

import pytest
import simplejpeg

from netgear_engine.clock import SystemClock
from netgear_engine.errors import SourceError
from netgear_engine.sources.newest_frame import NewestFrame
from netgear_engine.sources.pi_camera import encoding as pi_camera_encoding
from netgear_engine.sources.pi_camera import session as pi_camera_session
from netgear_engine.sources.pi_camera.encoding import JpegEncoding, bitrate
from tests.support.pi_cameras import number_of, size_of
from tests.support.waiting import PATIENCE, wait_until

pytestmark = [
    pytest.mark.picamera2,
    # picamera2 starts its threads in an old way.
    pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"),
]


@pytest.fixture
def jpeg_hardware(pi_cameras, monkeypatch):
    """Let picamera2 have JPEG hardware; return what it was made with and what it gave."""
    from picamera2 import encoders
    from picamera2.request import MappedArray

    made = []

    class Hardware(encoders.Encoder):
        """As MJPEGEncoder: takes a request, and gives its JPEG on a thread of its own."""

        silent = False

        def __init__(self, bitrate=None):
            super().__init__()
            self.bitrate = bitrate
            self.given = []
            made.append(self)

        def _encode(self, stream, request):
            timestamp = self._timestamp(request)
            with MappedArray(request, stream) as mapped:
                width, height = self.size
                grey = mapped.array[:height, :width, None].copy()
            jpeg = simplejpeg.encode_jpeg(grey, colorspace="GRAY")
            if not self.silent:
                self.given.append(jpeg)
                giving = threading.Thread(target=self.outputframe, args=(jpeg, True, timestamp))
                giving.start()
                giving.join()

    monkeypatch.setattr(encoders, "MJPEGEncoder", Hardware)
    return made


def test_jpegs_from_hardware_are_passed_on_untouched(pi_camera, jpeg_hardware):
    source = pi_camera(size=(640, 480), quality=50).start()
    frame = source.read()
    assert source.title.endswith("JPEG by hardware")
    [encoder] = jpeg_hardware
    assert any(frame.jpeg is given for given in encoder.given)
    assert encoder.bitrate == bitrate(50, (640, 480))
    assert 0 <= SystemClock().monotonic() - frame.captured_at < 1


def test_hardware_encodes_the_small_stream_too(pi_camera, jpeg_hardware):
    source = pi_camera(size=(1280, 720)).start()
    source.want((640, 360), 30)
    wait_until(lambda: size_of(source.read()) == (640, 360))
    assert [encoder.bitrate for encoder in jpeg_hardware] == [
        bitrate(85, (1280, 720)),
        bitrate(85, (640, 360)),
    ]
    assert source.title.endswith("JPEG by hardware")


def test_a_picture_too_large_for_the_hardware_is_encoded_in_software(pi_camera, jpeg_hardware):
    source = pi_camera(size=(2304, 1296)).start()
    assert size_of(source.read()) == (2304, 1296)
    assert source.title.endswith("JPEG by software")
    assert jpeg_hardware == []
    source.want((768, 432), 30)
    assert source.title.endswith("JPEG by hardware")


@pytest.mark.parametrize("error", [FileNotFoundError(2, "/dev/video11"), RuntimeError("no V4L2")])
def test_hardware_that_cannot_be_had_is_tried_once_and_left(
    pi_camera, jpeg_hardware, monkeypatch, error
):
    from picamera2 import encoders

    def fail(_encoder):
        raise error

    monkeypatch.setattr(encoders.MJPEGEncoder, "_start", fail)
    source = pi_camera(size=(640, 480)).start()
    assert size_of(source.read()) == (640, 480)
    assert source.title.endswith("JPEG by software")
    source.want((320, 240), 30)
    wait_until(lambda: size_of(source.read()) == (320, 240))
    assert len(jpeg_hardware) == 1
    assert not jpeg_hardware[0].running


def test_hardware_that_stands_still_is_left_at_the_next_start(
    pi_camera, jpeg_hardware, monkeypatch
):
    from picamera2 import encoders

    monkeypatch.setattr(pi_camera_session, "_PATIENCE_AT_FIRST", 0.5)
    monkeypatch.setattr(encoders.MJPEGEncoder, "silent", True)
    source = pi_camera(size=(640, 480)).start()
    with pytest.raises(SourceError, match="the encoder in hardware stands still"):
        source.read()
    source.start()
    assert size_of(source.read()) == (640, 480)
    assert source.title.endswith("JPEG by software")
    assert len(jpeg_hardware) == 1


def test_a_pi_5_encodes_in_software_without_trying(pi_camera, jpeg_hardware, monkeypatch):
    import picamera2
    from picamera2.platform import Platform

    monkeypatch.setattr(picamera2.platform, "get_platform", lambda: Platform.PISP)
    monkeypatch.setattr(picamera2.Picamera2, "platform", Platform.PISP)
    source = pi_camera(size=(640, 480)).start()
    assert size_of(source.read()) == (640, 480)
    assert source.title.endswith("JPEG by software")
    assert jpeg_hardware == []
    # Its rows want to be multiples of 128 bytes.
    source.want((100, 100), 30)
    wait_until(lambda: size_of(source.read()) == (256, 192))


@pytest.mark.usefixtures("pi_cameras")
def test_the_output_takes_whatever_an_encoder_gives_without_raising():
    newest = NewestFrame()
    encoding = JpegEncoding(None, 85, newest, SystemClock())
    encoder = type("Encoder", (), {"firsttimestamp": None})()
    output = pi_camera_encoding._make_output(
        lambda jpeg, timestamp: encoding._put(encoder, jpeg, timestamp)
    )
    output.outputframe(b"jpeg", True, 40, None, False)
    output.outputframe(memoryview(b"other"), timestamp=None)
    encoder.firsttimestamp = -(10**12)  # of some other clock
    output.outputframe(bytearray(b"last"), True, 0)
    assert newest.dropped == 2
    frame = newest.take(0)
    assert frame.jpeg == b"last"
    assert 0 <= SystemClock().monotonic() - frame.captured_at < 5


@pytest.mark.usefixtures("pi_cameras")
def test_a_frame_was_captured_when_the_sensor_says(manual_clock):
    newest = NewestFrame()
    encoding = JpegEncoding(None, 85, newest, manual_clock)
    # The sensor's time of the encoder's first frame, in microseconds.
    encoder = type("Encoder", (), {"firsttimestamp": 999_900_000})()

    def captured_at(timestamp):
        encoding._put(encoder, b"jpeg", timestamp)
        return newest.take(0).captured_at

    assert manual_clock.monotonic() == 1000.0
    assert captured_at(0) == pytest.approx(999.9)
    assert captured_at(33_333) == pytest.approx(999.933333)
    # A time that cannot be is of another clock.
    assert captured_at(200_000) == 1000.0
    encoder.firsttimestamp = 1_000_000
    assert captured_at(0) == 1000.0


def test_the_bitrate_is_picamera2s_own_for_its_five_qualities_and_grows_with_the_picture():
    full = (1920, 1080)
    assert [bitrate(quality, full) for quality in (25, 35, 50, 65, 80)] == [
        16_000_000,
        20_000_000,
        30_000_000,
        40_000_000,
        50_000_000,
    ]
    assert bitrate(1, full) == 16_000_000
    assert bitrate(80, full) < bitrate(95, full) < 65_000_000
    assert bitrate(80, (960, 540)) == pytest.approx(bitrate(80, full) / 4, abs=1)


def test_a_slow_encoder_leaves_frames_out_before_they_wait_and_grow_old(pi_camera, monkeypatch):
    from picamera2.encoders import JpegEncoder

    encode, may_go_on = JpegEncoder.encode_func, threading.Event()

    def encode_slowly(encoder, request, name):
        may_go_on.wait(PATIENCE)
        return encode(encoder, request, name)

    monkeypatch.setattr(JpegEncoder, "encode_func", encode_slowly)
    source = pi_camera(size=(640, 480)).start()
    session = source._session
    try:
        # The camera has buffers left to go on with.
        wait_until(lambda: session._camera.frames > 30)
        assert session._encoding._encoder.tasks.qsize() <= 2
    finally:
        may_go_on.set()
    first = number_of(source.read())
    wait_until(lambda: number_of(source.read()) > max(first, 30))


def test_numbers_go_on_without_gap_when_the_reader_keeps_up(pi_camera, jpeg_hardware):
    source = pi_camera(size=(640, 480), fps=15).start()
    numbers = [number_of(source.read()) for _ in range(10)]
    missing = numbers[-1] - numbers[0] - 9
    assert missing <= source.dropped
