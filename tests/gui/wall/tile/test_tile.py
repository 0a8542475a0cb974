import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QToolButton

from gui.look.time_words import clock_time
from gui.wall.tile.notice import Notice
from gui.wall.tile.painter import TilePainter
from gui.wall.tile.state import Condition
from gui.wall.tile.tile import Tile
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import picture_of, status_of

COMMAND = "netgear-server --connect 192.168.1.20:5566 --source 0"


@pytest.fixture
def painted():
    return []


@pytest.fixture
def tile(qtbot, manual_clock, painted):
    tile = Tile(
        "5566", clock=manual_clock, painter=TilePainter(), painted=painted.append, command=COMMAND
    )
    qtbot.addWidget(tile)
    tile.resize(480, 270)
    tile.show()
    return tile


@pytest.fixture
def live_tile(tile, manual_clock):
    show_new_picture(tile, manual_clock)
    return tile


def show_new_picture(tile, clock, **facts):
    now = clock.monotonic()
    picture = picture_of(received_at=now, wall=clock.wall(), **facts)
    tile.show_picture(picture)
    tile.set_status(status_of(last_frame_at=now, last_frame_wall=clock.wall()))
    return picture


def paint(tile):
    """Paint a tile as its wall does."""
    image = QImage(tile.geometry().bottomRight().x() + 1, 1000, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    tile.paint(painter)
    painter.end()
    return image


def look_of(tile):
    return tile.state.condition


def test_each_picture_is_counted_once_when_it_is_painted(tile, manual_clock, painted):
    first = show_new_picture(tile, manual_clock)
    assert painted == []
    paint(tile)
    paint(tile)
    assert painted == [first]
    show_new_picture(tile, manual_clock)
    newest = show_new_picture(tile, manual_clock)
    paint(tile)
    assert painted == [first, newest], "a picture that was replaced is not counted"


def test_complaint_2_the_clock_is_the_picture_s_and_stands_still_with_it(live_tile, manual_clock):
    shown = live_tile.face.clock
    assert shown == clock_time(manual_clock.wall())
    manual_clock.advance(30)
    live_tile.judge()
    paint(live_tile)
    assert live_tile.face.clock == shown


def test_a_picture_that_gets_old_is_called_so_without_any_news(live_tile, manual_clock):
    assert look_of(live_tile) is Condition.LIVE
    manual_clock.advance(1.6)
    assert live_tile.judge().condition is Condition.STALE
    manual_clock.advance(4)
    assert live_tile.judge().condition is Condition.LOST
    assert live_tile.face.image is not None, "the last picture stays"


def test_a_new_picture_makes_it_live_at_once(live_tile, manual_clock):
    manual_clock.advance(3)
    live_tile.set_status(status_of())
    assert look_of(live_tile) is Condition.STALE
    live_tile.show_picture(picture_of(received_at=manual_clock.monotonic()))
    assert look_of(live_tile) is Condition.LIVE


def test_a_placeholder_is_never_live_whichever_comes_first(live_tile, manual_clock):
    fault = "camera fault: no frames for 3 s"
    placeholder = picture_of(received_at=manual_clock.monotonic(), fault=fault)
    live_tile.show_picture(placeholder)
    assert look_of(live_tile) is Condition.FAULT, "its status has not come yet"
    live_tile.set_status(status_of(state=PortState.FAULT, reason=fault))
    assert live_tile.state.words == "FAULT: no frames for 3 s"
    live_tile.set_status(status_of())
    assert look_of(live_tile) is Condition.FAULT, "the new picture has not come yet"
    live_tile.show_picture(picture_of(received_at=manual_clock.monotonic()))
    assert look_of(live_tile) is Condition.LIVE


def test_a_tile_that_was_hidden_is_not_live_before_a_new_picture_came(live_tile, manual_clock):
    live_tile.hide()
    manual_clock.advance(60)
    live_tile.set_status(status_of())
    assert look_of(live_tile) is Condition.LIVE, "hidden: only the status can be judged by"
    live_tile.show()
    assert look_of(live_tile) is Condition.STARTING
    live_tile.show_picture(picture_of(received_at=manual_clock.monotonic()))
    assert look_of(live_tile) is Condition.LIVE


def test_a_port_without_a_picture_says_what_to_do(tile):
    tile.set_status(status_of(state=PortState.WAITING, connected=0))
    notice = tile.findChild(Notice)
    assert notice.isVisible()
    assert notice.title() == "Waiting on port 5566"
    notice.copy_button().click()
    assert QGuiApplication.clipboard().text() == COMMAND


def test_a_failed_port_gives_its_reason_and_says_that_it_tries_again(tile):
    tile.set_status(status_of(state=PortState.FAILED, reason="port 5566 is in use"))
    texts = [label.text() for label in tile.findChildren(Notice)[0].children() if _is_text(label)]
    assert "Cannot listen on port 5566" in texts
    assert "port 5566 is in use. Trying again." in texts


def _is_text(child):
    return hasattr(child, "text") and not child.isHidden()


def test_the_notice_goes_when_a_picture_comes(tile, manual_clock):
    tile.set_status(status_of(state=PortState.WAITING, connected=0))
    show_new_picture(tile, manual_clock)
    assert not tile.findChild(Notice).isVisible()


def test_selecting_shows_the_tools_and_a_small_tile_has_none(live_tile, qtbot):
    # The pointer may happen to be where the window was opened.
    QGuiApplication.sendEvent(live_tile, QEvent(QEvent.Type.Leave))
    assert live_tile.face.tools_width == 0
    live_tile.set_selected(True)
    assert live_tile.face.tools_width > 0
    live_tile.resize(160, 90)
    qtbot.waitUntil(lambda: live_tile.face.tools_width == 0)


def test_the_tools_ask_for_what_they_say(live_tile, qtbot):
    live_tile.set_selected(True)
    buttons = {button.toolTip(): button for button in live_tile.findChildren(QToolButton)}
    with qtbot.waitSignal(live_tile.enlarge_wanted):
        buttons["Enlarge (Enter)"].click()
    with qtbot.waitSignal(live_tile.message_wanted):
        buttons["Write to this camera (T)"].click()


def test_statistics_show_on_demand(live_tile):
    assert live_tile.face.statistics == ""
    live_tile.set_status(status_of(size=(1280, 720), bits_per_second=24.1e6))
    live_tile.show_statistics(True)
    assert live_tile.face.statistics == (
        "1280×720 · 30.0 fps · 24.1 Mbit/s · 0 dropped · latency ?"
    )


def test_the_last_hour_has_a_line_of_its_own(live_tile, manual_clock):
    live_tile.show_statistics(True)
    for _ in range(4):
        manual_clock.advance(1.0)
        show_new_picture(live_tile, manual_clock)
    figures, hour = live_tile.face.statistics.splitlines()
    assert figures == "port 5566 · nothing received"
    assert hour == "100 % live, 0 outages in the last hour"


def test_mouse_selects_and_enlarges(live_tile, qtbot):
    with qtbot.waitSignal(live_tile.clicked):
        qtbot.mouseClick(live_tile, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(live_tile.enlarge_wanted):
        qtbot.mouseDClick(live_tile, Qt.MouseButton.LeftButton)
