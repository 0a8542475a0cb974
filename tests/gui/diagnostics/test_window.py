import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.cameras.record import CameraRecord
from gui.diagnostics.line import COLUMNS, diagnostics_line
from gui.diagnostics.window import DiagnosticsWindow
from gui.look.sign import Sign
from netgear_engine.events import BadInput
from netgear_engine.protocol.ext import Health
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_facts import facts_of
from tests.support.synthetic import status_of

TITLES = list(COLUMNS)


def line(key, name, fps=30.0, celsius=None, **facts):
    health = None if celsius is None else Health(temperature_c=celsius)
    status = status_of(int(key), fps=fps, received=9, health=health)
    return diagnostics_line(facts_of(name, key=key, status=status, **facts))


@pytest.fixture
def diagnostics(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    window = DiagnosticsWindow(host)
    window.show_lines(
        [
            line("5566", "Front gate", 9.5, 61.2),
            line("5567", "porch", 30.0, 9.0),
            line("5568", "Car park"),
        ]
    )
    window.show()
    yield window


def column(window, title):
    model, place = window.sorted, TITLES.index(title)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_figures_are_sorted_by_size_and_names_without_regard_to_case(diagnostics):
    assert column(diagnostics, "Camera") == ["Car park", "Front gate", "porch"]
    diagnostics.table.sortByColumn(TITLES.index("Received fps"), Qt.SortOrder.AscendingOrder)
    assert column(diagnostics, "Received fps") == ["9.5", "30.0", "30.0"]
    diagnostics.table.sortByColumn(TITLES.index("Temperature"), Qt.SortOrder.DescendingOrder)
    assert column(diagnostics, "Temperature") == ["61 °C", "9 °C", "–"]


def test_the_order_and_the_selection_stay_when_figures_change(diagnostics):
    diagnostics.table.sortByColumn(TITLES.index("Temperature"), Qt.SortOrder.DescendingOrder)
    diagnostics.table.selectRow(0)
    assert diagnostics._key(diagnostics.table.currentIndex()) == "5566"
    diagnostics.show_lines(
        [
            line("5566", "Front gate", 1.0, 20.0),
            line("5567", "porch", 2.0, 80.0),
            line("5569", "New"),
        ]
    )
    assert column(diagnostics, "Camera") == ["porch", "Front gate", "New"]
    assert diagnostics._key(diagnostics.table.currentIndex()) == "5566"


def test_the_table_is_copied_as_it_is_sorted(diagnostics):
    diagnostics.copy_button.click()
    rows = QGuiApplication.clipboard().text().splitlines()
    assert rows[0] == ",".join(f'"{t}"' if "," in t else t for t in TITLES)
    assert [row.split(",")[0] for row in rows[1:]] == ["Car park", "Front gate", "porch"]


def test_what_a_camera_sends_is_no_formula_in_a_spreadsheet(diagnostics):
    record = CameraRecord()
    diagnostics.show_lines([line("5566", "=2+3", record=record)])
    assert "'=2+3" in diagnostics.csv()


def test_the_last_error_and_the_state_say_what_is_wrong(diagnostics):
    record = CameraRecord()
    record.receive(BadInput(5566, 1_700_000_000.0, "no header", 1))
    facts = facts_of(
        status=status_of(state=PortState.LOST), record=record, state="LOST", sign=Sign.CROSS,
        moving=False, latency=None, painted_fps=None,
    )  # fmt: skip
    diagnostics.show_lines([diagnostics_line(facts)])
    assert column(diagnostics, "State") == ["LOST"]
    assert column(diagnostics, "Last error")[0].endswith("unusable message: no header")
    assert column(diagnostics, "Latency") == ["–"]
    index = diagnostics.sorted.index(0, TITLES.index("State"))
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Front gate, State: LOST"


def test_enter_goes_to_the_camera_and_esc_closes(diagnostics, qtbot):
    diagnostics.table.selectRow(2)
    diagnostics.activateWindow()
    qtbot.waitUntil(diagnostics.isActiveWindow)
    with qtbot.waitSignal(diagnostics.chosen) as chosen:
        qtbot.keyClick(diagnostics.table, Qt.Key.Key_Return)
    assert chosen.args == ["5567"]
    qtbot.keyClick(diagnostics, Qt.Key.Key_Escape)
    qtbot.waitUntil(diagnostics.isHidden)
    diagnostics._choose(QModelIndex())
