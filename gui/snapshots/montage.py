"""The whole wall as one picture. No Qt."""

from collections.abc import Sequence

import imutils
import numpy as np

from gui.snapshots.snapshot import Snapshot
from netgear_engine.codecs.decode_scale import decode
from netgear_engine.frame import Pixels
from netgear_engine.protocol.limits import Limits
from netgear_engine.sources.lettering import Lettering

# A picture larger than this on a side is more than most viewers open.
_LONGEST_SIDE = 16_384
_MARGIN = 6
_SMALLEST = 6


def wall_montage(snapshots: Sequence[Snapshot | None], columns: int) -> Pixels:
    """Return the cells' pictures side by side, in their own resolution: height x width x 3.

    The largest picture gives every cell its size, unless the whole would become too large. Each
    carries its camera's name, its time, and its fault if it is not live; the name gives way. None
    is an empty cell. Raises RemoteProtocolError for a broken picture, ValueError when there is none
    at all.
    """
    pictures = [None if one is None else _picture(one) for one in snapshots]
    there = [picture for picture in pictures if picture is not None]
    if not there:
        raise ValueError("there is no picture on the wall")
    rows = -(-len(pictures) // columns)
    width = min(max(picture.shape[1] for picture in there), _LONGEST_SIDE // columns)
    height = min(max(picture.shape[0] for picture in there), _LONGEST_SIDE // rows)
    empty = np.zeros((height, width, 3), np.uint8)
    cells = [empty if picture is None else picture for picture in pictures]
    return np.asarray(imutils.build_montages(cells, (width, height), (columns, rows))[0])


def _picture(snapshot: Snapshot) -> Pixels:
    pixels = np.ascontiguousarray(decode(snapshot.frame, None, Limits()).pixels[:, :, :3])
    name, rest = snapshot.caption()
    room, size = pixels.shape[1] - 2 * _MARGIN, max(10, pixels.shape[0] // 24)
    while size > _SMALLEST and Lettering(size).width(rest) > room:
        size -= 1
    letters = Lettering(size)
    words = f"{name} - {rest}"
    while name and letters.width(words) > room:
        name = name[:-1].rstrip()
        words = f"{name}... - {rest}" if name else rest
    bottom = letters.height + 2 * _MARGIN
    plate = pixels[:bottom, : letters.width(words) + 2 * _MARGIN]
    plate //= 4
    letters.draw(pixels, words, _MARGIN, _MARGIN)
    return pixels
