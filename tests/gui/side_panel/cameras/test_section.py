from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.cameras.key import DRAGGED_CAMERA
from gui.look.sign import Sign
from gui.side_panel.cameras.line import CameraLine, Standing
from gui.side_panel.cameras.rows import Filter
from gui.side_panel.cameras.section import Cameras

LIVE, FAULTY, NEVER = Standing.LIVE, Standing.FAULTY, Standing.NEVER
LINES = [
    CameraLine("5566", "Front gate", Sign.DOT, "connected", "29.9", "84 ms", LIVE),
    CameraLine("5567", "Loading dock", Sign.TRIANGLE, "no frames for 2 s", standing=FAULTY),
    CameraLine("5568", "Gate house", Sign.CROSS, "disconnected 14:02:42", standing=FAULTY),
    CameraLine("5569", "Orchard", Sign.RING, "never connected", standing=NEVER),
]
GROUPS = {"5566": "Yard", "5567": "Indoors", "5568": "Yard"}


@pytest.fixture
def cameras(qtbot):
    cameras = Cameras()
    qtbot.addWidget(cameras)
    tester = QAbstractItemModelTester(
        cameras.model, QAbstractItemModelTester.FailureReportingMode.Warning, cameras.model
    )
    assert tester.model() is cameras.model
    cameras.resize(320, 400)
    cameras.set_lines(LINES)
    cameras.show()
    return cameras


@pytest.fixture
def chosen(cameras):
    found: list[int] = []
    cameras.chosen.connect(found.append)
    return found


def shown(cameras):
    return [cameras.model.index(row).data() for row in range(cameras.model.rowCount())]


def index_of(cameras, key):
    return cameras.model.index(cameras.model.row_of(key))


def current(cameras):
    return cameras.view.currentIndex().data()


def lost(key):
    return [
        replace(line, sign=Sign.CROSS, standing=FAULTY) if line.key == key else line
        for line in LINES
    ]


def test_complaint_20_search_finds_names_and_ports_in_any_case(cameras):
    cameras.search("GATE")
    assert shown(cameras) == ["Front gate", "Gate house"]
    cameras.search("5567")
    assert shown(cameras) == ["Loading dock"]
    cameras.search("")
    assert len(shown(cameras)) == 4


def test_only_lines_that_changed_are_drawn_again(cameras):
    changed, reset = [], []
    cameras.model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    cameras.model.modelReset.connect(lambda: reset.append(1))
    cameras.set_lines([LINES[0], replace(LINES[1], sign=Sign.DOT), *LINES[2:]])
    assert (changed, reset) == ([1], [])


def test_select_marks_without_choosing_and_a_choice_is_told(cameras, chosen):
    cameras.select("5567")
    assert chosen == []
    assert current(cameras) == "Loading dock"
    cameras.search("house")
    cameras.choose_first()
    assert chosen == ["5568"]


def test_the_selection_survives_a_search(cameras, chosen):
    cameras.select("5568")
    cameras.search("dock")
    cameras.search("")
    assert current(cameras) == "Gate house"
    assert chosen == []


def test_the_filters_list_and_count_what_they_say(cameras):
    buttons = cameras.filters.buttons
    assert [button.text() for button in buttons.values()] == [
        "All 4",
        "Live 1",
        "Faulty 2",
        "Never 1",
    ]
    assert buttons[Filter.NEVER].accessibleName() == "Never connected: 1"
    found = {}
    for one in Filter:
        buttons[one].click()
        found[one] = shown(cameras)
    assert found[Filter.LIVE] == ["Front gate"]
    assert found[Filter.FAULTY] == ["Loading dock", "Gate house"]
    assert found[Filter.NEVER] == ["Orchard"]


def test_the_filters_are_reached_and_changed_by_keys(cameras, qtbot):
    cameras.activateWindow()
    cameras.filters.buttons[Filter.ALL].setFocus()
    qtbot.keyClick(cameras.filters.buttons[Filter.ALL], Qt.Key.Key_Right)
    qtbot.keyClick(cameras.filters.buttons[Filter.LIVE], Qt.Key.Key_Space)
    assert shown(cameras) == ["Front gate"]


