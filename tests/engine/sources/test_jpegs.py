import numpy as np
import pytest
import simplejpeg

from netgear_engine.sources.jpegs import Jpegs, whole


def picture(number, side=48):
    noise = np.random.default_rng(number).integers(0, 255, (side, side, 3), dtype=np.uint8)
    return simplejpeg.encode_jpeg(noise, 80, "BGR")


PICTURES = [picture(number) for number in range(4)]
HEADS = {
    "as the standard says": "\r\n--edge\r\nContent-Type: image/jpeg\r\n\r\n",
    "line feeds": "--edge\nContent-Type: image/jpeg\n\n",
    "no dashes": "\r\nedge\r\nContent-Type: image/jpeg\r\n\r\n",
    "blank lines": "\r\n\r\n--edge\r\ncontent-type:\r\n image/jpeg\r\n\r\n",
    "a wrong length": "\r\n--edge\r\nContent-Length: 77\r\n\r\n",
    "nothing": "",
}
heads = pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)


def taken(stream, step=113):
    jpegs, found = Jpegs(), []
    for at in range(0, len(stream), step):
        jpegs.feed(stream[at : at + step])
        while (jpeg := jpegs.take()) is not None:
            found.append(jpeg)
    last = jpegs.take(is_all=True)
    return found + ([last] if last else []), jpegs.broken


@heads
@pytest.mark.parametrize("step", [1, 113, 100_000])
def test_pictures_come_whole_whatever_stands_between_them(head, step):
    found, broken = taken(b"".join(head.encode() + jpeg for jpeg in PICTURES), step)
    assert (found, broken) == (PICTURES, 0)


@heads
def test_a_missing_end_marker_is_put_there(head):
    found, broken = taken(b"".join(head.encode() + jpeg[:-2] for jpeg in PICTURES))
    assert (found, broken) == (PICTURES, 0)


def test_without_end_marker_a_picture_need_not_wait_for_the_next_one():
    jpegs = Jpegs()
    jpegs.feed(b"--edge\r\n\r\n" + PICTURES[0][:-2])
    assert jpegs.take() is None
    jpegs.feed(b"\r\n--edge\r\n")
    assert jpegs.take() == PICTURES[0]
    body = PICTURES[1][:-2]
    jpegs.feed(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert jpegs.take() == PICTURES[1]


def test_a_picture_that_lacks_more_is_left_out_and_counted():
    found, broken = taken(b"".join(jpeg[:-300] + b"\r\n--edge\r\n\r\n" for jpeg in PICTURES))
    assert (found, broken) == ([], 4)
    assert whole(PICTURES[0][:-300]) is None
    assert whole(PICTURES[0][:100]) is None


def test_a_small_picture_within_a_picture_is_part_of_it():
    inner = b"Exif\0\0" + PICTURES[1]
    part = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner
    outer = PICTURES[0][:2] + part + PICTURES[0][2:]
    assert taken(outer + PICTURES[2]) == ([outer, PICTURES[2]], 0)
    cut = PICTURES[0][:2] + part
    assert taken(cut + PICTURES[2] + PICTURES[3])[0][-1] == PICTURES[3]


def test_a_picture_of_unknown_size_is_left_out():
    at = PICTURES[0].index(b"\xff\xc0")
    assert whole(PICTURES[0][: at + 5] + bytes(4) + PICTURES[0][at + 9 :]) is None


def test_nothing_grows_for_ever():
    jpegs = Jpegs()
    jpegs.feed(PICTURES[0][:-10])
    with pytest.raises(ValueError, match="a picture of more than"):
        for _ in range(8):
            jpegs.feed(bytes(8 * 1024 * 1024))
            assert jpegs.take() is None
