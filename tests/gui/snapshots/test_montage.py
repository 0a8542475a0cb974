from datetime import datetime

import numpy as np
import pytest

from gui.snapshots.montage import wall_montage
from gui.snapshots.snapshot import Snapshot
from netgear_engine.codecs import raw
from netgear_engine.frame import Frame
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.header import Compression
from netgear_engine.sources.lettering import Lettering

RED, GREEN = (0, 0, 255), (0, 255, 0)


def plain(colour, size=(64, 48), camera="Gate", fault=""):
    layout, payload = raw.encode(np.full((size[1], size[0], 3), colour, np.uint8))
    frame = Frame(5566, 1, bytes(payload), layout, 0.0, 0.0, 0.0)
    return Snapshot("5566", camera, frame, fault)


def test_the_cells_lie_as_on_the_wall_in_their_own_resolution():
    picture = wall_montage([plain(RED), None, None, plain(GREEN)], 2)
    assert picture.shape == (96, 128, 3)
    assert tuple(picture[40, 60]) == RED
    assert tuple(picture[40, 100]) == (0, 0, 0)
    assert tuple(picture[90, 120]) == GREEN


def test_the_largest_picture_gives_the_size():
    assert wall_montage([plain(RED), plain(GREEN, (128, 96))], 2).shape == (96, 256, 3)


def test_complaint_3_a_picture_that_is_not_live_says_so():
    calm = wall_montage([plain(RED, (320, 180))], 1)
    stale = wall_montage([plain(RED, (320, 180), fault="STALE")], 1)
    assert (calm != stale).any()
    assert (calm[40:] == stale[40:]).all()


@pytest.mark.parametrize("width", [160, 320, 640])
def test_a_long_name_gives_way_to_the_state(width):
    names = {"camera": "Car park east behind the second gate " * 2, "size": (width, 180)}
    calm = wall_montage([plain(RED, **names)], 1)
    stale = wall_montage([plain(RED, **names, fault="STALE")], 1)
    assert (calm != stale).any()


def test_the_time_is_there_however_long_the_name(monkeypatch):
    drawn = []
    monkeypatch.setattr(Lettering, "draw", lambda _self, _pixels, words, *_: drawn.append(words))
    wall_montage([plain(RED, (320, 180), camera="x" * 80, fault="STALE")], 1)
    assert drawn[0].startswith("x")
    assert drawn[0].endswith(f"... - STALE - {datetime.fromtimestamp(0):%Y-%m-%d %H:%M:%S}")


def test_what_cannot_be_is_said():
    with pytest.raises(ValueError, match="no picture on the wall"):
        wall_montage([None, None], 2)
    broken = Frame(5566, 1, b"broken", Compression(), 0.0, 0.0, 0.0)
    with pytest.raises(RemoteProtocolError):
        wall_montage([Snapshot("5566", "Gate", broken)], 1)
