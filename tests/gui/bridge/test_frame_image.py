import gc
import weakref

import numpy as np
from PySide6.QtGui import QColor, QImage

from gui.bridge.frame_image import FrameImage
from tests.support.pictures import picture

COLOR = (250, 120, 10)


def test_it_has_the_pictures_size_and_colors():
    image = FrameImage(picture(1, size=(64, 48), color=COLOR).pixels)
    assert (image.width(), image.height()) == (64, 48)
    assert image.pixelColor(10, 10) == QColor(10, 120, 250)


def test_the_pixels_are_not_copied():
    one = picture(1, size=(64, 48), color=COLOR)
    image = FrameImage(one.pixels)
    one.pixels[5, 7] = (1, 2, 3, 255)
    assert image.pixelColor(7, 5) == QColor(3, 2, 1)


def test_it_keeps_the_pixels_alive():
    one = picture(1, size=(640, 480), color=COLOR)
    alive = weakref.ref(one.pixels)
    image = FrameImage(one.pixels)
    del one
    gc.collect()
    assert alive() is not None
    # Whatever takes freed memory would show in the image.
    others = [np.zeros((480, 640, 4), np.uint8) for _ in range(20)]
    assert image.pixelColor(639, 479) == QColor(10, 120, 250)
    assert len(others) == 20


def test_the_pixels_go_when_it_does():
    one = picture(1)
    alive = weakref.ref(one.pixels)
    image = FrameImage(one.pixels)
    del one, image
    gc.collect()
    assert alive() is None


def test_an_odd_width_is_no_trouble():
    image = FrameImage(picture(1, size=(41, 7), color=COLOR).pixels)
    wanted = QImage(41, 7, QImage.Format.Format_RGB32)
    wanted.fill(QColor(10, 120, 250))
    assert image.convertToFormat(QImage.Format.Format_RGB32) == wanted
