import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.snapshots.saver import SnapshotSaver
from gui.snapshots.snapshot import Snapshot
from netgear_engine.codecs import jpeg, raw
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import Frame
from tests.support.pictures import gradient


@pytest.fixture
def saver(qapp, tmp_path):
    saver = SnapshotSaver(str(tmp_path / "pictures"))
    yield saver
    saver.close()


def jpeg_snapshot(fault=""):
    settings = JpegSettings()
    payload = jpeg.encode(gradient(64, 48), settings)
    return Snapshot("5566", "Gate", Frame(5566, 1, payload, settings.content, 0.0, 0.0, 0.0), fault)


def raw_snapshot():
    layout, payload = raw.encode(np.full((48, 64, 3), (0, 0, 255), np.uint8))
    return Snapshot("5566", "Yard", Frame(5567, 1, bytes(payload), layout, 0.0, 0.0, 0.0))


def saved(saver, qtbot, save):
    with qtbot.waitSignal(saver.saved) as caught:
        save()
    return caught.args[0]


def test_complaint_23_a_jpeg_is_saved_as_received(saver, qtbot):
    one = jpeg_snapshot("LOST")
    path = saved(saver, qtbot, lambda: saver.save(one))
    assert path.name.endswith(" LOST.jpg")
    assert path.read_bytes().endswith(one.frame.payload[2:])


def test_an_array_is_saved_without_loss_and_with_its_note(saver, qtbot):
    path = saved(saver, qtbot, lambda: saver.save(raw_snapshot()))
    image = QImage(str(path))
    assert path.suffix == ".png"
    assert image.pixelColor(9, 9).name() == "#ff0000"
    assert image.text("camera") == "Yard"


def test_the_wall_is_saved_with_the_word_for_what_is_not_live(saver, qtbot):
    cells = [jpeg_snapshot("STALE"), raw_snapshot(), None]
    path = saved(saver, qtbot, lambda: saver.save_wall(cells, 2, "Yard view"))
    image = QImage(str(path))
    assert path.name.startswith("Yard view ")
    assert "with STALE" in path.name
    assert (image.width(), image.height()) == (128, 96)
    assert "STALE" in image.text("cell 1")


def test_what_cannot_be_saved_is_told(qapp, qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    saver = SnapshotSaver(str(tmp_path / "file"))
    with qtbot.waitSignal(saver.failed) as caught:
        saver.save(raw_snapshot())
    saver.close()
    assert str(tmp_path / "file") in caught.args[0]


def test_no_more_than_twenty_wait(saver, qtbot):
    refused = []
    saver.failed.connect(refused.append)
    for _ in range(21):
        saver.save(raw_snapshot())
    assert refused == ["Too many pictures are still being saved."]
    qtbot.waitUntil(lambda: len(list(saver.folder.glob("*.png"))) == 20)
