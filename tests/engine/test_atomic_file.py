import os
import stat
import subprocess
import sys

import pytest

from netgear_engine.atomic_file import SHARED, atomic_file, write_atomically


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_the_owners_alone(tmp_path):
    path = tmp_path / "new"
    write_atomically(path, b"text")
    assert (path.read_bytes(), _mode(path)) == (b"text", 0o600)


def test_a_new_file_may_be_for_everybody(tmp_path):
    path = tmp_path / "new"
    write_atomically(path, b"text", mode=SHARED)
    assert _mode(path) == 0o644


def test_a_file_that_exists_keeps_its_mode(tmp_path):
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new", mode=SHARED)
    assert (path.read_bytes(), _mode(path)) == (b"new", 0o640)


def test_a_symlink_stays_one(tmp_path):
    target, link = tmp_path / "elsewhere" / "file", tmp_path / "link"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("error", [OSError("full"), ValueError("bad"), KeyboardInterrupt()])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path, error):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(type(error)), atomic_file(path) as file:
        file.write(b"half of")
        raise error
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_nobody_finds_a_part_of_it(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with atomic_file(path) as file:
        file.write(b"first half, ")
        file.flush()
        assert path.read_bytes() == b"old"
        file.write(b"second half")
    assert path.read_bytes() == b"first half, second half"


def test_text_and_name_reach_the_disk(tmp_path, monkeypatch):
    synced = []
    sync = os.fsync

    def note(descriptor):
        synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    write_atomically(tmp_path / "file", b"text")
    assert synced == [False, True]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "nowhere" / "file", b"text")


def test_the_umask_takes_from_a_new_file_and_nothing_is_given_to_a_private_one(tmp_path):
    before = os.umask(0o077)
    try:
        write_atomically(tmp_path / "shared", b"text", mode=SHARED)
        os.umask(0)
        write_atomically(tmp_path / "private", b"text")
    finally:
        os.umask(before)
    assert _mode(tmp_path / "shared") == _mode(tmp_path / "private") == 0o600


def test_a_pipe_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"text")
        assert os.read(reader, 9) == b"text"
    finally:
        os.close(reader)
    assert pipe.is_fifo() and list(tmp_path.iterdir()) == [pipe]


def test_a_link_to_a_device_is_written_to_and_stays(tmp_path):
    # A terminal, as nothing can take its place: a mistake must not cost root the machine's own.
    ours, terminal = os.openpty()
    link = tmp_path / "terminal"
    link.symlink_to(os.ttyname(terminal))
    try:
        write_atomically(link, b"text")
        assert os.read(ours, 9) == b"text"
        assert link.is_symlink() and link.is_char_device()
    finally:
        os.close(terminal)
        os.close(ours)


def test_standard_output_that_is_a_pipe_is_written_to():
    text = "from netgear_engine.atomic_file import *; write_atomically(Path('/dev/stdout'), b'x')"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, check=True)
    assert done.stdout == b"x"
