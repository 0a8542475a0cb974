import sys

from netgear_engine.node.doctor.cameras_list import cameras_text, describe
from netgear_engine.sources.pi_camera.finding import PiCameraInfo
from netgear_engine.sources.pi_camera.sensor import SensorMode
from netgear_engine.sources.registry import find_kind
from netgear_engine.sources.webcam.finding import WebcamInfo
from netgear_engine.sources.webcam.modes import WebcamMode

ID = "/base/soc/i2c0mux/i2c@1/imx708@1a"
MODES = (
    SensorMode((1536, 864), 10, 120.13, (768, 432, 3072, 1728)),
    SensorMode((4608, 2592), 10, 14.35, (0, 0, 4608, 2592)),
)
PI_CAMERA = PiCameraInfo(0, ID, "imx708", "back", MODES)
WEBCAM = WebcamInfo("/dev/v4l/by-id/usb-Maker_Eye-video-index0", "/dev/video2", "Eye")


def sources(lines):
    return [line.split("--source ")[1].split()[0] for line in lines if "--source " in line]


def test_every_camera_is_told_with_what_to_write_to_use_it():
    lines = list(describe([PI_CAMERA], [(WEBCAM, [])]))
    found = sources(lines)
    assert found == ["picamera2:0", f"picamera2:{ID}", WEBCAM.path, "test-pattern"]
    assert [find_kind(source)[0].name for source in found] == [
        "pi_camera", "pi_camera", "webcam", "test_pattern",
    ]  # fmt: skip
    assert "imx708, back" in lines[1]
    assert "Eye, now /dev/video2" in "\n".join(lines)


def test_modes_are_told_largest_first_as_the_flag_takes_them():
    modes = [line.strip() for line in describe([PI_CAMERA], []) if "--sensor" in line]
    assert modes == [
        "--sensor 4608x2592:10   up to 14.35 fps",
        "--sensor 1536x864:10   up to 120.1 fps",
    ]


def test_a_camera_whose_modes_are_not_known_says_so():
    lines = list(describe([PiCameraInfo(1, ID, "imx219")], []))
    assert "      modes: not known now; another program may be using it" in lines


def test_a_webcam_that_libcamera_knows_is_told_to_be_one():
    lines = list(describe([PiCameraInfo(1, "/base/soc/usb@7e980000/webcam", "Eye")], []))
    assert "      a webcam: better by its path below" in lines
    assert not any("modes" in line for line in lines)


def test_a_webcam_without_a_better_name_is_told_once():
    lines = list(describe([], [(WebcamInfo("/dev/video0", "/dev/video0", "Eye"), [])]))
    assert "  --source /dev/video0   Eye" in lines


def test_a_webcam_s_modes_are_told_format_by_format():
    modes = [WebcamMode("MJPG", (1920, 1080), 30.0), WebcamMode("MJPG", (640, 480), 0.0)]
    modes += [WebcamMode("YUYV", (640, 480), 30.0)]
    lines = list(describe([], [(WEBCAM, modes)]))
    assert "      MJPG: 1920x1080 at 30 fps, 640x480" in lines
    assert "      YUYV: 640x480 at 30 fps" in lines


def test_none_is_said_plainly():
    lines = list(describe([], []))
    assert "  none: check the cable at both ends, then restart the computer" in lines
    assert "  none is plugged in" in lines
    assert "  picamera2 is missing" in list(describe([], [], "picamera2 is missing"))


def test_the_old_library_is_named_where_it_is_all_there_is(monkeypatch, tmp_path):
    (tmp_path / "picamera.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "picamera2", None)
    assert "--source picamera:0" in cameras_text()


def test_the_list_of_this_computer_is_made_without_any_camera_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera2", None)
    text = cameras_text()
    assert "need picamera2, and it does not load" in text
    assert "picamera:0" not in text
    assert text.endswith("--source test-pattern\n")
