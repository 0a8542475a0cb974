import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from gui.bridge.frame_feed import FrameFeed
from gui.cameras.key import key_of_port
from gui.presenters.wall import WallPresenter
from gui.wall.tile.state import Condition
from gui.window.main_window import MainWindow
from netgear_engine.protocol.port_state import PortState
from tests.support.synthetic import picture_of, status_of

PORTS = [5566, 5567]


@pytest.fixture
def window(qtbot, manual_clock):
    window = MainWindow(
        clock=manual_clock, feed=FrameFeed(manual_clock, lambda: None), command_for=str
    )
    qtbot.addWidget(window)
    window.wall.set_keys([str(port) for port in PORTS])
    window.resize(1280, 800)
    window.show()
    window.presenter = WallPresenter(
        wall=window.wall, top_bar=window.top_bar, actions=window.actions_table, parent=window
    )
    for port in PORTS:
        new_picture(window, port, manual_clock)
    window.wall.select("5566")
    window.activateWindow()
    window.wall.setFocus()
    return window


def new_picture(window, port, clock, state=PortState.LIVE, **facts):
    now, wall = clock.monotonic(), clock.wall()
    window.wall.show_picture(
        str(port), picture_of(port, received_at=now, wall=wall, size=(320, 180))
    )
    status = status_of(port, state=state, last_frame_at=now, last_frame_wall=wall, **facts)
    window.wall.tile(key_of_port(port)).set_status(status)


def wheel(tile, notches, at):
    event = QWheelEvent(
        QPointF(at),
        tile.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(tile, event)


def test_complaint_1_a_paused_tile_never_says_live(window, manual_clock):
    window.actions_table["pause"].setChecked(True)
    tile = window.wall.tile("5566")
    held = tile.picture
    manual_clock.advance(1.0)
    new_picture(window, 5566, manual_clock)
    assert tile.face.state.condition is Condition.PAUSED
    assert tile.face.state.words.startswith("PAUSED ")
    assert tile.picture is held
    assert tile.state.condition is Condition.LIVE, "the camera itself is still watched"
    window.actions_table["pause"].setChecked(False)
    assert tile.face.state.condition is Condition.LIVE
    assert tile.picture is not held


def test_complaint_1_a_paused_camera_that_is_lost_says_both(window, manual_clock):
    window.actions_table["pause"].setChecked(True)
    manual_clock.advance(6.0)
    tile = window.wall.tile("5566")
    tile.judge()
    assert tile.state.condition is Condition.LOST
    assert "PAUSED" in tile.face.state.words and "LOST" in tile.face.state.words
    assert "LIVE" not in tile.face.state.words


def test_the_pause_key_shows_whether_the_selected_camera_is_paused(window):
    window.actions_table["pause"].setChecked(True)
    window.wall.select("5567")
    assert not window.actions_table["pause"].isChecked()
    assert window.wall.tile("5566").is_paused
    window.wall.select("5566")
    assert window.actions_table["pause"].isChecked()


def test_complaint_22_the_wheel_enlarges_up_to_sixteen_times_and_says_so(window):
    tile = window.wall.tile("5566")
    wheel(tile, 3, QPoint(100, 100))
    assert tile.face.badges == ("2.0×",)
    wheel(tile, 40, QPoint(100, 100))
    assert tile.face.badges == ("16.0×",)
    wheel(tile, -80, QPoint(100, 100))
    assert tile.face.badges == ()


def test_complaint_22_an_enlarged_picture_is_asked_for_in_full_resolution(window, qtbot):
    told = []
    window.wall.sights_changed.connect(lambda sights: told.append(sights["5566"]))
    before = window.wall.tile("5566").sight
    for _ in range(4):
        window.actions_table["zoom_in"].trigger()
    factor = 1.25**4
    wanted = tuple(round(length * factor) for length in before.size_wanted)
    qtbot.waitUntil(lambda: wanted in [sight.size_wanted for sight in told if sight])
    window.actions_table["zoom_reset"].trigger()
    qtbot.waitUntil(lambda: told[-1] == before)


def test_dragging_pans_and_a_double_right_click_shows_all(window, qtbot):
    tile = window.wall.tile("5566")
    wheel(tile, 5, QPoint(200, 100))
    before = tile.face.zoom
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    qtbot.mouseMove(tile, QPoint(150, 80))
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=QPoint(150, 80))
    assert tile.face.zoom.x > before.x
    assert tile.face.zoom.y > before.y
    qtbot.mouseDClick(tile, Qt.MouseButton.RightButton, pos=QPoint(150, 80))
    assert not tile.face.zoom.is_on


def test_complaint_15_enlarging_and_back_keeps_the_zoom(window, qtbot):
    tile = window.wall.tile("5566")
    wheel(tile, 3, QPoint(200, 100))
    before = tile.face.zoom
    qtbot.keyClick(window.wall, Qt.Key.Key_Return)
    assert window.wall.arrangement.enlarged == "5566"
    qtbot.keyClick(window.wall, Qt.Key.Key_Return)
    assert window.wall.arrangement.enlarged is None
    assert tile.face.zoom == before


def test_a_camera_that_sends_one_frame_a_second_says_so(window, manual_clock):
    new_picture(window, 5566, manual_clock, fps=1.0)
    assert window.wall.tile("5566").face.badges == ("1 fps",)


def test_the_menu_has_what_the_tools_have(window):
    texts = [action.text() for action in window.presenter.menu().actions()]
    for words in ("Enlarge", "Pause", "Save the selected picture", "Write"):
        assert any(text.startswith(words) for text in texts), words


def test_space_belongs_to_a_button_that_has_the_focus(window, qtbot):
    statistics = window.actions_table["statistics"]
    button = next(
        button
        for button in window.top_bar.findChildren(QToolButton)
        if button.defaultAction() is statistics
    )
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert statistics.isChecked()
    assert not window.wall.tile("5566").is_paused
