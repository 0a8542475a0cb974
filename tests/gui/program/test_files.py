import shutil
import sqlite3
import threading
from pathlib import Path

import msgspec
import pytest

from gui.background.stored_file import StoredFile
from gui.cameras.entry import CameraEntry
from gui.event_log.filter import EventFilter
from gui.event_log.record import Kind
from gui.event_log.store import open_store
from gui.program.files import ProgramFiles
from gui.settings import store
from gui.settings.camera_changes import with_camera
from gui.settings.schema import Settings
from gui.wall.views.file import WallFile
from gui.wall.views.view import View
from tests.support.waiting import PATIENCE


def files_at(path, failures=None):
    return ProgramFiles(path, (failures if failures is not None else []).append)


def test_complaint_18_views_are_back_after_the_program_was_killed(qtbot, tmp_path):
    path = tmp_path / "room.toml"
    kept = WallFile(view=(View("Yard", slots=("5566", None, "5567")),))
    files = files_at(path)
    files.save_wall(kept)
    qtbot.awaited(files.close())
    again = files_at(path)
    assert again.load_wall() == (kept, "")


def test_a_broken_file_of_views_is_kept_aside(qtbot, tmp_path):
    broken = tmp_path / "room-views.toml"
    broken.write_text("view = 5")
    files = files_at(tmp_path / "room.toml")
    wall, told = files.load_wall()
    qtbot.awaited(files.close())
    assert wall == WallFile()
    assert str(broken) in told
    assert "kept as room-views.toml.broken-1" in told


def test_settings_are_saved_with_a_person_s_comments(qtbot, tmp_path):
    path = tmp_path / "room.toml"
    path.write_text("# mine\npattern = 2\n")
    settings = msgspec.structs.replace(store.load(path), ports="7000")
    files = files_at(path)
    files.save_settings(settings)
    qtbot.awaited(files.close())
    assert path.read_text().startswith("# mine\npattern = 2\n")
    assert store.load(path) == settings


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("ports = '7000'\nports = '7001'\n", "ports"),
        ("pattern = 1\n[look\n", "line 2"),
        ("a.b = 1\na = 2\n", "a"),
    ],
)
def test_settings_that_somebody_broke_meanwhile_are_said_and_not_written_over(
    qtbot, tmp_path, text, where
):
    path = tmp_path / "room.toml"
    failures = []
    files = files_at(path, failures)
    path.write_text(text)
    files.save_settings(Settings(ports="7002"))
    assert qtbot.awaited(files.close())
    assert path.read_text() == text
    [told] = failures
    assert told.startswith(f"{path} cannot be saved: ") and where in told
    assert "Mend it" in told


