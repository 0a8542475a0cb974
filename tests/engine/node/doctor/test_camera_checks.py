import pytest

from netgear_engine.node.configuration.config import CameraConfig
from netgear_engine.node.doctor import camera_checks
from netgear_engine.node.doctor.camera_checks import (
    check_camera_memory,
    check_cameras,
    check_group,
)
from netgear_engine.node.doctor.computer import Computer
from netgear_engine.node.doctor.finding import Finding, Outcome
from netgear_engine.node.doctor.software_checks import PiCameras
from tests.support.raspberry_pi import lay_pi_files

IMX708 = {"Model": "imx708", "Id": "/base/soc/i2c0mux/i2c@1/imx708@1a", "Num": 0}
ONE_CAMERA = PiCameras({"libcamera": "v0.3.2", "picamera2": "0.3.22"}, (IMX708,))
NO_CAMERA = PiCameras({"libcamera": "v0.3.2", "picamera2": "0.3.22"})
NO_LIBRARY = PiCameras(missing="libcamera", reason="No module named 'libcamera'")


def check(source: str, root, pi_cameras: PiCameras = NO_CAMERA) -> Finding:
    cameras = (CameraConfig(source=source, connect=(), name="Front gate"),)
    _, finding = check_cameras(cameras, Computer(root=root), pi_cameras)
    assert finding.name == "Camera Front gate"
    return finding


def lay_webcam(root, name: str = "video0") -> None:
    """Lay a webcam where Linux shows it, with an empty file as its device."""
    usb = root / "sys/devices/platform/usb1/1-1/video4linux" / name
    usb.mkdir(parents=True)
    (usb / "name").write_text("HD Pro Webcam C920\n")
    facts = root / "sys/class/video4linux"
    facts.mkdir(parents=True)
    (facts / name).symlink_to(usb)
    (root / "dev/v4l/by-id").mkdir(parents=True)
    (root / "dev" / name).touch()
    (root / "dev/v4l/by-id/usb-046d_C920-video-index0").symlink_to(root / "dev" / name)


def test_the_cameras_that_are_there_are_listed(tmp_path):
    lay_webcam(tmp_path)
    (finding,) = check_cameras((), Computer(root=tmp_path), ONE_CAMERA)
    assert finding.outcome is Outcome.OK
    assert "picamera2:0 imx708; " in finding.found
    assert finding.found.endswith("by-id/usb-046d_C920-video-index0 HD Pro Webcam C920")


def test_a_pi_without_a_camera_is_warned_of(tmp_path):
    (finding,) = check_cameras((), Computer(root=tmp_path), NO_CAMERA)
    assert finding.outcome is Outcome.OK
    (finding,) = check_cameras((), Computer(root=lay_pi_files(tmp_path)), NO_CAMERA)
    assert finding.outcome is Outcome.WARNING
    assert "cable" in finding.remedy


def test_a_library_that_cannot_list_cameras_is_a_fault(tmp_path):
    hung = PiCameras(missing="cameras", reason="no answer within 15 s")
    (finding,) = check_cameras((), Computer(root=tmp_path), hung)
    assert finding.outcome is Outcome.FAULT
    assert "no answer within 15 s" in finding.found


@pytest.mark.parametrize("which", ["0", "imx708@1a", IMX708["Id"]])
def test_a_pi_camera_is_found_by_number_and_by_id(tmp_path, which):
    finding = check(f"picamera2:{which}", tmp_path, ONE_CAMERA)
    assert finding.outcome is Outcome.OK
    assert "imx708@1a" in finding.found


@pytest.mark.parametrize(
    ("pi_cameras", "words"),
    [
        (ONE_CAMERA, "not among"),
        (NO_CAMERA, "no camera at all"),
        (NO_LIBRARY, "told above: libcamera"),
    ],
)
def test_a_pi_camera_that_is_not_there_is_a_fault(tmp_path, pi_cameras, words):
    finding = check("picamera2:3", tmp_path, pi_cameras)
    assert finding.outcome is Outcome.FAULT
    assert words in finding.found


