"""Where a window comes back to when the screens may be others than before. No Qt."""

from collections.abc import Mapping

from gui.wall.layouts import Box
from gui.wall.views.file import WindowPlace

_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 640, 400


def box_for(place: WindowPlace, screens: Mapping[str, Box], main_screen: str) -> Box:
    """Return where a window is to be shown, always wholly on one screen.

    `screens` are the free areas of the screens by name. A window of a screen that is missing comes
    onto the main one.
    """
    screen = screens[place.screen] if place.screen in screens else screens[main_screen]
    width = min(max(place.width, _SMALLEST_WIDTH), screen.width)
    height = min(max(place.height, _SMALLEST_HEIGHT), screen.height)
    if place.screen not in screens:
        left = screen.left + (screen.width - width) // 2
        return Box(left, screen.top + (screen.height - height) // 2, width, height)
    left = min(max(place.left, screen.left), screen.left + screen.width - width)
    top = min(max(place.top, screen.top), screen.top + screen.height - height)
    return Box(left, top, width, height)
