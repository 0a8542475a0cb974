"""The two sizes in which a camera gives its pictures at once, and which of them is enough."""

from typing import Literal

Size = tuple[int, int]
StreamName = Literal["main", "lores"]

# Above this width a third of the main stream makes a good small picture, below it a half.
_WIDE = 1280

# A smaller picture than this is of no use as a second stream.
_NARROWEST = 128


def lores_size(main: Size, alignment: int) -> Size | None:
    """Return the size of the small stream beside `main`; None when main is small already.

    Its width is a multiple of `alignment`, so that rows need no padding, and its shape is main's.
    """
    width, height = main
    small = width // (3 if width > _WIDE else 2)
    small -= small % alignment
    if small < max(alignment, _NARROWEST):
        return None
    return small, round(small * height / width / 2) * 2


def stream_for(wish: Size | None, lores: Size | None) -> StreamName:
    """Return the smallest stream that is at least as large as `wish`; None wishes for main."""
    if wish is None or lores is None:
        return "main"
    return "lores" if wish[0] <= lores[0] and wish[1] <= lores[1] else "main"