def test_what_cannot_be_saved_is_told_in_words(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    failures = []
    files = files_at(tmp_path / "file" / "room.toml", failures)
    files.save_wall(WallFile())
    qtbot.awaited(files.close())
    assert len(failures) == 1
    assert "room-views.toml cannot be saved: " in failures[0]


def test_the_newest_that_waits_is_saved_and_nothing_overtakes_it(qtbot, tmp_path, monkeypatch):
    began, goes_on, written = threading.Event(), threading.Event(), []

    def write(stored, text):
        began.set()
        goes_on.wait(PATIENCE)
        written.append((stored.path.name, text))

    monkeypatch.setattr(StoredFile, "write", write)
    files = files_at(tmp_path / "room.toml")
    files.save_settings(Settings(ports="7000"))
    qtbot.waitUntil(began.is_set)
    for number in range(7001, 7050):
        files.save_settings(Settings(ports=str(number)))
        files.save_wall(WallFile())
    goes_on.set()
    qtbot.awaited(files.close())
    settings = [store.read_text(text).ports for name, text in written if name == "room.toml"]
    assert settings == ["7000", "7049"]
    assert len(written) == 3


def test_settings_that_somebody_broke_meanwhile_are_left_alone_and_others_are_saved(
    qtbot, tmp_path
):
    path, failures = tmp_path / "room.toml", []
    path.write_text("ports = [")
    files = files_at(path, failures)
    files.save_wall(WallFile())
    files.save_settings(Settings(ports="7000"))
    qtbot.awaited(files.close())
    assert len(failures) == 1 and failures[0].startswith(f"{path} cannot be saved: ")
    assert path.read_text() == "ports = ["
    assert (tmp_path / "room-views.toml").exists()


def test_nothing_is_saved_once_it_is_closed(qtbot, tmp_path):
    files = files_at(tmp_path / "room.toml")
    qtbot.awaited(files.close())
    files.save_wall(WallFile())
    qtbot.awaited(files.close())
    assert list(tmp_path.iterdir()) == []


def test_without_a_path_nothing_is_kept(qtbot):
    files = files_at(None)
    files.save_wall(WallFile())
    files.save_settings(Settings())
    assert files.load_wall() == (WallFile(), "")
    qtbot.awaited(files.close())


# As the version wrote it that named cameras by their ports (daf63b8); the events as SQL.
OLD_FOLDER = Path(__file__).with_name("old_settings_folder")


@pytest.fixture
def old_files(qtbot, tmp_path):
    for name in (store.OWN_PATH.name, "settings-views.toml"):
        shutil.copy(OLD_FOLDER / name, tmp_path)
    database = sqlite3.connect(tmp_path / "settings-events.sqlite")
    database.executescript((OLD_FOLDER / "settings-events.sql").read_text("utf-8"))
    database.close()
    return ProgramFiles(tmp_path / store.OWN_PATH.name, pytest.fail)


def test_a_folder_with_ports_in_place_of_keys_is_taken_over_and_saved_again(
    qtbot, old_files, tmp_path
):
    cameras = (
        CameraEntry("5566", "Front gate", "Yard"),
        CameraEntry("5567", "", "Yard", 90, mirrored=True, fitting="fill"),
        CameraEntry("10000", "Dock"),
    )
    settings = Settings(ports="5566-5567", camera=cameras)
    assert store.load_own(tmp_path / store.OWN_PATH.name) == store.Loaded(settings)
    wall, told = old_files.load_wall()
    assert told == ""
    assert [view.name for view in wall.view] == ["All", "Yard", "Merged"]
    assert [view.slots for view in wall.view] == [
        (),
        ("10000", None, "5566", "5567"),
        ("5567", "10000", "5566"),
    ]
    assert len(wall.view[2].grid.cells) == 8
    assert [(place.view, place.selected, place.enlarged) for place in wall.window] == [
        ("Yard", "5566", "5566"),
        ("Merged", "10000", None),
    ]
    renamed = with_camera(settings, CameraEntry("10000", "Loading dock"))
    old_files.save_settings(renamed)
    old_files.save_wall(wall)
    qtbot.awaited(old_files.close())
    assert store.load(tmp_path / store.OWN_PATH.name) == renamed
    assert files_at(tmp_path / store.OWN_PATH.name).load_wall() == (wall, "")
    assert "5566" in (tmp_path / "settings-views.toml").read_text("utf-8")
    assert not list(tmp_path.glob("*.broken-*"))


def test_events_with_ports_in_place_of_keys_are_taken_over_in_place(old_files):
    for _ in range(2):
        events, told = open_store(old_files.events_path)
        assert told == ""
        changed, lost, back, seen, group, dock = reversed(list(events.all_of(EventFilter())))
        assert (changed.key, changed.kind) == ("", Kind.OPERATOR)
        assert (lost.key, lost.camera, lost.times, lost.outage) == ("5566", "Front gate", 2, 72.5)
        assert (lost.acknowledged, lost.initials, lost.note) == (1_700_000_090.0, "AB", "cable")
        assert (back.key, back.text) == ("5566", "Front gate back after 01:12")
        assert (seen.kind, seen.part_of) == (Kind.ACKNOWLEDGED, lost.id)
        assert (group.key, group.keys) == ("", ("5566", "5567", "10000"))
        assert (dock.key, dock.part_of) == ("10000", group.id)
        assert events.open_alarms() == [group]
        assert events.page(EventFilter(key="10000"), None, 9) == [dock]
        assert list(events.all_of(EventFilter(key="5567"))) == [group]
        assert events.cameras() == {"5566": "Front gate", "10000": "Dock"}
        events.close()


def test_what_could_not_be_saved_is_named_at_the_end_unless_it_was_saved_since(qtbot, tmp_path):
    path, failures = tmp_path / "room.toml", []
    path.mkdir()
    files = files_at(path, failures)
    files.save_settings(Settings(ports="7000"))
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert list(qtbot.awaited(files.close())) == failures
    again = files_at(path, failures)
    again.save_settings(Settings(ports="7000"))
    qtbot.waitUntil(lambda: len(failures) == 2)
    path.rmdir()
    again.save_settings(Settings(ports="7000"))
    assert list(qtbot.awaited(again.close())) == []
    assert store.load(path).ports == "7000"


def test_the_end_waits_for_all_that_waits_though_a_save_before_it_died(
    qtbot, tmp_path, monkeypatch
):
    write = StoredFile.write

    def fail_with_views(stored, text):
        if stored.path.name == "room-views.toml":
            raise RuntimeError("nobody expected this")
        write(stored, text)

    monkeypatch.setattr(StoredFile, "write", fail_with_views)
    path, failures = tmp_path / "room.toml", []
    files = files_at(path, failures)
    files.save_settings(Settings(ports="7000"))
    files.save_wall(WallFile())
    unsaved = list(qtbot.awaited(files.close()))
    assert unsaved == [f"{tmp_path / 'room-views.toml'} cannot be saved"]
    assert failures == ["Saving failed: nobody expected this"]
    assert store.load(path).ports == "7000"


def test_a_save_that_begins_when_the_one_before_has_just_ended_is_waited_for(qtbot, tmp_path):
    path = tmp_path / "room.toml"
    files = files_at(path)
    files.save_wall(WallFile())
    # Called before whoever waits for the end wakes up.
    files._saving.add_done_callback(lambda _: files.save_settings(Settings(ports="7000")))
    qtbot.awaited(files.close())
    assert store.load(path).ports == "7000"
