import errno
import os
from pathlib import Path

import numpy as np
import pytest
import simplejpeg

from netgear_engine.errors import SourceError
from netgear_engine.sources.registry import create_source, writable
from netgear_engine.sources.source import SourceOptions
from netgear_engine.sources.video_file import VideoFile
from tests.engine.sources.reading import next_frame, next_pixels


def read_all(source):
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def test_a_film_plays_at_its_own_pace_to_its_end(sample_video, manual_clock):
    with VideoFile(str(sample_video("bikes")), SourceOptions(), manual_clock) as source:
        frames = read_all(source)
        assert source.read() is None
        assert source.fps == 25
    assert len(frames) == 250
    assert {frame.pixels.shape for frame in frames} == {(272, 640, 3)}
    assert np.diff([frame.captured_at for frame in frames]) == pytest.approx([0.04] * 249)
    assert source.title == "bikes.mp4"


def test_each_frame_is_another_picture(sample_video, manual_clock):
    with VideoFile(str(sample_video("bigbuckbunny")), SourceOptions(), manual_clock) as source:
        first, second = next_pixels(source), next_pixels(source)
    assert not np.shares_memory(first, second)


def test_size_and_rate_can_be_chosen(sample_video, manual_clock):
    options = SourceOptions(size=(160, 120), fps=10)
    with VideoFile(str(sample_video("carphone_pristine")), options, manual_clock) as source:
        assert next_pixels(source).shape == (120, 160, 3)
        frames = [next_frame(source) for _ in range(3)]
        assert source.fps == 10
    assert frames[2].captured_at - frames[0].captured_at == pytest.approx(0.2)


def test_a_loop_begins_again_with_the_first_picture(sample_video, manual_clock):
    options = SourceOptions(loop=True)
    with VideoFile(str(sample_video("carphone_pristine")), options, manual_clock) as source:
        frames = [next_frame(source) for _ in range(3 * 120)]
    pictures = [np.asarray(frame.pixels) for frame in frames]
    assert np.array_equal(pictures[0], pictures[120])
    assert np.array_equal(pictures[0], pictures[240])
    assert not np.array_equal(pictures[0], pictures[119])
    assert np.diff([frame.captured_at for frame in frames]).min() > 0.03


def test_a_stopped_loop_gives_nothing(sample_video, manual_clock):
    options = SourceOptions(loop=True)
    with VideoFile(str(sample_video("carphone_pristine")), options, manual_clock) as source:
        assert source.read() is not None
    assert source.read() is None


def test_it_can_be_started_again(sample_video, manual_clock):
    source = VideoFile(str(sample_video("carphone_distorted")), SourceOptions(), manual_clock)
    for _ in range(2):
        with source:
            assert len(read_all(source)) == 120
    assert source.read() is None


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b"no film at all"), "not a video file that can be read"),
        (lambda path: path.write_bytes(b""), "not a video file that can be read"),
    ],
)
def test_what_is_no_film_is_named_once_and_for_all(tmp_path, manual_clock, make, complaint):
    path = tmp_path / "clip.mp4"
    make(path)
    with pytest.raises(SourceError, match=complaint) as caught:
        VideoFile(str(path), SourceOptions(), manual_clock).start()
    assert caught.value.permanent
    assert str(path) in str(caught.value)


def element(identity, content):
    return bytes.fromhex(identity) + (len(content) | 1 << 56).to_bytes(8, "big") + content


def matroska(path, milliseconds):
    """Write a film of JPEGs, one at each of these moments."""
    picture = simplejpeg.encode_jpeg(np.zeros((48, 64, 3), np.uint8), 80, "BGR")
    video = element("b0", b"\x40") + element("ba", b"\x30")
    track = b"".join((
        element("d7", b"\1"), element("73c5", b"\1"), element("83", b"\1"),
        element("86", b"V_MJPEG"), element("e0", video),
    ))  # fmt: skip
    blocks = b"".join(
        element("a3", b"\x81" + moment.to_bytes(2, "big") + b"\x80" + picture)
        for moment in milliseconds
    )
    segment = b"".join((
        element("1549a966", element("2ad7b1", (1_000_000).to_bytes(4, "big"))),
        element("1654ae6b", element("ae", track)),
        element("1f43b675", element("e7", b"\0") + blocks) if blocks else b"",
    ))  # fmt: skip
    head = element("1a45dfa3", element("4282", b"matroska"))
    path.write_bytes(head + element("18538067", segment))
    return path


def test_uneven_pictures_come_at_their_own_times(tmp_path, manual_clock):
    moments = [0, 40, 500, 560, 2000, 2020, 5000, 6000]
    film = matroska(tmp_path / "screen.webm", moments)
    with VideoFile(str(film), SourceOptions(), manual_clock) as source:
        captured = [frame.captured_at for frame in read_all(source)]
    assert np.diff(captured) == pytest.approx(np.diff(moments) / 1000)


def test_a_film_without_a_picture_says_so(tmp_path, manual_clock):
    film = matroska(tmp_path / "empty.mkv", [])
    source = VideoFile(str(film), SourceOptions(), manual_clock)
    with pytest.raises(SourceError, match=r"empty\.mkv") as caught:
        source.start().read()
    source.stop()
    assert caught.value.permanent


def test_a_pipe_is_called_one_and_not_waited_for(tmp_path, manual_clock):
    os.mkfifo(tmp_path / "film.mp4")
    with pytest.raises(SourceError, match="is no file, but a pipe"):
        VideoFile(str(tmp_path / "film.mp4"), SourceOptions(), manual_clock).start()


def test_a_file_that_may_not_be_read_says_so(tmp_path, manual_clock, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    film = tmp_path / "film.mp4"
    film.touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="cannot be read: Permission denied"):
        VideoFile(str(film), SourceOptions(), manual_clock).start()


@pytest.mark.parametrize("name", ["clip-12:30:05.mp4", "caf\udce9.mp4"])
def test_a_file_with_an_odd_name_plays(tmp_path, sample_video, manual_clock, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path(name).symlink_to(sample_video("carphone_pristine"))
    for text in (name, writable(name)):
        with create_source(text, clock=manual_clock) as source:
            assert next_pixels(source).shape == (144, 176, 3)
            source.title.encode()


def damaged_film(sample_video, tmp_path):
    content = bytearray(sample_video("bikes").read_bytes())
    content[150_000:260_000] = b"\x55" * 110_000
    path = tmp_path / "damaged.mp4"
    path.write_bytes(content)
    return path


def test_damaged_parts_are_passed_over_and_told_at_the_end(sample_video, tmp_path, manual_clock):
    source = VideoFile(
        str(damaged_film(sample_video, tmp_path)), SourceOptions(), manual_clock
    ).start()
    shown = 0
    with pytest.raises(SourceError, match=r"damaged\.mp4 has ended; parts of it") as caught, source:
        while source.read() is not None:
            shown += 1
    assert caught.value.permanent
    assert 100 < shown < 250


def test_a_damaged_film_loops_all_the_same(sample_video, tmp_path, manual_clock):
    path = damaged_film(sample_video, tmp_path)
    with VideoFile(str(path), SourceOptions(loop=True), manual_clock) as source:
        assert all(source.read() is not None for _ in range(500))
