import asyncio
import errno
import os
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QImageWriter

from gui.snapshots.saver import SnapshotError, SnapshotSaver
from gui.snapshots.snapshot import Snapshot
from netgear_engine.codecs import jpeg, raw
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.frame import Frame
from tests.support.pictures import gradient


@pytest.fixture
def saver(tmp_path):
    return SnapshotSaver(str(tmp_path / "pictures"))


def jpeg_snapshot(fault=""):
    settings = JpegSettings()
    payload = jpeg.encode(gradient(64, 48), settings)
    return Snapshot("5566", "Gate", Frame(5566, 1, payload, settings.content, 0.0, 0.0, 0.0), fault)


def raw_snapshot():
    layout, payload = raw.encode(np.full((48, 64, 3), (0, 0, 255), np.uint8))
    return Snapshot("5566", "Yard", Frame(5567, 1, bytes(payload), layout, 0.0, 0.0, 0.0))


def test_complaint_23_a_jpeg_is_saved_as_received(saver, qtbot):
    one = jpeg_snapshot("LOST")
    path = qtbot.awaited(saver.save(one))
    assert path.name.endswith(" LOST.jpg")
    assert path.read_bytes().endswith(one.frame.payload[2:])


def test_a_full_disk_leaves_no_file_behind_and_is_said(saver, qtbot, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for snapshot in (jpeg_snapshot(), raw_snapshot()):
        with pytest.raises(SnapshotError, match="No space left on device"):
            qtbot.awaited(saver.save(snapshot))
    assert list((tmp_path / "pictures").iterdir()) == []


def test_a_picture_that_cannot_be_made_leaves_no_empty_file(saver, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QImageWriter, "write", lambda *_: False)
    with pytest.raises(SnapshotError, match="cannot be made into a PNG"):
        qtbot.awaited(saver.save(raw_snapshot()))
    assert list((tmp_path / "pictures").iterdir()) == []


def test_whatever_goes_wrong_is_said_and_the_next_picture_is_saved(saver, qtbot, monkeypatch):
    def throw(*_):
        raise LookupError("nobody expected this")

    with monkeypatch.context() as patched:
        patched.setattr("gui.snapshots.saver.jpeg_with_note", throw)
        for _ in range(30):
            with pytest.raises(SnapshotError, match="nobody expected this"):
                qtbot.awaited(saver.save(jpeg_snapshot()))
    assert qtbot.awaited(saver.save(jpeg_snapshot())).exists()


def test_an_array_is_saved_without_loss_and_with_its_note(saver, qtbot):
    path = qtbot.awaited(saver.save(raw_snapshot()))
    image = QImage(str(path))
    assert path.suffix == ".png"
    assert image.pixelColor(9, 9).name() == "#ff0000"
    assert image.text("camera") == "Yard"


def test_the_wall_is_saved_with_the_word_for_what_is_not_live(saver, qtbot):
    cells = [jpeg_snapshot("STALE"), raw_snapshot(), None]
    path = qtbot.awaited(saver.save_wall(cells, 2, "Yard view"))
    image = QImage(str(path))
    assert path.name.startswith("Yard view ")
    assert "with STALE" in path.name
    assert (image.width(), image.height()) == (128, 96)
    assert "STALE" in image.text("cell 1")


def test_what_cannot_be_saved_is_told(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    saver = SnapshotSaver(str(tmp_path / "file"))
    with pytest.raises(SnapshotError, match=str(tmp_path / "file")):
        qtbot.awaited(saver.save(raw_snapshot()))


def test_a_broken_picture_is_told_and_keeps_no_other_from_being_saved(saver, qtbot):
    broken = replace(raw_snapshot().frame, payload=b"too short")
    with pytest.raises(SnapshotError, match="The picture cannot be saved: "):
        qtbot.awaited(saver.save(Snapshot("5566", "Gate", broken)))
    assert qtbot.awaited(saver.save(raw_snapshot())).exists()


def test_no_more_than_twenty_wait_and_the_end_waits_for_them(saver, qtbot):
    async def save_many():
        tasks = [asyncio.create_task(saver.save(raw_snapshot())) for _ in range(21)]
        await asyncio.sleep(0)
        await saver.finished()
        return await asyncio.gather(*tasks, return_exceptions=True)

    *paths, refusal = qtbot.awaited(save_many())
    assert str(refusal) == "Too many pictures are still being saved."
    assert sorted(saver.folder.glob("*.png")) == sorted(paths)
    assert len(paths) == 20
