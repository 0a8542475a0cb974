"""What a camera gave, made into the JPEG that is sent: often it is one already."""

import importlib.util
import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from netgear_engine.clock import Clock
from netgear_engine.codecs import jpeg
from netgear_engine.codecs.decode_scale import decode_upright, upright_size
from netgear_engine.codecs.jpeg import JpegSettings
from netgear_engine.codecs.jpeg_header import orientation_of
from netgear_engine.frame import CapturedFrame, Measured, Pixels
from netgear_engine.node.camera.identify_mark import IdentifyMark
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.sources import opencv


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A JPEG and its width and height; `untouched` when it is as the camera gave it."""

    jpeg: bytes
    size: tuple[int, int]
    untouched: bool


class PictureMaker:
    """Scales, flips, marks and encodes, each only where it has to be.

    A camera's own JPEG is passed on untouched unless it is to be flipped or marked, or half of its
    size is enough: then it is decoded and encoded again. Cameras that mirror the picture themselves
    do it for nothing, by a control of their own.

    `quality`, `flip` and `box` may be changed by any thread and count from the next picture on.
    `box` is the width and height that the whole picture is shown in; None is full size.
    """

    def __init__(self, clock: Clock, caption: str, quality: int) -> None:
        self._clock = clock
        self._mark = IdentifyMark(caption)
        self.quality = quality
        self.flip = "none"
        self.box: tuple[int, int] | None = None
        self.encoded = 0
        self.untouched = 0
        self.broken = 0

    def identify(self, seconds: float) -> None:
        """Draw a mark into the pictures for so long."""
        self._mark.show(self._clock.monotonic(), seconds)

    def make(self, frame: CapturedFrame) -> MadePicture | None:
        """Return the picture as it is to be sent; None, counted as broken, for a spoilt JPEG."""
        made = self._made(frame, self.box, marked=self._mark.is_on(self._clock.monotonic()))
        if made is None:
            self.broken += 1
        elif made.untouched:
            self.untouched += 1
        else:
            self.encoded += 1
        return made

    def make_still(self, frame: CapturedFrame) -> bytes | None:
        """Return the whole picture at full resolution, without a mark; None for a spoilt JPEG."""
        made = self._made(frame, None, marked=False)
        return None if made is None else made.jpeg

    def _made(
        self, frame: CapturedFrame, box: tuple[int, int] | None, *, marked: bool
    ) -> MadePicture | None:
        changes = marked or self.flip != "none"
        if frame.jpeg is None:
            assert frame.pixels is not None, "a captured frame has pixels or a JPEG"
            return self._encoded(shrunk(frame.pixels, box), marked=marked)
        data = jpeg.whole(frame.jpeg)
        if data is None:
            return None
        try:
            measured = Measured(jpeg.measure(data), orientation_of(data))
            size = upright_size(*measured)
            target = size if box is None else jpeg.scaled_size(size, box)
            if target == size and not changes:
                return MadePicture(data, size, untouched=True)
            # What is encoded anew has no Exif any more, so it is turned here.
            return self._encoded(decode_upright(data, target, measured), marked=marked)
        except RemoteProtocolError:
            return None

    def _encoded(self, pixels: Pixels, *, marked: bool) -> MadePicture:
        """Encode height x width x 3 or, as JPEGs are decoded, 4 channels."""
        pixels = flipped(pixels, self.flip)
        if marked:
            pixels = np.array(pixels)  # nobody may write into what a source gave
            self._mark.draw(pixels[:, :, :3])
        height, width, channels = pixels.shape
        settings = JpegSettings(
            quality=self.quality, colorspace="BGR" if channels == 3 else "BGRX", subsampling="420"
        )
        return MadePicture(jpeg.encode(pixels, settings), (width, height), untouched=False)


def picture_size(frame: CapturedFrame) -> tuple[int, int] | None:
    """Return a captured picture's upright width and height; None when it is a spoilt JPEG."""
    if frame.pixels is not None:
        return frame.pixels.shape[1], frame.pixels.shape[0]
    data = frame.jpeg or b""
    try:
        return upright_size(jpeg.measure(data), orientation_of(data))
    except RemoteProtocolError:
        return None


def flipped(pixels: Pixels, flip: str) -> Pixels:
    """Return the picture mirrored: "none", "horizontal" (left and right), "vertical", "both"."""
    if flip in ("vertical", "both"):
        pixels = pixels[::-1]
    if flip in ("horizontal", "both"):
        pixels = pixels[:, ::-1]
    return pixels


def shrunk(pixels: Pixels, box: tuple[int, int] | None) -> Pixels:
    """Return the smallest picture of the same shape that need not be enlarged to fit into `box`.

    Its sides are even. Without OpenCV only each second, third ... pixel can be left out, so the
    picture may be larger than it has to be.
    """
    height, width = pixels.shape[:2]
    size = fitted_size((width, height), box)
    if size == (width, height):
        return pixels
    if _has_opencv():
        return opencv.resize(pixels, size)
    step = max(width // size[0], height // size[1])
    return pixels[::step, ::step]


def fitted_size(size: tuple[int, int], box: tuple[int, int] | None) -> tuple[int, int]:
    """Return `size` made small enough to touch `box` from within, with even sides; never larger."""
    if box is None:
        return size
    factor = min(box[0] / size[0], box[1] / size[1])
    if factor >= 1:
        return size
    width, height = (2 * math.ceil(round(side * factor / 2, 6)) for side in size)
    return min(max(width, 2), size[0]), min(max(height, 2), size[1])


@cache
def _has_opencv() -> bool:
    return importlib.util.find_spec("cv2") is not None