def test_the_old_picamera_stands_in(tmp_path, monkeypatch):
    assert check("picamera:0", tmp_path).outcome is Outcome.FAULT
    (tmp_path / "picamera.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert check("picamera:0", tmp_path).outcome is Outcome.OK
    assert "old picamera" in check("picamera2:0", tmp_path, NO_LIBRARY).found


@pytest.mark.parametrize(
    "source", ["0", "/dev/video0", "/dev/v4l/by-id/usb-046d_C920-video-index0"]
)
def test_a_webcam_that_is_there(tmp_path, source):
    assert check(source, tmp_path).outcome is Outcome.FAULT
    lay_webcam(tmp_path)
    assert check(source, tmp_path).outcome is Outcome.OK


def test_a_webcam_that_may_not_be_used(tmp_path, monkeypatch):
    lay_webcam(tmp_path)
    monkeypatch.setattr(camera_checks.os, "access", lambda path, mode: False)
    finding = check("/dev/video0", tmp_path)
    assert finding.outcome is Outcome.FAULT
    assert "usermod -aG video" in finding.remedy


def test_files_streams_and_patterns(tmp_path):
    film = tmp_path / "film.mp4"
    assert check(str(film), tmp_path).outcome is Outcome.FAULT
    film.touch()
    assert check(str(film), tmp_path).outcome is Outcome.OK
    assert check("test-pattern", tmp_path).outcome is Outcome.OK
    stream = check("rtsp://me:secret@camera/stream?key=secret", tmp_path)
    assert stream.outcome is Outcome.OK
    assert "secret" not in stream.found
    assert check("nonsense:1", tmp_path).outcome is Outcome.FAULT


# ---- the group video


class Users:
    """Whose rights the program has, and who is in group video (44)."""

    def __init__(self, monkeypatch) -> None:
        self.groups = {"pi": {1000, 44}, "netgear": {998, 44}}
        self.session = [1000, 44]
        monkeypatch.setattr(camera_checks, "present_user", lambda: "pi")
        monkeypatch.setattr(camera_checks, "groups_of", lambda user: self.groups.get(user, set()))
        monkeypatch.setattr(camera_checks, "group_number", lambda name: 44)
        monkeypatch.setattr(camera_checks.os, "geteuid", lambda: 1000)
        monkeypatch.setattr(camera_checks.os, "getegid", lambda: 1000)
        monkeypatch.setattr(camera_checks.os, "getgroups", lambda: self.session)


@pytest.fixture
def users(monkeypatch) -> Users:
    return Users(monkeypatch)


WEBCAM = (CameraConfig(source="/dev/video0", connect=()),)


@pytest.mark.usefixtures("users")
def test_a_user_in_the_group():
    assert [(one.outcome, one.found) for one in check_group(WEBCAM)] == [
        (Outcome.OK, "pi is in it")
    ]


@pytest.mark.parametrize(("cameras", "outcome"), [(WEBCAM, Outcome.FAULT), ((), Outcome.WARNING)])
def test_a_user_who_is_not_in_the_group(users, cameras, outcome):
    users.groups["pi"] = {1000}
    (finding,) = check_group(cameras)
    assert finding.outcome is outcome
    assert finding.remedy.startswith("sudo usermod -aG video pi")


def test_a_user_who_must_log_in_again(users):
    users.session = [1000]
    (finding,) = check_group(WEBCAM)
    assert (finding.outcome, finding.remedy) == (Outcome.FAULT, "log in again")


def test_the_service_needs_the_group_too(users):
    users.groups["netgear"] = {998}
    _, finding = check_group(WEBCAM)
    assert finding.outcome is Outcome.FAULT
    assert "usermod -aG video netgear" in finding.remedy
    users.groups.pop("netgear")  # no such user: not installed
    assert len(list(check_group(WEBCAM))) == 1


def test_root_needs_no_group(users, monkeypatch):
    users.groups["pi"] = set()
    monkeypatch.setattr(camera_checks.os, "geteuid", lambda: 0)
    assert next(iter(check_group(WEBCAM))).outcome is Outcome.OK


@pytest.mark.usefixtures("users")
def test_a_system_without_the_group(monkeypatch):
    monkeypatch.setattr(camera_checks, "group_number", lambda name: None)
    assert [one.outcome for one in check_group(WEBCAM)] == [Outcome.OK]


# ---- memory


def test_the_memory_for_cameras(tmp_path):
    (finding,) = check_camera_memory(Computer(root=lay_pi_files(tmp_path)))
    assert (finding.outcome, finding.found) == (Outcome.OK, "462 of 512 MiB free")


def test_little_memory_for_cameras_is_a_warning(tmp_path):
    lay_pi_files(tmp_path)
    (tmp_path / "proc/meminfo").write_text("CmaTotal: 65536 kB\nCmaFree: 30000 kB\n")
    (finding,) = check_camera_memory(Computer(root=tmp_path))
    assert finding.outcome is Outcome.WARNING
    assert "29 of 64 MiB" in finding.found
    assert "cma-256" in finding.remedy


def test_a_pi_5_needs_no_memory_of_its_own(tmp_path):
    lay_pi_files(tmp_path)
    (tmp_path / "proc/meminfo").write_text("CmaTotal: 65536 kB\nCmaFree: 1000 kB\n")
    heaps = tmp_path / "dev/dma_heap"
    heaps.mkdir(parents=True)
    (heaps / "system").touch()
    (heaps / "vidbuf_cached").symlink_to("system")
    (finding,) = check_camera_memory(Computer(root=tmp_path))
    assert finding.outcome is Outcome.OK


def test_a_computer_without_such_memory_is_only_told_of_on_a_pi(tmp_path):
    assert list(check_camera_memory(Computer(root=tmp_path))) == []
    lay_pi_files(tmp_path)
    (tmp_path / "proc/meminfo").write_text("MemTotal: 100 kB\n")
    (finding,) = check_camera_memory(Computer(root=tmp_path))
    assert finding.outcome is Outcome.WARNING
