"""The formats and sizes in which a webcam gives its pictures."""

from dataclasses import dataclass

from netgear_engine.protocol.text import printable


@dataclass(frozen=True, slots=True)
class WebcamMode:
    """A format by its four letters, such as MJPG, and a size; `fps` is 0 when it is not told."""

    format: str
    size: tuple[int, int]
    fps: float


def list_modes(device: str) -> list[WebcamMode]:
    """Return the modes of a /dev/video node, the largest of each format first.

    None of a device that cannot be opened or does not tell.
    """
    from netgear_engine.sources.webcam.v4l2 import V4l2Device  # on Linux only

    try:
        with V4l2Device(device) as camera:
            return [
                WebcamMode(_letters(pixel_format), size, camera.most_fps(pixel_format, size))
                for pixel_format in camera.formats()
                for size in sorted(set(camera.sizes(pixel_format)), reverse=True)
            ]
    except OSError:
        return []


def _letters(pixel_format: int) -> str:
    # The highest bit tells the order of bytes: V4L2's "fourcc" macros.
    letters = (pixel_format & 0x7FFFFFFF).to_bytes(4, "little").decode("latin-1")
    return printable(letters).strip()
