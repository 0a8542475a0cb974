import re
import sys

import pytest

from netgear_engine.errors import SourceError
from netgear_engine.sources.pi_camera.finding import (
    close_camera,
    find_camera,
    list_cameras,
    open_camera,
    root_cause,
)
from tests.support.pi_cameras import PI_AND_USB_CAMERA, PI_ID, USB_ID

picamera2 = pytest.mark.picamera2


@pytest.fixture
def two_cameras(pi_cameras):
    pi_cameras.plug_in(PI_AND_USB_CAMERA)
    return pi_cameras


@picamera2
@pytest.mark.usefixtures("two_cameras")
def test_a_camera_is_found_by_number_by_id_and_by_a_part_of_its_id():
    pi, usb = list_cameras()
    assert [find_camera(text) for text in ("0", PI_ID, "imx708", "i2c@1")] == [pi] * 4
    assert [find_camera(text) for text in ("1", USB_ID, "046d:0825")] == [usb] * 3


@picamera2
@pytest.mark.usefixtures("two_cameras")
def test_a_part_that_several_ids_have_is_refused_with_those_ids():
    with pytest.raises(SourceError, match=f"write more of the id: {PI_ID}, {USB_ID}") as caught:
        find_camera("/base")
    assert caught.value.permanent


@picamera2
@pytest.mark.usefixtures("two_cameras")
@pytest.mark.parametrize("which", ["2", "imx219"])
def test_an_absent_camera_is_named_with_those_that_there_are(which):
    there = f"no camera picamera2:{which}; picamera2:0 is {PI_ID}; picamera2:1 is {USB_ID}"
    with pytest.raises(SourceError, match=there) as caught:
        find_camera(which)
    assert not caught.value.permanent


@picamera2
def test_the_modes_of_a_busy_camera_are_left_out(pi_cameras):
    pi_cameras.fault("busy")
    [camera] = list_cameras(modes=True)
    assert (camera.id, camera.modes) == (PI_ID, ())


@picamera2
@pytest.mark.usefixtures("pi_cameras")
def test_an_open_camera_cannot_be_opened_twice():
    camera = open_camera(find_camera("0"))
    with pytest.raises(SourceError, match=r"is in use by another program|cannot be opened"):
        open_camera(find_camera("0"))
    close_camera(camera)


@pytest.mark.parametrize("error", [ImportError("No module named 'libcamera'"), ValueError("numpy")])
def test_a_picamera2_that_does_not_load_is_named_with_the_remedy(monkeypatch, error):
    class Finder:
        def find_spec(self, name, _path=None, _target=None):
            if name == "picamera2":
                raise error

    monkeypatch.delitem(sys.modules, "picamera2", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    with pytest.raises(SourceError, match=r"python3-picamera2 .* --system-site-packages") as caught:
        list_cameras()
    assert str(error) in str(caught.value)
    assert caught.value.permanent


def test_a_camera_that_does_not_close_well_is_left_at_that(caplog):
    class Camera:
        def close(self):
            raise RuntimeError("Failed to release camera")

    close_camera(Camera())
    assert "Failed to release camera" in caplog.text


def test_the_root_cause_is_what_libcamera_said():
    try:
        try:
            raise OSError("Device or resource busy")
        except OSError as error:
            raise RuntimeError("Camera __init__ sequence did not complete.") from error
    except RuntimeError as error:
        assert root_cause(error) == "Device or resource busy"
    assert root_cause(RuntimeError()) == "RuntimeError"


@picamera2
@pytest.mark.usefixtures("two_cameras")
@pytest.mark.parametrize("which", ["-1", "1.0", "+0"])
def test_a_number_that_no_camera_can_have_opens_none_with_those_digits_in_its_id(which):
    there = f"no camera picamera2:{re.escape(which)}; picamera2:0 is {PI_ID}"
    with pytest.raises(SourceError, match=there) as caught:
        find_camera(which)
    assert caught.value.permanent