def test_a_camera_that_leaves_the_filter_does_not_change_the_selection(cameras, chosen):
    cameras.select("5566")
    cameras.filters.choose(Filter.LIVE)
    cameras.set_lines(lost("5566"))
    assert shown(cameras) == []
    cameras.filters.choose(Filter.FAULTY)
    assert chosen == []
    assert current(cameras) == "Front gate"


def test_rows_come_and_go_without_a_reset(cameras):
    reset = []
    cameras.model.modelReset.connect(lambda: reset.append(1))
    cameras.filters.choose(Filter.FAULTY)
    cameras.set_lines(lost("5566"))
    assert shown(cameras) == ["Front gate", "Loading dock", "Gate house"]
    cameras.set_lines(LINES)
    cameras.set_groups(GROUPS)
    cameras.filters.choose(Filter.ALL)
    cameras.set_lines([*LINES, CameraLine("5570", "New", Sign.RING, "never connected")])
    assert reset == []


class TestGroups:
    @pytest.fixture(autouse=True)
    def _groups(self, cameras):
        cameras.set_groups(GROUPS)

    def test_cameras_stand_under_their_group(self, cameras):
        expected = ["Indoors", "Loading dock", "Yard", "Front gate", "Gate house"]
        assert shown(cameras) == [*expected, "No group", "Orchard"]

    def test_a_headline_counts_its_cameras_and_its_faults(self, cameras):
        role = Qt.ItemDataRole.AccessibleTextRole
        assert index_of(cameras, ("Yard",)).data(role) == "Group Yard, 2 cameras, 1 faulty, open"
        assert index_of(cameras, ("No group",)).data(role) == "Group No group, 1 camera, open"

    def test_a_click_closes_and_opens_a_group(self, cameras, qtbot, chosen):
        cameras.select("5566")
        for expected in (["Yard", "No group"], ["Yard", "Front gate"]):
            place = cameras.view.visualRect(index_of(cameras, ("Yard",))).center()
            qtbot.mouseClick(cameras.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert shown(cameras)[2:4] == expected
        assert chosen == [], "the camera that is watched stays selected"

    @pytest.mark.parametrize("keys", [(Qt.Key.Key_Left, Qt.Key.Key_Right), (Qt.Key.Key_Space,) * 2])
    def test_keys_close_and_open_a_group(self, cameras, qtbot, keys):
        cameras.view.setCurrentIndex(index_of(cameras, ("Yard",)))
        qtbot.keyClick(cameras.view, keys[0])
        assert "Front gate" not in shown(cameras)
        assert current(cameras) == "Yard"
        qtbot.keyClick(cameras.view, keys[1])
        assert "Front gate" in shown(cameras)

    def test_the_keys_stay_at_a_headline_while_states_change(self, cameras):
        cameras.select("5567")
        cameras.view.setCurrentIndex(index_of(cameras, ("Yard",)))
        cameras.set_lines(lost("5567"))
        cameras.select("5567")
        assert current(cameras) == "Yard"

    def test_a_group_is_not_taken_for_a_camera_of_that_name(self, cameras):
        cameras.set_groups({"5567": "5566"})
        cameras.select("5566")
        assert current(cameras) == "Front gate"

    def test_what_is_looked_for_is_found_in_closed_groups(self, cameras):
        cameras.model.set_open("Yard", False)
        cameras.search("house")
        assert shown(cameras) == ["Yard", "Gate house"]
        cameras.search("")
        assert shown(cameras)[2:4] == ["Yard", "No group"]


class TestNothingFound:
    def test_the_search_is_named_and_can_be_cleared(self, cameras, qtbot):
        cameras.search("<b>cellar")
        assert cameras.nothing.words.text() == "No camera matches “<b>cellar”."
        assert cameras.nothing.words.textFormat() is Qt.TextFormat.PlainText
        with qtbot.waitSignal(cameras.clear_wanted):
            qtbot.mouseClick(cameras.nothing.clear, Qt.MouseButton.LeftButton)
        assert len(shown(cameras)) == 4
        assert cameras.nothing.isHidden()

    def test_so_can_a_filter(self, cameras, qtbot):
        cameras.set_lines(LINES[:1])
        cameras.filters.choose(Filter.FAULTY)
        assert cameras.nothing.words.text() == "No faulty camera."
        cameras.nothing.clear.click()
        assert shown(cameras) == ["Front gate"]
        assert cameras.filters.buttons[Filter.ALL].isChecked()

    def test_without_any_camera_there_is_nothing_to_clear(self, cameras):
        cameras.set_lines([])
        assert cameras.nothing.words.text() == "No cameras yet."
        assert cameras.nothing.clear.isHidden()


class TestRenaming:
    def begin(self, cameras, key="5566"):
        cameras.rename(key)
        (editor,) = cameras.view.findChildren(QLineEdit)
        return editor

    def test_enter_keeps_the_name(self, cameras, qtbot):
        editor = self.begin(cameras)
        qtbot.keyClicks(editor, " Main gate ")
        with qtbot.waitSignal(cameras.renamed) as signal:
            qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert signal.args == ["5566", "Main gate"]

    def test_what_is_typed_stays_while_the_line_changes(self, cameras, qtbot):
        editor = self.begin(cameras)
        qtbot.keyClicks(editor, "Main")
        cameras.set_lines([replace(LINES[0], fps="12.0"), *LINES[1:]])
        assert editor.text() == "Main"

    def test_esc_keeps_the_old_name(self, cameras, qtbot):
        with qtbot.assertNotEmitted(cameras.renamed, wait=50):
            editor = self.begin(cameras)
            qtbot.keyClicks(editor, "Main")
            qtbot.keyClick(editor, Qt.Key.Key_Escape)

    def test_a_camera_that_is_not_listed_is_listed_for_it(self, cameras):
        cameras.set_groups(GROUPS)
        cameras.model.set_open("Yard", False)
        cameras.filters.choose(Filter.NEVER)
        assert self.begin(cameras, "5568").text() == "Gate house"


def test_the_menu_is_that_of_the_camera_under_the_mouse(cameras, chosen, qtbot):
    cameras.select("5566")
    place = cameras.view.visualRect(index_of(cameras, "5567")).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, QPoint(7, 7))
    with qtbot.waitSignal(cameras.menu_wanted) as signal:
        QApplication.sendEvent(cameras.view.viewport(), event)
    assert signal.args[0] == "5567"
    assert chosen == ["5567"]


