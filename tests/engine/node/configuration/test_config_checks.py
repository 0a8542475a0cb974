import pytest

from netgear_engine.node.configuration import config_checks
from netgear_engine.node.configuration.config_checks import (
    Draft,
    Origin,
    camera_faults,
    missing_film,
    missing_led,
    node_faults,
)
from netgear_engine.security.curve_keys import RECEIVER, SENDER, make_keys, public_file
from netgear_engine.sending.receiver_address import Receiver

FILE = Origin("node.toml")


def camera(number=1, **values):
    return Draft(Origin(f"camera {number}"), values, values.keys(), ())


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"source": "test-patern"},
            "source: unknown source 'test-patern'; a source is one of: ",
        ),
        ({"source": "test-patern"}, "did you mean test-pattern?"),
        ({"source": ""}, "source: unknown source ''"),
        (
            {"source": "0", "transform": None},
            "transform: is for Raspberry Pi cameras, and the source is 0",
        ),
        (
            {"source": "http://me:secret@cam/live", "queue": False},
            "queue: is for Raspberry Pi cameras, and the source is http://...@cam/live",
        ),
        (
            {"source": "picamera2:0", "size": (1281, 720)},
            "size: 1281x720: a Raspberry Pi camera takes even numbers",
        ),
        (
            {"source": "0", "connect": (Receiver("a", 1), Receiver("b", 1), Receiver("a", 1))},
            "connect: a:1 is there twice",
        ),
    ],
)
def test_a_camera_that_cannot_be(values, fault):
    (found,) = camera_faults([camera(**values)])
    assert found.startswith("camera 1: ")
    assert fault in found


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"source": "test-pattern", "size": (1281, 721), "loop": True},
        {"source": "picamera2:0", "controls": {"Brightness": 0.1}, "size": (1280, 720)},
        {"source": "picamera:0", "transform": None},
        {"source": "/dev/video7"},
        {"source": "rtsp://cam/live"},
    ],
)
def test_a_camera_that_can_be(values):
    assert list(camera_faults([camera(**values)])) == []


def test_what_is_written_for_all_cameras_need_not_suit_each():
    draft = Draft(FILE, {"source": "0", "queue": False}, {"source"}, ())
    assert list(camera_faults([draft])) == []


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        (
            {"connect": (Receiver("desk.local", 5566),)},
            {"connect": (Receiver("a", 1), Receiver("Desk.local", 5566))},
            "connect: desk.local:5566 is camera 1's already: each camera needs a port of its own",
        ),
        (
            {"connect": (Receiver("localhost", 5566),)},
            {"connect": (Receiver("127.0.0.1", 5566),)},
            "connect: 127.0.0.1:5566 is camera 1's already",
        ),
        ({"name": "Gate"}, {"name": "Gate"}, "name: Gate is camera 1's already"),
        ({"source": "0"}, {"source": "/dev/video0"}, "source: /dev/video0 is camera 1's already"),
        ({"source": "picamera2:0"}, {"source": "picamera2:0"}, "source: picamera2:0 is camera 1's"),
    ],
)
def test_two_cameras_that_are_in_each_other_s_way(first, second, fault):
    (found,) = camera_faults([camera(1, **first), camera(2, **second)])
    assert found.startswith("camera 2: ")
    assert fault in found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"connect": (Receiver("a", 1),)}, {"connect": (Receiver("a", 2), Receiver("b", 1))}),
        ({"name": ""}, {"name": ""}),
        ({"source": "test-pattern"}, {"source": "test-pattern"}),
        ({"source": "rtsp://cam/live"}, {"source": "rtsp://cam/live"}),
        ({"source": "picamera2:0"}, {"source": "picamera2:1"}),
        ({"source": "wrng"}, {"source": "test-pattern"}),
    ],
)
def test_two_cameras_that_can_be_together(first, second):
    found = list(camera_faults([camera(1, **first), camera(2, **second)]))
    assert [fault for fault in found if "already" in fault] == []


def test_keys_without_security_are_a_mistake():
    (fault,) = node_faults({"keys": "/k"}, FILE)
    assert fault.startswith("node.toml: keys needs secure = 1 or 2: without it the pictures go")
    (fault,) = node_faults({"keys": "/k"}, Origin("node.toml", {"keys"}))
    assert fault.startswith("--keys needs --secure 1 or 2: without it the pictures go in the clear")


def test_keys_have_to_be_there(tmp_path):
    (fault,) = node_faults({"secure": 1, "keys": str(tmp_path)}, FILE)
    assert fault.startswith(f"node.toml: keys: {tmp_path}/keys/private_keys/client.key_secret is")
    assert f"netgear-server --make-keys {tmp_path}" in fault
    make_keys(tmp_path, names=(SENDER,))
    (fault,) = node_faults({"secure": 2, "keys": str(tmp_path)}, FILE)
    assert f"{public_file(tmp_path, RECEIVER)} is missing" in fault
    make_keys(tmp_path, names=(RECEIVER,))
    assert list(node_faults({"secure": 2, "keys": str(tmp_path)}, FILE)) == []


def test_keys_in_the_usual_folder_are_missed_under_the_name_secure(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (fault,) = node_faults({"secure": 1}, FILE)
    assert fault.startswith(f"node.toml: secure: {tmp_path}/.vidgear/keys/private_keys/")


def test_a_film_that_is_not_there(tmp_path):
    film = tmp_path / "gone.mp4"
    (fault,) = missing_film(camera(source=str(film)))
    assert fault == f"camera 1: source: the video file {film} does not exist"
    film.touch()
    assert list(missing_film(camera(source=str(film)))) == []
    assert list(missing_film(camera(source="/dev/video99"))) == []
    assert list(missing_film(camera(source="nonsense"))) == []


def test_an_led_that_is_not_there(tmp_path, monkeypatch):
    (tmp_path / "ACT").mkdir()
    monkeypatch.setattr(config_checks, "LEDS", tmp_path)
    (fault,) = missing_led("ACT1", FILE)
    assert fault == f"node.toml: led: {tmp_path} has no 'ACT1'; did you mean ACT?"
    assert list(missing_led("ACT", FILE)) == list(missing_led("", FILE)) == []
