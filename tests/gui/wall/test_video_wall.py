import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.bridge.frame_feed import FrameFeed
from gui.look import theme
from gui.wall.layouts import Layout
from gui.wall.placement import Display
from gui.wall.tile.state import Condition
from gui.wall.video_wall import VideoWall
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import picture_of, status_of

KEYS = list(map(str, range(5566, 5575)))


@pytest.fixture
def feed(manual_clock):
    return FrameFeed(manual_clock, lambda: None)


def sizes_of(sights):
    return {key: sight and sight.size_wanted for key, sight in sights.items()}


@pytest.fixture
def seen_sizes():
    """What was told of each camera's size, the newest told."""
    return {}


@pytest.fixture
def wall(qtbot, manual_clock, feed, seen_sizes):
    wall = VideoWall(clock=manual_clock, feed=feed, command_for=str)
    qtbot.addWidget(wall)
    wall.sights_changed.connect(lambda sights: seen_sizes.update(sizes_of(sights)))
    wall.resize(964, 724)
    wall.set_keys(KEYS)
    wall.show()
    qtbot.waitUntil(lambda: len(seen_sizes) == len(KEYS))
    return wall


def test_every_tile_in_sight_tells_its_size(wall, seen_sizes):
    assert seen_sizes == dict.fromkeys(KEYS, (316, 236))


def test_enlarging_hides_the_others_and_going_back_shows_them_as_before(wall, seen_sizes, qtbot):
    before = dict(seen_sizes)
    wall.toggle_enlarged("5570")
    qtbot.waitUntil(lambda: seen_sizes["5570"] == (956, 716))
    assert all(seen_sizes[key] is None for key in KEYS if key != "5570")
    wall.toggle_enlarged()
    qtbot.waitUntil(lambda: seen_sizes == before)


def test_a_hidden_wall_decodes_nothing(wall, seen_sizes):
    wall.hide()
    assert set(seen_sizes.values()) == {None}


def test_a_minimised_window_decodes_nothing(wall, seen_sizes, qtbot):
    wall.showMinimized()
    qtbot.waitUntil(lambda: set(seen_sizes.values()) == {None})
    wall.showNormal()
    qtbot.waitUntil(lambda: None not in seen_sizes.values())


def test_ports_on_other_pages_are_not_decoded(wall, seen_sizes, qtbot):
    wall.set_layout_choice(Layout.TWO)
    qtbot.waitUntil(lambda: [p for p in KEYS if seen_sizes[p]] == KEYS[:4])
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    wall.turn_page(1)
    qtbot.waitUntil(lambda: [p for p in KEYS if seen_sizes[p]] == KEYS[4:8])


def test_a_port_that_is_no_longer_watched_is_not_decoded(wall, seen_sizes, qtbot):
    seen_sizes.clear()
    wall.set_keys(KEYS[1:])
    qtbot.waitUntil(lambda: list(seen_sizes) == KEYS[1:])
    assert "5566" not in wall.arrangement.keys


def test_pictures_are_counted_when_painted(wall, feed, manual_clock):
    wall.set_statuses({"5566": status_of()})
    wall.show_picture("5566", picture_of(5566, received_at=manual_clock.monotonic()))
    wall.tile("5566").repaint()
    wall.tile("5566").repaint()
    assert feed.figures(5566).painted == 1
    wall.show_picture("5599", picture_of(5599))
    assert feed.figures(5599).painted == 0


class Paints(QObject):
    """What was painted anew of a wall, one region for each paint event."""

    def __init__(self, wall):
        super().__init__()
        self.regions = []
        wall.installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() is QEvent.Type.Paint:
            self.regions.append(event.region())
        return False


@pytest.fixture
def live_wall(wall, manual_clock):
    """A wall on which every camera is LIVE and painted."""
    wall.set_statuses({key: status_of(int(key)) for key in KEYS})
    for key in KEYS:
        wall.show_picture(key, picture_of(int(key), received_at=manual_clock.monotonic()))
    QApplication.processEvents()
    return wall


