"""The window in which the examples show their pictures."""

import importlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel

EXAMPLES = Path(__file__).parents[2] / "examples"
RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)


@pytest.fixture
def screen_module(monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLES)
    return importlib.import_module("screen")


def picture(colour):
    return np.full((48, 64, 3), colour, np.uint8)


def window() -> QLabel:
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return next(one for one in shown if isinstance(one, QLabel))


def test_a_window_shows_the_pictures_beside_each_other_until_it_is_closed(qapp, screen_module):
    with screen_module.Screen(None) as screen:
        assert screen.show([picture(RED), picture(BLUE)])
        label = window()
        shown = label.pixmap().toImage()
        assert (shown.width(), shown.height()) == (960, 270)
        assert shown.pixelColor(240, 135).getRgb()[:3] == (255, 0, 0)
        assert shown.pixelColor(720, 135).getRgb()[:3] == (0, 0, 255)
        label.close()
        assert not screen.show([picture(RED)])
    label.deleteLater()


def test_a_file_keeps_the_newest_montage(screen_module, tmp_path):
    file = tmp_path / "montage.png"
    with screen_module.Screen(file) as screen:
        assert screen.show([picture(RED)])
        assert screen.show([picture(RED), picture(GREEN), picture(BLUE)])
    montage = cv2.imread(str(file))
    middles = [montage[135, 240], montage[135, 720], montage[405, 240], montage[405, 720]]
    assert [tuple(middle) for middle in middles] == [RED, GREEN, BLUE, (0, 0, 0)]
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif("sys.platform != 'linux'", reason="there is always a display elsewhere")
def test_without_a_display_it_says_what_to_do(screen_module, monkeypatch, capsys):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with screen_module.Screen(None) as screen:
        assert screen.show([picture(RED)])
    assert "--save montage.jpg" in capsys.readouterr().out
