import msgspec

from gui.program.files import ProgramFiles
from gui.settings import store
from gui.settings.schema import Settings
from gui.wall.views.file import WallFile
from gui.wall.views.view import View


def files_at(path, failures=None):
    return ProgramFiles(path, (failures if failures is not None else []).append)


def test_complaint_18_views_are_back_after_the_program_was_killed(tmp_path):
    path = tmp_path / "room.toml"
    kept = WallFile(view=(View("Yard", slots=(5566, None, 5567)),))
    files = files_at(path)
    files.save_wall(kept)
    files.close()
    again = files_at(path)
    assert again.load_wall() == (kept, "")
    again.close()


def test_a_broken_file_of_views_is_kept_aside(tmp_path):
    broken = tmp_path / "room-views.toml"
    broken.write_text("view = 5")
    files = files_at(tmp_path / "room.toml")
    wall, told = files.load_wall()
    files.close()
    assert wall == WallFile()
    assert str(broken) in told
    assert "kept as room-views.toml.broken-1" in told


def test_settings_are_saved_with_a_person_s_comments(tmp_path):
    path = tmp_path / "room.toml"
    path.write_text("# mine\npattern = 2\n")
    settings = msgspec.structs.replace(store.load(path), ports="7000")
    files = files_at(path)
    files.save_settings(settings)
    files.close()
    assert path.read_text().startswith("# mine\npattern = 2\n")
    assert store.load(path) == settings


def test_what_cannot_be_saved_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    failures = []
    files = files_at(tmp_path / "file" / "room.toml", failures)
    files.save_wall(WallFile())
    files.close()
    assert len(failures) == 1
    assert "room-views.toml cannot be saved: " in failures[0]


def test_without_a_path_nothing_is_kept():
    files = files_at(None)
    files.save_wall(WallFile())
    files.save_settings(Settings())
    assert files.load_wall() == (WallFile(), "")
    files.close()
