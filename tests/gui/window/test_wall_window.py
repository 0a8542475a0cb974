import pytest
from PySide6.QtCore import QSize

from gui.window.wall_window import first_size


@pytest.mark.parametrize(
    ("platform", "free", "size"),
    [
        ("xcb", (1920, 1080), (1440, 900)),
        ("xcb", (1280, 768), (1280, 768)),
        ("wayland", (1366, 1000), (1366, 900)),
        ("offscreen", (800, 800), (1440, 900)),
    ],
)
def test_a_new_window_is_no_larger_than_its_screen(platform, free, size):
    assert first_size(QSize(*free), platform) == QSize(*size)
