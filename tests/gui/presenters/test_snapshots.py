"""Snapshots from the key to the file, with a whole picture fetched from the camera first."""

from dataclasses import replace

import numpy as np
import pytest
import simplejpeg
from PySide6.QtGui import QImage

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.presenters import snapshots
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings, SnapshotSettings
from gui.snapshots.saver import SnapshotSaver
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_report import report_of, status_with_report
from tests.support.presenters import presenters_for
from tests.support.synthetic import picture_of

JPEG = simplejpeg.encode_jpeg(np.zeros((720, 1280, 3), np.uint8), 90, "BGR")
REDUCED, FULL = (640, 360), (1280, 720)


@pytest.fixture
def holder(qapp):
    return SettingsHolder(Settings(camera=(CameraEntry(CameraKey("5566"), "Gate"),)))


@pytest.fixture
def window(window, engine, holder, tmp_path):
    presenters_for(window, engine, holder, saver=SnapshotSaver(str(tmp_path)))
    window.show()
    sends(engine, FULL)
    window.wall.select("5566")
    return window


def sends(engine, size, **facts):
    engine.tell(status_with_report(report_of(), size=size, **facts))


def saved(folder):
    return sorted(folder.glob("Gate*"))


def snapshot(window, engine):
    engine.send_picture(5566)
    window.wall.judge_all()
    window.actions_table["snapshot"].trigger()


def test_a_full_stream_is_saved_as_received_at_once_and_told(window, engine, qtbot, tmp_path):
    snapshot(window, engine)
    qtbot.waitUntil(lambda: window.toast.words().startswith("Saved "))
    (path,) = saved(tmp_path)
    assert window.toast.words() == f"Saved {path}"
    assert engine.commands == []


def test_of_a_reduced_stream_the_whole_picture_is_asked_for(window, engine, qtbot, tmp_path):
    sends(engine, REDUCED)
    snapshot(window, engine)
    qtbot.waitUntil(lambda: engine.commands == [(5566, "still", {})])
    assert saved(tmp_path) == []
    engine.answer(True, still=JPEG)
    qtbot.waitUntil(lambda: len(saved(tmp_path)) == 1)
    assert JPEG[2:] in saved(tmp_path)[0].read_bytes()


def test_a_camera_that_refuses_a_still_is_saved_as_received(window, engine, qtbot, tmp_path):
    sends(engine, REDUCED)
    snapshot(window, engine)
    qtbot.waitUntil(lambda: len(engine.commands) == 1)
    engine.answer(refused="it is asleep")
    qtbot.waitUntil(lambda: len(saved(tmp_path)) == 1)


def test_without_a_still_in_time_the_frame_is_saved_as_received(
    window, engine, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(snapshots, "_STILL_WITHIN_S", 0.01)
    sends(engine, REDUCED)
    snapshot(window, engine)
    qtbot.waitUntil(lambda: len(saved(tmp_path)) == 1)
    engine.answer(True, still=JPEG)
    qtbot.stays_true(lambda: len(saved(tmp_path)) == 1, 50)


def test_a_picture_that_is_not_live_is_no_reason_to_ask(window, engine, qtbot, tmp_path):
    engine.send_picture(5566)
    sends(engine, REDUCED, state=PortState.LOST)
    window.actions_table["snapshot"].trigger()
    qtbot.waitUntil(lambda: len(saved(tmp_path)) == 1)
    assert saved(tmp_path)[0].stem.endswith(" LOST")
    assert engine.commands == []


def test_the_wall_is_saved_as_one_picture(window, engine, qtbot, tmp_path):
    window.actions_table["wall_snapshot"].trigger()
    assert window.toast.words() == "There is no picture on the wall to save"
    picture = picture_of(5566, received_at=engine.clock.monotonic(), wall=engine.clock.wall())
    whole = replace(picture, frame=replace(picture.frame, payload=JPEG))
    window.wall.show_picture("5566", whole)
    window.actions_table["wall_snapshot"].trigger()
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("All *.png"))) == 1)
    image = QImage(str(next(tmp_path.glob("All *.png"))))
    assert (image.width(), image.height()) == FULL


def test_what_cannot_be_saved_is_told(window, engine, holder, qtbot, tmp_path):
    window.actions_table["snapshot"].trigger()
    assert window.toast.words() == "Gate has shown no picture yet"
    (tmp_path / "file").write_text("")
    holder.replace(snapshots=SnapshotSettings(str(tmp_path / "file")))
    snapshot(window, engine)
    words = f"The picture cannot be saved in {tmp_path / 'file'}: "
    qtbot.waitUntil(lambda: window.toast.words().startswith(words))


def test_snapshots_go_to_the_folder_chosen_now(window, engine, holder, qtbot, tmp_path):
    holder.replace(snapshots=SnapshotSettings(str(tmp_path / "new")))
    snapshot(window, engine)
    qtbot.waitUntil(lambda: len(saved(tmp_path / "new")) == 1)
