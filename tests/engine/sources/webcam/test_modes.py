from netgear_engine.sources.webcam.modes import list_modes
from tests.support.v4l2_camera import V4l2Camera

_PROGRAM = """
import json, sys
from dataclasses import astuple
from netgear_engine.sources.webcam.modes import list_modes

print(json.dumps([astuple(mode) for mode in list_modes(sys.argv[1])]))
"""


def test_modes_are_told_by_the_letters_of_their_format_and_the_largest_first(tmp_path):
    assert V4l2Camera(tmp_path, [], pixel_format="YUYV").run(_PROGRAM) == [
        ["YUYV", [320, 240], 30.0],
        ["YUYV", [160, 120], 0.0],
        ["GREY", [640, 480], 50.0],
    ]


def test_what_is_no_camera_has_none(tmp_path):
    (tmp_path / "file").touch()
    assert list_modes(str(tmp_path / "file")) == list_modes(str(tmp_path / "gone")) == []
