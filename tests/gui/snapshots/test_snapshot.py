import json
from datetime import datetime

import pytest

from gui.snapshots.snapshot import Snapshot, free_path, jpeg_with_note, safe_name
from netgear_engine.codecs import jpeg
from netgear_engine.codecs.jpeg import JpegSettings
from tests.support.pictures import gradient
from tests.support.synthetic import picture_of

NOON = 1_700_000_000.0


def snapshot(fault=""):
    return Snapshot("5566", "Front gate", picture_of(5566, wall=NOON).frame, fault)


def test_complaint_23_the_name_holds_camera_and_frame_time():
    name = snapshot().file_name()
    assert name.startswith("Front gate 2023-11-1")
    assert name.count(".") == 2


def test_a_camera_of_another_site_makes_no_folder():
    frame = picture_of(5566, wall=NOON).frame
    there = Snapshot("berlin/front-gate", "berlin/front-gate", frame)
    assert there.file_name().startswith("berlin-front-gate 2023-11-1")
    assert there.note()["key"] == "berlin/front-gate"


def test_complaint_3_a_picture_that_is_not_live_says_so_in_its_name_and_inside():
    stale = snapshot("STALE")
    assert stale.file_name().endswith(" STALE")
    assert stale.note()["state"] == "STALE"
    assert "state" not in snapshot().note()


def test_complaint_23_not_a_pixel_is_touched_and_the_note_is_inside():
    plain = jpeg.encode(gradient(64, 48), JpegSettings())
    noted = jpeg_with_note(plain, snapshot().note())
    assert noted.endswith(plain[2:])
    assert (jpeg.decode(noted, None) == jpeg.decode(plain, None)).all()
    length = int.from_bytes(noted[4:6], "big")
    assert json.loads(noted[6 : 4 + length])["camera"] == "Front gate"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gate 1/2: east", "Gate 1-2- east"),
        ("..", "camera"),
        ("a\0b", "a-b"),
        ("x" * 200, "x" * 80),
        ("Hof \u00fcber", "Hof \u00fcber"),
    ],
)
def test_every_name_can_be_a_file(text, name):
    assert safe_name(text) == name


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    for wanted in ("a.jpg", "a (2).jpg", "a (3).jpg"):
        path = free_path(tmp_path, "a", ".jpg")
        assert path.name == wanted
        path.touch()


@pytest.mark.parametrize("letter", ["x", "\u00e9", "\U0001f600"])
def test_a_long_name_gives_way_to_time_and_state(letter, tmp_path):
    name = Snapshot("5566", letter * 80, picture_of(5566, wall=NOON).frame, "STALE").file_name()
    assert name.startswith(letter)
    assert name.endswith(f"{datetime.fromtimestamp(NOON):%Y-%m-%d %H.%M.%S} STALE")
    (tmp_path / f"{name} (2).jpg").touch()
