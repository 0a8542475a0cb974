import re

import pytest
from PySide6.QtGui import QColor

import resources
from gui.actions import TABLE
from gui.icons import icon, window_icon

NAMES = sorted(path.stem for path in resources.path("icons/find.svg").parent.glob("*.svg"))
LINE_ICONS = [name for name in NAMES if name != "netgear-monitor"]


@pytest.mark.parametrize("name", LINE_ICONS)
def test_icons_share_one_stroke_width_and_take_their_colour_from_the_caller(name):
    source = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    assert re.findall(r'stroke-width="([\d.]+)"', source) == ["1.4"]
    assert "#" not in source


@pytest.mark.parametrize("name", LINE_ICONS)
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = icon(name, "#FF0000").pixmap(32, 32).toImage()
    seen = {
        image.pixelColor(x, y).hue()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 200
    }
    assert seen == {QColor("#FF0000").hue()}


@pytest.mark.parametrize("name", [facts.icon for facts in TABLE if facts.icon])
def test_every_action_s_icon_exists(name):
    assert name in NAMES


def test_the_program_has_its_own_icon(qapp):
    assert not window_icon().pixmap(64, 64).isNull()


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        resources.path("icons/none.svg")
