"""The whole window, wired to an engine thread that only notes what it is asked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QToolButton

from gui.wall.layouts import Layout
from gui.wall.tile.state import Condition
from netgear_engine.events import MessageReceived, ReplySent, StateChanged
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from tests.support.presenters import presenters_for
from tests.support.synthetic import status_of

PORTS = (5566, 5567, 5568)


@pytest.fixture
def window(qtbot, window, engine):
    presenters_for(window, engine)
    engine.tell(
        status_of(5566),
        status_of(5567, name="pi-2", pattern=Pattern.PUBLISH_SUBSCRIBE),
        status_of(5568, state=PortState.WAITING, connected=0),
    )
    window.show()
    qtbot.waitUntil(lambda: len(engine.sizes) == 3)
    for port in (5566, 5567):
        engine.send_picture(port)
    window.wall.judge_all()
    window.wall.setFocus()
    return window


def listed(window):
    model = window.cameras.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_ports_names_and_states_reach_every_area(window):
    assert listed(window) == ["Gate", "pi-2", "Port 5568"]
    assert window.wall.tile("5566").state.condition is Condition.LIVE
    words = [button.text() for button in window.cameras.filters.buttons.values()]
    assert words == ["All 3", "Live 2", "Faulty 0", "Never 1"]
    assert "2 live" in window.status_bar.words()
    assert window.top_bar.view_tabs.tab("All").faults() == 0


def test_a_loss_reaches_every_area(window, engine, manual_clock):
    window.event_log.initials = "AB"
    lost = status_of(5567, state=PortState.LOST, connected=0)
    statuses = (status_of(5566), lost, status_of(5568, state=PortState.WAITING, connected=0))
    engine.tell(*statuses)
    engine.happen(StateChanged(5567, 0.0, PortState.LOST, PortState.LIVE, 9.0))
    manual_clock.advance(10.5)
    engine.tell(*statuses)
    assert window.top_bar.unacknowledged.text().strip() == "1 unacknowledged"
    assert not window.top_bar.unacknowledged.isHidden()
    assert window.top_bar.view_tabs.tab("All").faults() >= 1
    assert "1 lost" in window.status_bar.words() or "2 lost" in window.status_bar.words()
    window.actions_table["acknowledge"].trigger()
    assert window.top_bar.unacknowledged.isHidden()


def test_a_click_selects_everywhere(window, engine, qtbot):
    qtbot.mouseClick(window.wall.tile("5567"), Qt.MouseButton.LeftButton)
    assert engine.selected == [5566, 5567]
    assert window.messages.title() == "Messages: pi-2"
    assert not window.messages.reply_box.field.isEnabled()
    window.cameras.chosen.emit("5566")
    assert engine.selected == [5566, 5567, 5566]
    assert window.messages.reply_box.field.isEnabled()


def test_a_reply_goes_to_the_engine_and_its_leaving_is_shown(window, engine, qtbot):
    window.wall.select("5566")
    qtbot.keyClicks(window.messages.reply_box.field, "lights on")
    qtbot.keyClick(window.messages.reply_box.field, Qt.Key.Key_Return)
    assert engine.replies == [((5566,), "lights on")]
    engine.happen(ReplySent(5566, 0.0, "lights on"))
    engine.happen(MessageReceived(5566, 0.0, {"lights": "on"}))
    window.messages.model.flush()
    assert window.messages.model.rowCount() == 2


def test_the_newest_message_stands_in_the_camera_list(window, engine):
    engine.happen(MessageReceived(5566, 0.0, "door open"))
    window.messages.model.flush()
    window.wall.judge_all()
    index = window.cameras.model.index(0)
    assert "connected · door open" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_ctrl_f_finds_and_enter_takes_the_first_match(window, engine, qtbot):
    window.actions_table["side_panel"].setChecked(False)
    window.actions_table["find"].trigger()
    assert window.cameras.isVisible()
    field = window.top_bar.find_field
    qtbot.keyClicks(field, "PI-2")
    assert listed(window) == ["pi-2"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert engine.selected[-1] == 5567
    assert len(listed(window)) == 3


def test_the_layout_menu_pages_and_back(window, engine, qtbot):
    assert "Auto 2×2" in window.top_bar.layout_button.text()
    window.top_bar.layout_chosen.emit(Layout.SINGLE.value)
    qtbot.waitUntil(lambda: [p for p in PORTS if engine.sizes[p]] == [5566])
    window.actions_table["next_page"].trigger()
    qtbot.waitUntil(lambda: [p for p in PORTS if engine.sizes[p]] == [5567])
    window.top_bar.view_tabs.tab("All").click()
    assert window.wall.arrangement.page == 0


def test_esc_goes_one_step_back_at_a_time(window):
    window.actions_table["full_screen"].setChecked(True)
    assert window.isFullScreen()
    window.wall.toggle_enlarged("5566")
    window.actions_table["back"].trigger()
    assert window.wall.arrangement.enlarged is None
    assert window.isFullScreen()
    window.actions_table["back"].trigger()
    assert not window.isFullScreen()


def test_statistics_and_message_keys(window):
    window.actions_table["statistics"].setChecked(True)
    assert window.wall.tile("5566").face.statistics
    window.wall.select("5566")
    window.activateWindow()
    window.actions_table["message"].trigger()
    assert window.focusWidget() is window.messages.reply_box.field


def test_pictures_are_counted_when_painted(window, engine):
    window.wall.tile("5566").repaint()
    assert engine.feed.figures(5566).painted == 1


def test_every_icon_only_button_says_what_it_does(window):
    window.wall.select("5566")
    for button in window.findChildren(QToolButton):
        if isinstance(button.parentWidget(), QTabBar) or not button.isVisible():
            continue  # Qt's own, or without words because there is nothing to tell
        if not button.text() or button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            assert button.toolTip(), button.objectName()


def test_every_shortcut_is_in_the_table_once(window):
    shortcuts = [a.shortcut().toString() for a in window.actions() if a.shortcut().toString()]
    assert len(shortcuts) == len(set(shortcuts)) >= 10
