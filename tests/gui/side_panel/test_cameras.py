import pytest
from PySide6.QtTest import QAbstractItemModelTester

from gui.side_panel.camera_line import CameraLine
from gui.side_panel.cameras import Cameras
from gui.sign import Sign

LINES = [
    CameraLine(5566, "Front gate", Sign.DOT, "connected", "29.9", "84 ms"),
    CameraLine(5567, "Loading dock", Sign.TRIANGLE, "no frames for 2 s"),
    CameraLine(5568, "Gate house", Sign.CROSS, "disconnected 14:02:42"),
]


@pytest.fixture
def cameras(qtbot):
    cameras = Cameras()
    qtbot.addWidget(cameras)
    tester = QAbstractItemModelTester(
        cameras.model, QAbstractItemModelTester.FailureReportingMode.Warning, cameras.model
    )
    assert tester.model() is cameras.model
    cameras.resize(320, 300)
    cameras.set_lines(LINES)
    cameras.show()
    return cameras


def shown(cameras):
    return [cameras.model.index(row).data() for row in range(cameras.model.rowCount())]


def test_search_finds_names_and_ports_in_any_case(cameras):
    cameras.search("GATE")
    assert shown(cameras) == ["Front gate", "Gate house"]
    cameras.search("5567")
    assert shown(cameras) == ["Loading dock"]
    cameras.search("")
    assert len(shown(cameras)) == 3


def test_only_lines_that_changed_are_drawn_again(cameras):
    changed, reset = [], []
    cameras.model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    cameras.model.modelReset.connect(lambda: reset.append(1))
    cameras.set_lines([LINES[0], CameraLine(5567, "Loading dock", Sign.DOT, "connected"), LINES[2]])
    assert (changed, reset) == ([1], [])


def test_select_marks_without_choosing_and_a_choice_is_told(cameras):
    chosen: list[int] = []
    cameras.chosen.connect(chosen.append)
    cameras.select(5567)
    assert chosen == []
    cameras.search("house")
    cameras.choose_first()
    assert chosen == [5568]


def test_the_selection_survives_a_search(cameras):
    cameras.select(5568)
    cameras.search("house")
    cameras.search("")
    assert cameras.model.row_of(5568) == 2
    chosen: list[int] = []
    cameras.chosen.connect(chosen.append)
    cameras.select(5566)
    assert chosen == []


def test_the_list_can_be_drawn_with_long_names(cameras):
    cameras.set_lines([CameraLine(5566, "Front gate " * 20, Sign.RING, "never connected " * 9)])
    assert not cameras.grab().isNull()