def test_a_camera_can_be_dragged_and_stays_in_the_list(cameras):
    cameras.set_groups(GROUPS)
    model = cameras.model
    dragged = model.mimeData([index_of(cameras, "5568")])
    assert dragged.data(DRAGGED_CAMERA).data() == b"5568"
    assert model.supportedDragActions() == Qt.DropAction.CopyAction
    assert not model.flags(index_of(cameras, ("Yard",))) & Qt.ItemFlag.ItemIsDragEnabled


def test_what_a_camera_says_is_never_html(cameras):
    cameras.set_lines([CameraLine("5566", "<b>x</b>", Sign.DOT, "connected · <img src=a>")])
    tip = index_of(cameras, "5566").data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;x" in tip and "<img" not in tip


def test_a_screen_reader_hears_name_state_and_figures(cameras):
    cameras.set_lines([LINES[0], replace(LINES[2], seen="00:42 ago")])
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index_of(cameras, "5566").data(role) == "Front gate, connected, 29.9 frames per second"
    expected = "Gate house, disconnected 14:02:42, last picture 00:42 ago"
    assert index_of(cameras, "5568").data(role) == expected


@pytest.mark.parametrize("width", [240, 320, 700])
def test_the_list_can_be_drawn_with_long_names(cameras, width):
    cameras.resize(width, 300)
    long = CameraLine("5566", "Front gate " * 20, Sign.CROSS, "gone " * 40, seen="3 days ago")
    cameras.set_lines([long, *LINES[1:]])
    cameras.set_groups({"5566": "A group with a long name " * 9})
    assert not cameras.grab().isNull()


def test_leaving_the_window_changes_nothing(cameras, chosen):
    cameras.select("5566")
    QApplication.sendEvent(cameras.view, QEvent(QEvent.Type.Leave))
    assert chosen == []
