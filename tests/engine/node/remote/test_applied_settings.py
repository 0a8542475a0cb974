import json
import os
from pathlib import Path

import pytest

from netgear_engine.node.remote.applied_settings import AppliedSettings, file_name

SETTINGS = {"Brightness": 0.25, "size": [640, 480], "flip": "both", "AeEnable": False}


class Kept:
    """The settings of one camera in a folder, and what was complained of."""

    def __init__(self, folder, name="Front gate", source="picamera2:0"):
        self.complaints = []
        self.path = Path(folder) / file_name(name, source)
        self.jobs = []
        self.settings = AppliedSettings(
            str(folder),
            name=name,
            source=source,
            complain=self.complaints.append,
            do=self.jobs.append,
        )


def test_what_was_written_is_read_after_a_restart(tmp_path):
    folder = tmp_path / "not" / "there yet"
    Kept(folder).settings.write(SETTINGS)
    kept = Kept(folder)
    assert kept.settings.read() == SETTINGS
    assert kept.complaints == []
    assert [one.name for one in folder.iterdir()] == [kept.path.name]
    assert json.loads(kept.path.read_text())["camera"] == "Front gate"


def test_without_a_file_or_a_folder_there_are_no_settings(tmp_path):
    kept = Kept(tmp_path)
    assert kept.settings.read() == {}
    nowhere = AppliedSettings(
        "", name="x", source="y", complain=kept.complaints.append, do=kept.jobs.append
    )
    nowhere.write(SETTINGS)
    assert nowhere.read() == {}
    assert kept.complaints == []


def test_a_slow_disk_gets_the_newest_of_what_waits(tmp_path):
    kept = Kept(tmp_path)
    changing = {"quality": 1}
    kept.settings.keep(changing)
    changing["quality"] = 2
    kept.settings.keep(changing)
    changing["quality"] = 3
    (write,) = kept.jobs
    assert kept.settings.read() == {}
    write()
    assert kept.settings.read() == {"quality": 2}
    kept.settings.keep(changing)
    kept.jobs[1]()
    assert kept.settings.read() == {"quality": 3}


def test_cameras_do_not_share_a_file(tmp_path):
    one, other = Kept(tmp_path, "Hall 1"), Kept(tmp_path, "Hall/1")
    one.settings.write({"quality": 1})
    other.settings.write({"quality": 2})
    assert (one.settings.read(), other.settings.read()) == ({"quality": 1}, {"quality": 2})


@pytest.mark.parametrize(
    ("name", "source", "start"),
    [
        ("Front gate", "0", "front-gate-"),
        ("../../etc/passwd", "0", "etc-passwd-"),
        ("", "/dev/v4l/by-id/usb-cam", "dev-v4l-by-id-usb-cam-"),
        ("門", "0", ""),
        ("x" * 500, "0", "x" * 40 + "-"),
        ("", "rtsp://me:secret@cam/live?token=1", "rtsp-cam-live-"),
    ],
)
def test_a_file_s_name_is_safe_and_tells_no_password(name, source, start):
    chosen = file_name(name, source)
    assert chosen.startswith(start)
    assert "/" not in chosen
    assert not chosen.startswith((".", "-"))
    assert "secret" not in chosen
    assert len(chosen) < 64


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"camera": "x", "settings": 5}', b"\xff\xfe", b'{"settings":{}}'],
)
def test_a_broken_file_is_kept_aside_and_told(tmp_path, content):
    kept = Kept(tmp_path)
    kept.path.write_bytes(content)
    assert kept.settings.read() == {}
    (complaint,) = kept.complaints
    assert str(kept.path) in complaint
    assert not kept.path.exists()
    assert kept.path.with_name(kept.path.name + ".broken").read_bytes() == content
    kept.settings.write(SETTINGS)
    assert kept.settings.read() == SETTINGS


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path):
    in_the_way = tmp_path / "state"
    in_the_way.write_text("a file")
    kept = Kept(in_the_way)
    for _ in range(3):
        kept.settings.write(SETTINGS)
    (complaint,) = kept.complaints
    assert complaint.startswith(f"settings cannot be kept in {in_the_way}: ")


def test_a_failed_write_leaves_the_old_file_as_it_was(tmp_path, monkeypatch):
    kept = Kept(tmp_path)
    kept.settings.write({"quality": 1})

    def no_space(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    kept.settings.write({"quality": 2})
    assert "No space left on device" in kept.complaints[0]
    assert kept.settings.read() == {"quality": 1}
    assert [one.name for one in tmp_path.iterdir()] == [kept.path.name]


def test_no_password_is_in_a_file_s_name_however_wrong_the_address():
    assert "s3cret" not in file_name("", "rtsp:/me:s3cret@cam/live")
