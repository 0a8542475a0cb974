import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent

from gui.cameras.key import DRAGGED_CAMERA
from gui.wall.arrangement import Arrangement
from gui.wall.layouts import Layout
from gui.wall.views.edit_layer import EditLayer
from gui.wall.views.view import View


@pytest.fixture
def layer(qtbot):
    arrangement = Arrangement(View("Yard", Layout.TWO, slots=("5566", "5567", None, "5568")))
    arrangement.set_keys(["5566", "5567", "5568"])
    layer = EditLayer(lambda: arrangement.cells(404, 304, 4), None)
    qtbot.addWidget(layer)
    layer.resize(404, 304)
    layer.show()
    return layer


@pytest.fixture
def told(layer):
    told = []
    layer.moved.connect(lambda *what: told.append(("moved", *what)))
    layer.merge_wanted.connect(lambda cells: told.append(("merge", *cells)))
    layer.split_wanted.connect(lambda cell: told.append(("split", cell)))
    layer.taken_out.connect(lambda key: told.append(("out", key)))
    layer.left.connect(lambda: told.append(("left",)))
    return told


CENTRES = [QPoint(100, 75), QPoint(300, 75), QPoint(100, 225), QPoint(300, 225)]


def press(qtbot, layer, *keys):
    for key in keys:
        qtbot.keyClick(layer, key)


def test_a_camera_is_dropped_into_a_cell(layer, told):
    dragged = QMimeData()
    dragged.setData(DRAGGED_CAMERA, b"5599")
    drop = QDropEvent(
        QPointF(CENTRES[2]),
        Qt.DropAction.MoveAction,
        dragged,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    layer.dropEvent(drop)
    assert told == [("moved", 2, "5599")]
    assert drop.isAccepted()


def test_a_camera_is_moved_without_a_mouse(layer, told, qtbot):
    press(qtbot, layer, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert told == [("moved", 2, "5566")]


def test_cells_are_chosen_and_merged_by_mouse_and_by_keys(layer, told, qtbot):
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(layer, Qt.MouseButton.LeftButton, pos=CENTRES[0])
    qtbot.mouseClick(layer, Qt.MouseButton.LeftButton, ctrl, CENTRES[1])
    assert layer.chosen() == [0, 1]
    press(qtbot, layer, Qt.Key.Key_M)
    press(qtbot, layer, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert layer.chosen() == [0, 3]
    press(qtbot, layer, Qt.Key.Key_M)
    assert told == [("merge", 0, 1), ("merge", 0, 3)]


def test_splitting_taking_out_and_leaving_by_keys(layer, told, qtbot):
    qtbot.mouseClick(layer, Qt.MouseButton.LeftButton, pos=CENTRES[3])
    press(qtbot, layer, Qt.Key.Key_S, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
    assert told == [("split", 3), ("out", "5568"), ("left",)]


def test_an_empty_cell_has_nothing_to_take_out(layer, told, qtbot):
    qtbot.mouseClick(layer, Qt.MouseButton.LeftButton, pos=CENTRES[2])
    press(qtbot, layer, Qt.Key.Key_Delete)
    assert told == []
