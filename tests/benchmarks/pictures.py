"""The frames that all contenders send: pictures of a real film, in memory before anything runs."""

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import simplejpeg

from tests.benchmarks.contenders import Picture
from tests.support.sample_videos import extract_video

_COUNT = 8
_STEP = 16
_QUALITY = 92


def save_pictures(sizes: tuple[tuple[int, int], ...], folder: Path) -> None:
    """Take pictures out of the clip "bigbuckbunny", 1280x720, and store them in each size."""
    originals = _film_pictures()
    for width, height in sizes:
        scaled = [
            cv2.resize(one, (width, height), interpolation=cv2.INTER_AREA) for one in originals
        ]
        np.save(_file(folder, (width, height)), np.stack(scaled))


def load_pictures(folder: Path, size: tuple[int, int]) -> list[Picture]:
    """Return the stored pictures of one size, height x width x 3 bytes (B, G, R) each."""
    pictures: Iterable[Picture] = np.load(_file(folder, size))
    return list(pictures)


def save_jpegs(size: tuple[int, int], folder: Path) -> Path:
    """Store the film's pictures as a camera would send them; return the folder with only them.

    1280x720 gives about 160 KB a picture.
    """
    jpegs = folder / f"{size[0]}x{size[1]}-jpegs"
    jpegs.mkdir()
    for number, one in enumerate(_film_pictures()):
        scaled = cv2.resize(one, size, interpolation=cv2.INTER_AREA)
        jpeg = simplejpeg.encode_jpeg(scaled, _QUALITY, "BGR", "420")
        (jpegs / f"{number:02}.jpg").write_bytes(jpeg)
    return jpegs


@cache
def _film_pictures() -> tuple[Picture, ...]:
    with tempfile.TemporaryDirectory() as folder:
        film = cv2.VideoCapture(str(extract_video("bigbuckbunny", Path(folder))))
        pictures: list[Picture] = []
        for number in range(_COUNT * _STEP):
            _, picture = film.read()
            if number % _STEP == 0:
                pictures.append(np.asarray(picture, np.uint8))
        film.release()
    return tuple(pictures)


def _file(folder: Path, size: tuple[int, int]) -> Path:
    return folder / f"{size[0]}x{size[1]}.npy"