def test_all_tiles_with_something_new_are_painted_at_once_and_no_others(
    live_wall, feed, manual_clock
):
    paints = Paints(live_wall)
    before = {key: feed.figures(int(key)).painted for key in KEYS}
    fresh = KEYS[2:6]
    for number, key in enumerate(fresh):
        picture = picture_of(int(key), number=100 + number, received_at=manual_clock.monotonic())
        live_wall.show_picture(key, picture)
    QApplication.processEvents()
    assert len(paints.regions) == 1
    for key in KEYS:
        assert feed.figures(int(key)).painted - before[key] == (key in fresh)
        tile = live_wall.tile(key)
        assert paints.regions[0].intersects(tile.geometry()) == (key in fresh)


def test_only_the_picture_s_own_part_of_a_tile_is_painted_anew(live_wall, manual_clock):
    paints = Paints(live_wall)
    tile = live_wall.tile(KEYS[0])
    live_wall.show_picture(
        KEYS[0], picture_of(int(KEYS[0]), number=100, received_at=manual_clock.monotonic())
    )
    QApplication.processEvents()
    (painted,) = paints.regions
    width, height = tile.width(), round(tile.width() * 9 / 16)
    # One more all around, where the screen's pixels may be smaller than ours.
    assert painted.boundingRect().size() == QSize(width, height + 2), "the bars stay as they are"


def test_a_tile_that_throws_costs_the_others_nothing_and_is_told(live_wall, feed, monkeypatch):
    def throw(*_):
        raise ValueError("thrown by a test")

    monkeypatch.setattr(live_wall.tile(KEYS[0]), "paint", throw)
    before = {key: feed.figures(int(key)).painted for key in KEYS}
    for key in KEYS:
        live_wall.show_picture(key, picture_of(int(key), number=100))
    with pytest.raises(ValueError, match="thrown by a test"):
        live_wall.repaint()
    for key in KEYS[1:]:
        assert feed.figures(int(key)).painted == before[key] + 1


@pytest.mark.parametrize("state", [PortState.WAITING, PortState.LIVE])
def test_the_name_is_told_wherever_the_mouse_rests_on_a_tile(wall, state):
    wall.set_statuses({"5566": status_of(state=state, connected=0)})
    tile = wall.tile("5566")
    for widget in (tile, *tile.findChildren(QWidget)):
        middle = widget.rect().center()
        tip = QHelpEvent(QEvent.Type.ToolTip, middle, widget.mapToGlobal(middle))
        QToolTip.hideText()
        if widget.isVisible() and not widget.toolTip():
            QApplication.sendEvent(widget, tip)
            assert QToolTip.text().startswith("Port 5566\n")
    QToolTip.hideText()


