"""The camera behind these calls is made with the kernel's own header, so the numbers must fit."""

import pytest

from netgear_engine.sources.webcam.v4l2 import BOOLEAN, CAPTURE, INACTIVE, INTEGER, V4l2Device
from tests.support.v4l2_camera import V4l2Camera

_PROGRAM = """
import json, sys
from dataclasses import astuple
from netgear_engine.sources.webcam.v4l2 import V4l2Device

with V4l2Device(sys.argv[1]) as camera:
    told = {
        "capabilities": camera.capabilities(),
        "brightness": astuple(camera.facts(0x980900)),
        "white balance": astuple(camera.facts(0x98090C)),
        "exposure": astuple(camera.facts(0x9A0902)),
        "words": list(camera.menu(0x9A0901, camera.facts(0x9A0901)).items()),
        "numbers": list(camera.menu(0x98091B, camera.facts(0x98091B)).items()),
    }
    told["modes"] = [
        (pixel_format.to_bytes(4, "little").decode(), size, camera.most_fps(pixel_format, size))
        for pixel_format in camera.formats()
        for size in camera.sizes(pixel_format)
    ]
    camera.set(0x980900, -64)
    told["value"] = camera.value(0x980900)
    for name, ask in (("facts", camera.facts), ("value", camera.value)):
        try:
            ask(0x980901 + 0x50)
        except OSError as error:
            told[f"no {name}"] = error.errno
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return V4l2Camera(tmp_path_factory.mktemp("camera"), []).run(_PROGRAM)


def test_a_node_tells_what_it_can_do(told):
    assert told["capabilities"] & CAPTURE


def test_a_control_tells_its_kind_and_bounds(told):
    assert told["brightness"] == [INTEGER, -64, 64, 10, 0]
    assert told["white balance"] == [BOOLEAN, 0, 1, 1, 0]
    assert told["exposure"] == [INTEGER, 1, 5000, 156, INACTIVE]


def test_a_menu_has_gaps_and_words_or_numbers(told):
    assert told["words"] == [[1, "Manual Mode"], [3, "Aperture Priority Mode"]]
    assert told["numbers"] == [[0, "-1"], [1, "4000000000"]]


def test_a_value_may_be_below_zero(told):
    assert told["value"] == -64


def test_what_the_camera_does_not_have_is_an_error(told):
    assert (told["no facts"], told["no value"]) == (22, 22)


def test_what_is_no_camera_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        V4l2Device(str(tmp_path / "video9"))
    (tmp_path / "video9").touch()
    with V4l2Device(str(tmp_path / "video9")) as file, pytest.raises(OSError, match="ioctl"):
        file.capabilities()


def test_formats_have_sizes_and_sizes_have_rates(told):
    assert told["modes"] == [
        ["MJPG", [320, 240], 30.0],
        ["MJPG", [160, 120], 0.0],
        ["GREY", [640, 480], 50.0],
    ]
