import pytest

from netgear_engine.sources.webcam import v4l2
from netgear_engine.sources.webcam.finding import WebcamInfo, list_webcams


@pytest.fixture
def computer(tmp_path):
    """A Raspberry Pi with its own encoder, and two webcams of two nodes each."""
    devices, facts = tmp_path / "dev", tmp_path / "class"
    for folder in (devices / "v4l/by-id", devices / "v4l/by-path", facts):
        folder.mkdir(parents=True)
    places = {
        "video0": ("usb1/1-1", "HD Webcam"),
        "video1": ("usb1/1-1", "HD Webcam"),
        "video2": ("usb1/1-2", "No Serial"),
        "video11": ("soc/codec", "bcm2835-codec-encode"),
        "video12": ("usb1/1-3", "Gone"),
    }
    for node, (place, name) in places.items():
        real = tmp_path / "sys" / place / "video4linux" / node
        real.mkdir(parents=True)
        (real / "name").write_text(f"{name}\n")
        (facts / node).symlink_to(real)
        if node != "video12":
            (devices / node).touch()
    for link, node in (
        ("by-id/usb-Maker_HD_Webcam_1234-video-index0", "video0"),
        ("by-id/usb-Maker_HD_Webcam_1234-video-index1", "video1"),
        ("by-path/pci-usb-0:1:1.0-video-index0", "video0"),
        ("by-path/pci-usb-0:2:1.0-video-index0", "video2"),
    ):
        (devices / "v4l" / link).symlink_to(devices / node)
    return devices, facts


@pytest.fixture
def second_node_gives_no_pictures(monkeypatch):
    def capabilities(self):
        return 0x00800000 if self.path.endswith("video1") else v4l2.CAPTURE

    def opened(self, path):
        self.path = path

    monkeypatch.setattr(v4l2.V4l2Device, "__init__", opened)
    monkeypatch.setattr(v4l2.V4l2Device, "__exit__", lambda *_: None)
    monkeypatch.setattr(v4l2.V4l2Device, "capabilities", capabilities)


@pytest.mark.usefixtures("second_node_gives_no_pictures")
def test_each_webcam_is_listed_once_by_its_best_name(computer):
    devices, facts = computer
    first, second = devices / "video0", devices / "video2"
    assert list_webcams(devices, facts) == [
        WebcamInfo(
            str(devices / "v4l/by-id/usb-Maker_HD_Webcam_1234-video-index0"),
            str(first),
            "HD Webcam",
        ),
        WebcamInfo(
            str(devices / "v4l/by-path/pci-usb-0:2:1.0-video-index0"), str(second), "No Serial"
        ),
    ]


def test_a_node_that_tells_nothing_is_listed_too(computer):
    devices, facts = computer
    assert [camera.device for camera in list_webcams(devices, facts)] == [
        str(devices / node) for node in ("video0", "video1", "video2")
    ]


def test_without_udev_the_node_is_the_path(computer):
    devices, facts = computer
    (devices / "v4l/by-path/pci-usb-0:2:1.0-video-index0").unlink()
    assert list_webcams(devices, facts)[-1].path == str(devices / "video2")


def test_a_computer_without_cameras_has_none(tmp_path):
    assert list_webcams(tmp_path, tmp_path / "class") == []