def test_the_ground_is_between_the_tiles_and_nowhere_else(live_wall):
    image = live_wall.grab().toImage()
    colours = theme.colours()
    assert image.pixelColor(1, 1) == QColor(colours.wall)
    assert image.pixelColor(live_wall.tile(KEYS[4]).geometry().center()) == QColor(200, 120, 40)
    live_wall.set_keys(KEYS[:-1])
    empty = next(place.box for place in live_wall.cells() if place.key is None)
    middle = QPoint(empty.left + empty.width // 2, empty.top + empty.height // 2)
    assert live_wall.grab().toImage().pixelColor(middle) == QColor(colours.empty_tile)


def test_what_was_made_beforehand_is_shown_as_long_as_the_tile_is_seen_so(live_wall, manual_clock):
    key = KEYS[0]
    tile = live_wall.tile(key)
    picture = picture_of(int(key), number=100, received_at=manual_clock.monotonic())
    sight = tile.sight
    exact = sight.exact(picture.pixels).copy()
    exact[:] = (1, 2, 3, 255)
    live_wall.show_picture(key, picture, {sight: exact})
    middle = tile.geometry().center()
    assert live_wall.grab().toImage().pixelColor(middle) == QColor(3, 2, 1)
    tile.set_display(Display("fit", 180))
    assert live_wall.grab().toImage().pixelColor(middle) != QColor(3, 2, 1)
    live_wall.show_picture(key, picture, {sight: exact})
    assert live_wall.grab().toImage().pixelColor(middle) != QColor(3, 2, 1), "of another sight"


def test_keys_move_the_selection_enlarge_and_step_while_enlarged(wall, qtbot):
    selected: list[int] = []
    wall.selected.connect(selected.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(wall, key)
    assert selected == ["5566", "5567", "5570"]
    qtbot.keyClick(wall, Qt.Key.Key_Enter)
    assert wall.arrangement.enlarged == "5570"
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    assert wall.arrangement.enlarged == "5571"
    assert wall.back()
    assert not wall.back()


def test_a_double_click_enlarges_and_a_second_one_goes_back(wall, qtbot):
    qtbot.mouseDClick(wall.tile("5568"), Qt.MouseButton.LeftButton)
    assert wall.arrangement.enlarged == "5568"
    qtbot.mouseDClick(wall.tile("5568"), Qt.MouseButton.LeftButton)
    assert wall.arrangement.enlarged is None


def test_states_are_told_by_a_timer_even_when_the_engine_says_nothing(wall, manual_clock, qtbot):
    wall.set_statuses({"5566": status_of()})
    manual_clock.advance(20)
    with qtbot.waitSignal(wall.states_changed) as told:
        pass
    assert told.args[0]["5566"].condition is Condition.LOST


def test_an_engine_that_has_been_silent_is_not_believed(wall):
    wall.set_statuses({"5566": status_of()}, silent_for=9.0)
    assert wall.tile("5566").state.condition is Condition.LOST


def test_only_unacknowledged_alarms_pulse(wall, manual_clock):
    wall.set_alarms(frozenset({"5570"}))
    pulses = set()
    for _ in range(8):
        manual_clock.advance(0.25)
        wall.judge_all()
        pulses.add(wall.tile("5570").face.pulse)
        assert wall.tile("5566").face.pulse
    wall.set_alarms(frozenset())
    assert wall.tile("5570").face.pulse
    assert pulses == {True, False}


@pytest.mark.parametrize("size", [(168, 98), (328, 188), (968, 728)])
def test_complaint_14_the_name_is_on_the_tile_and_whole_under_the_mouse(wall, size):
    name = "Car park east behind the second gate"
    wall.set_layout_choice(Layout.SINGLE)
    wall.set_names(lambda _key: name)
    wall.set_statuses({"5566": status_of()})
    wall.resize(*size)
    tile = wall.tile("5566")
    without = wall.grab(tile.geometry()).toImage()
    assert (tile.width(), tile.height()) == (size[0] - 8, size[1] - 8)
    tile.set_name(" ")
    assert wall.grab(tile.geometry()).toImage() != without
    tile.set_name(name)
    tip = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), tile.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(tile, tip)
    assert QToolTip.text() == f"{name}\nconnected"
    QToolTip.hideText()


def test_complaint_16_arrows_step_through_the_enlarged_cameras_and_go_round(wall, qtbot):
    wall.set_names_hover(True)
    wall.set_statuses({key: status_of(int(key)) for key in KEYS})
    wall.toggle_enlarged(KEYS[-2])
    seen = []
    for _ in range(3):
        qtbot.keyClick(wall, Qt.Key.Key_Right)
        seen.append(wall.arrangement.enlarged)
        assert wall.tile(seen[-1]).face.name_shown, "who that is has to be said"
    assert seen == [KEYS[-1], KEYS[0], KEYS[1]]
    qtbot.keyClick(wall, Qt.Key.Key_Left)
    assert wall.arrangement.enlarged == KEYS[0]
    wall.toggle_enlarged()
    assert wall.arrangement.enlarged is None
    assert wall.arrangement.selected == KEYS[0]
