from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter

from gui.bridge.frame_image import FrameImage
from gui.wall.placement import AS_IT_IS, NO_ZOOM, Display, Zoom
from gui.wall.sight import Sight
from gui.wall.tile.face import TileFace
from gui.wall.tile.painter import TilePainter
from gui.wall.tile.state import Condition, TileState

DISPLAYS = [
    Display(fitting, rotation, mirrored)
    for fitting, rotation, mirrored in product(
        ("fit", "fill", "stretch"), (0, 90, 180, 270), (False, True)
    )
]


def picture(width, height):
    """Return pixels that are smooth, so that it does not matter how they are scaled."""
    down, across = np.mgrid[0:height, 0:width]
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 0] = across * 255 // width
    pixels[..., 1] = down * 255 // height
    pixels[..., 2] = 120
    pixels[..., 3] = 255
    return pixels


def painted(pixels, tile, ratio, display, exact=None):
    """Return what a tile looks like on the screen, as height x width x 4 bytes."""
    face = TileFace(TileState(Condition.LIVE, "LIVE", "LIVE", ""), "x", name_shown=False)
    face.image = FrameImage(pixels)
    face.exact = None if exact is None else FrameImage(exact)
    face.display = display
    screen = QImage(QSize(*tile) * ratio, QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)
    brush = QPainter(screen)
    TilePainter().paint(brush, QRect(0, 0, *tile), face, "5566")
    brush.end()
    shape = screen.height(), screen.width(), 4
    return np.frombuffer(screen.constBits(), np.uint8).reshape(shape).astype(int)


@pytest.mark.parametrize("display", DISPLAYS, ids=str)
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("tile", [(300, 200), (200, 301)])
def test_what_is_made_beforehand_looks_like_what_is_scaled_while_painting(
    qapp, display, ratio, tile
):
    pixels = picture(320, 180)
    exact = Sight(tile, ratio, display, NO_ZOOM).exact(pixels)
    usual = painted(pixels, tile, ratio, display)
    difference = np.abs(painted(pixels, tile, ratio, display, exact) - usual)[..., :3]
    # The edges differ by how Qt blends the outermost pixel.
    assert np.percentile(difference, 95) <= 4
    assert difference.mean() < 2


def test_it_is_painted_pixel_for_pixel(qapp):
    noise = np.random.default_rng(1).integers(0, 255, (180, 320, 4), np.uint8)
    exact = Sight((160, 90), 1.0, AS_IT_IS, NO_ZOOM).exact(noise)
    assert exact.shape == (90, 160, 4)
    shown = painted(noise, (160, 90), 1.0, AS_IT_IS, exact)
    # Not where the state lies over it.
    assert (shown[40:, :, :3] == exact[40:, :, :3]).all()


def test_what_was_made_for_another_size_is_not_shown(qapp):
    pixels = picture(320, 180)
    stale = np.zeros((50, 60, 4), np.uint8)
    assert (
        painted(pixels, (300, 200), 1.0, AS_IT_IS, stale)
        == painted(pixels, (300, 200), 1.0, AS_IT_IS)
    ).all()


def test_a_picture_of_the_right_size_is_not_copied():
    pixels = picture(320, 180)
    exact = Sight((320, 180), 1.0, AS_IT_IS, NO_ZOOM).exact(pixels)
    assert np.shares_memory(exact, pixels)


def test_a_much_larger_picture_is_averaged():
    fine = np.zeros((400, 400, 4), np.uint8)
    fine[::2] = 200
    exact = Sight((100, 100), 1.0, AS_IT_IS, NO_ZOOM).exact(fine)
    assert set(exact.flat) == {100}


def test_nothing_is_made_beforehand_while_the_operator_zooms():
    assert Sight((320, 180), 1.0, AS_IT_IS, Zoom(2.0)).exact(picture(640, 360)) is None


@pytest.mark.parametrize("size", [(1, 1), (4000, 1), (1, 3000)])
@pytest.mark.parametrize("display", DISPLAYS, ids=str)
def test_the_strangest_shapes_become_pictures(size, display):
    exact = Sight((160, 90), 1.25, display, NO_ZOOM).exact(picture(*size))
    assert min(exact.shape[:2]) >= 1
    assert exact.flags.c_contiguous


@pytest.mark.parametrize(
    ("ratio", "display", "zoom", "wanted"),
    [
        (1.0, AS_IT_IS, NO_ZOOM, (316, 236)),
        (2.0, AS_IT_IS, NO_ZOOM, (632, 472)),
        (1.0, AS_IT_IS, Zoom(2.0), (632, 472)),
        (1.0, Display("fit", 90), NO_ZOOM, (236, 316)),
        (1.5, Display("fill"), NO_ZOOM, (474, 474)),
    ],
)
def test_the_size_to_decode_at_has_the_screen_s_pixels(ratio, display, zoom, wanted):
    assert Sight((316, 236), ratio, display, zoom).size_wanted == wanted
