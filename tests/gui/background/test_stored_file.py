import os
import stat

import pytest

from gui.background.stored_file import StoredFile


def test_what_is_written_is_read(tmp_path):
    stored = StoredFile(tmp_path / "new folder" / "views.toml")
    assert stored.read() is None
    stored.write("grün = 1\n")
    assert stored.read() == "grün = 1\n"


def test_what_has_no_end_is_not_read(tmp_path):
    path = tmp_path / "film.mp4"
    path.touch()
    os.truncate(path, 17 * 1024 * 1024)
    with pytest.raises(OSError, match="far too large"):
        StoredFile(path).read()


def test_the_version_before_is_kept(tmp_path):
    stored = StoredFile(tmp_path / "views.toml")
    for text in ("one", "two", "three"):
        stored.write(text)
    assert (tmp_path / "views.toml.bak").read_text() == "two"
    assert stored.read() == "three"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["views.toml", "views.toml.bak"]


def test_a_write_that_fails_leaves_the_old_text_and_nothing_else(tmp_path, monkeypatch):
    stored = StoredFile(tmp_path / "views.toml")
    stored.write("old")

    def full(_descriptor):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        stored.write("new")
    assert stored.read() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["views.toml"]


def test_others_cannot_read_it(tmp_path):
    stored = StoredFile(tmp_path / "settings.toml")
    stored.write("pin = 'hash'")
    assert stat.S_IMODE(stored.path.stat().st_mode) & 0o077 == 0


def test_a_broken_file_is_set_aside_under_a_name_of_its_own(tmp_path):
    stored = StoredFile(tmp_path / "views.toml")
    stored.write("broken")
    first = stored.set_aside()
    stored.write("broken again")
    second = stored.set_aside()
    assert (first.read_text(), second.read_text()) == ("broken", "broken again")
    assert stored.read() is None
