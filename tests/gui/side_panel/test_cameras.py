"""The camera list in the whole window: menu, search, and the same states as on the wall."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.cameras.line import CameraLine, Standing
from gui.side_panel.cameras.model import ROW_ROLE
from gui.side_panel.cameras.rows import Filter
from gui.wall.tile.state import FAULTY, MOVING, Condition
from gui.wall.views.edit_layer import EditLayer
from gui.window.main_window import MainWindow
from netgear_engine.protocol.port_state import PortState
from tests.support.fake_engine import FakeEngine
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of

PORTS = tuple(range(5566, 5566 + len(PortState)))


@pytest.fixture
def engine(qapp, manual_clock):
    return FakeEngine(manual_clock)


@pytest.fixture
def holder(qapp):
    cameras = [{"key": str(port), "group": "Yard" if port % 2 else ""} for port in PORTS]
    cameras[0]["name"] = "Front gate"
    return SettingsHolder(msgspec.convert({"ports": "", "camera": cameras}, Settings))


@pytest.fixture
def window(qtbot, engine, holder, manual_clock):
    window = MainWindow(
        clock=manual_clock, feed=engine.feed, command_for=str, names={"5566": "Front gate"}
    )
    qtbot.addWidget(window)
    presenters_for(window, engine, holder)
    window.resize(1280, 800)
    tell(engine, manual_clock)
    window.show()
    window.wall.judge_all()
    return window


def tell(engine, clock):
    """One camera in every state; all were seen 42 s ago."""
    facts = {
        "last_frame_at": clock.monotonic() - 42,
        "last_frame_wall": clock.wall() - 42,
        "since_at": clock.monotonic() - 3700,
    }
    engine.tell(*(status_of(p, state=s, **facts) for p, s in zip(PORTS, PortState, strict=True)))


def lines(window):
    model = window.cameras.model
    rows = (model.index(row).data(ROW_ROLE) for row in range(model.rowCount()))
    return {row.key: row for row in rows if isinstance(row, CameraLine)}


def test_the_list_never_disagrees_with_the_tiles(window, engine, manual_clock):
    for _ in range(4):
        for key, line in lines(window).items():
            state = window.wall.tile(key).state
            assert line.sign is state.sign
            assert line.connection.startswith(state.connection)
            assert (line.standing is Standing.LIVE) == (state.condition in MOVING)
            assert (line.standing is Standing.FAULTY) == (state.condition in FAULTY)
            assert (line.fps != "–") == (state.condition in MOVING)
        for port in PORTS:
            engine.send_picture(port)
        manual_clock.advance(1.7)
        window.wall.judge_all()


def test_cameras_that_are_not_live_say_when_they_were_seen(window):
    seen = {window.wall.tile(key).state.condition: line.seen for key, line in lines(window).items()}
    assert seen[Condition.LOST] == "00:42 ago"
    assert seen[Condition.FAULT] == "for 1:01:40", "its frames still come, but show nothing"
    assert seen[Condition.ENDED] == "00:42 ago"


def test_the_list_has_the_tile_s_menu(window, monkeypatch):
    shown = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: shown.append((menu.actions(), at)))
    window.cameras.menu_wanted.emit("5566", QPoint(900, 200))
    ((actions, at),) = shown
    assert {window.actions_table[name] for name in ("rename", "enlarge")} <= set(actions)
    assert at == QPoint(900, 200)


def test_the_search_that_finds_nothing_is_cleared_by_its_button(window, qtbot):
    qtbot.keyClicks(window.top_bar.find_field, "cellar")
    assert window.cameras.nothing.isVisible()
    qtbot.mouseClick(window.cameras.nothing.clear, Qt.MouseButton.LeftButton)
    assert window.top_bar.find_field.text() == ""
    assert len(lines(window)) == len(PORTS)


def test_complaint_20_forty_cameras_are_found_by_filter_and_words(window, engine):
    ports = range(5600, 5640)
    engine.tell(*(status_of(port, state=PortState.LOST) for port in ports))
    window.wall.judge_all()
    window.cameras.filters.choose(Filter.FAULTY)
    assert len(lines(window)) == 40
    window.top_bar.find_field.setText("5617")
    assert list(lines(window)) == ["5617"]


def test_a_camera_dragged_from_the_list_lands_in_the_cell_while_the_view_is_edited(window):
    window.actions_table["edit_view"].setChecked(True)
    (layer,) = window.wall.findChildren(EditLayer)
    model = window.cameras.model
    data = model.mimeData([model.index(model.row_of("5571"))])
    first = next(place.box for place in window.wall.cells() if place.index == 0)
    at = QPointF(first.left + 20, first.top + 20)
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(at.toPoint(), model.supportedDragActions(), data, *none)
    QApplication.sendEvent(layer, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(layer, QDropEvent(at, model.supportedDragActions(), data, *none))
    assert window.wall.arrangement.slots[0] == "5571"
    assert "5571" in lines(window)
