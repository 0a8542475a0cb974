import numpy as np
import pytest

from netgear_engine.errors import SourceError
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
