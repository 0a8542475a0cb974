import subprocess
import sys

import numpy as np
import pytest

from netgear_engine.errors import SourceError
from netgear_engine.sources.opencv import OpenCvCapture, known_rate, resize


def test_without_opencv_the_error_names_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(SourceError, match="pip install opencv-python-headless") as caught:
        OpenCvCapture("film.mp4", "CAP_FFMPEG")
    assert caught.value.permanent


def test_nothing_is_written_when_opening_fails(tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film at all")
    program = (
        "import sys; from netgear_engine.sources.opencv import OpenCvCapture;"
        "assert not OpenCvCapture(sys.argv[1], 'CAP_FFMPEG').is_open();"
        "assert not OpenCvCapture('/dev/video77', 'CAP_V4L2').is_open();"
        "assert not OpenCvCapture('http://127.0.0.1:1/', 'CAP_FFMPEG').is_open()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, broken], capture_output=True, timeout=30, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_a_film_is_read_frame_by_frame(sample_video):
    capture = OpenCvCapture(str(sample_video("carphone_pristine")), "CAP_FFMPEG")
    assert capture.is_open()
    assert known_rate(capture) == pytest.approx(29.97, abs=0.01)
    assert capture.grab()
    pixels = capture.retrieve()
    assert pixels is not None
    assert pixels.shape == (144, 176, 3)
    assert pixels.flags["C_CONTIGUOUS"]
    while capture.grab():
        pass
    assert capture.retrieve() is None
    capture.close()


@pytest.mark.parametrize("size", [(80, 45), (640, 360)])
def test_a_picture_is_resized(size):
    pixels = np.full((180, 320, 3), (10, 120, 240), np.uint8)
    resized = resize(pixels, size)
    assert resized.shape == (size[1], size[0], 3)
    assert (resized == (10, 120, 240)).all()


def test_a_picture_of_the_right_size_is_left_alone():
    pixels = np.zeros((180, 320, 3), np.uint8)
    assert resize(pixels, None) is pixels
    assert resize(pixels, (320, 180)) is pixels
