import re

import pytest
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

import resources
from gui.actions.table import TABLE
from gui.look import theme
from gui.look.colours import DARK, LIGHT
from gui.look.icons import icon, renew_icons, sign_icon, window_icon
from gui.look.sign import Sign

NAMES = sorted(path.stem for path in resources.path("icons/find.svg").parent.glob("*.svg"))
LINE_ICONS = [name for name in NAMES if name != "netgear-monitor"]


def inks(drawn):
    image = drawn.pixmap(32, 32).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name().upper() for colour in pixels if colour.alpha() > 250}


def test_icons_share_one_stroke_width_and_take_their_colour_from_the_caller():
    sources = {
        name: resources.path(f"icons/{name}.svg").read_text(encoding="utf-8") for name in LINE_ICONS
    }
    assert sources
    assert [
        name
        for name, source in sources.items()
        if re.findall(r'stroke-width="([\d.]+)"', source) != ["1.4"] or "#" in source
    ] == []


def test_an_icon_is_drawn_in_the_colour_asked_for(qapp):
    wanted = QColor(theme.colours().alarm).hue()
    seen = {name: hues(icon(name, "alarm")) for name in LINE_ICONS}
    assert [
        name
        for name, found in seen.items()
        if not found or any(abs(hue - wanted) > 2 for hue in found)
    ] == []


def hues(drawn):
    image = drawn.pixmap(32, 32).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.hue() for colour in pixels if colour.alpha() > 200}


def test_every_action_s_icon_exists():
    assert {facts.icon for facts in TABLE if facts.icon} <= set(NAMES)


def test_icons_follow_the_theme(qapp, qtbot):
    theme.apply(qapp, DARK)
    plain, made, faint = QToolButton(), QToolButton(), QPushButton(icon("copy", "secondary"), "")
    window = QWidget()
    qtbot.addWidget(window)
    for widget in (plain, made, faint):
        widget.setParent(window)
    plain.setIcon(sign_icon(Sign.TRIANGLE))
    action = QAction("Find", made)
    action.setIcon(icon("find"))
    made.setDefaultAction(action)
    assert (inks(made.icon()), inks(faint.icon())) == ({DARK.text}, {DARK.secondary})
    theme.apply(qapp, LIGHT)
    renew_icons(window)
    assert (inks(made.icon()), inks(faint.icon())) == ({LIGHT.text}, {LIGHT.secondary})
    assert LIGHT.caution in inks(plain.icon())


def test_an_icon_that_is_not_ours_stays(qapp, qtbot):
    button = QPushButton(window_icon(), "")
    qtbot.addWidget(button)
    before = button.icon().cacheKey()
    theme.apply(qapp, LIGHT)
    renew_icons(button)
    assert button.icon().cacheKey() == before


def test_the_program_has_its_own_icon(qapp):
    assert not window_icon().pixmap(64, 64).isNull()


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        resources.path("icons/none.svg")
