from PySide6.QtCore import Qt

from gui.cameras.entry import CameraEntry
from gui.cameras.list_file import read_csv
from gui.dialogs.import_cameras import ImportCameras

GOOD = "port,name,group\n5566,Front gate,Yard\n5567,Dock,\n5568,Porch,Yard\n"
KNOWN = {
    "5566": CameraEntry("5566", "Front gate", "Yard"),
    "5567": CameraEntry("5567", "Old"),
}


def preview(qtbot, text, known=KNOWN):
    dialog = ImportCameras(None, "cameras.csv", read_csv(text), known)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def cells(dialog, row):
    table = dialog.table
    items = [table.item(row, column) for column in range(table.columnCount())]
    return [item.text() for item in items if item is not None]


def test_it_is_said_what_would_happen_before_anything_does(qtbot):
    dialog = preview(qtbot, GOOD)
    assert dialog.summary.text() == "cameras.csv: 3 cameras"
    assert [cells(dialog, row)[-1] for row in range(3)] == ["as it is", "changes Old", "new"]
    assert dialog.import_button.text() == "Import 3 cameras"
    with qtbot.waitSignal(dialog.taken) as taken:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert [camera.name for camera in taken.args[0]] == ["Front gate", "Dock", "Porch"]


def test_complaint_25_wrong_rows_come_first_and_enter_imports_nothing(qtbot):
    dialog = preview(qtbot, GOOD + "70000,x,\n5570,fine,\n")
    assert dialog.summary.text() == "cameras.csv: 4 cameras, 1 row wrong"
    assert cells(dialog, 0) == ["5", "port 70000: ports are 1 to 65535"]
    taken = []
    dialog.taken.connect(taken.append)
    dialog.table.setFocus()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert taken == []


def test_the_good_ones_are_imported_when_the_operator_chooses_that(qtbot):
    dialog = preview(qtbot, GOOD + "70000,x,\n")
    assert dialog.import_button.text() == "Import the 3 good ones"
    with qtbot.waitSignal(dialog.taken) as taken:
        dialog.import_button.click()
    assert len(taken.args[0]) == 3


def test_without_a_good_row_there_is_nothing_to_import(qtbot):
    dialog = preview(qtbot, "port\nx\n")
    assert dialog.import_button.text() == "Nothing to import"
    assert not dialog.import_button.isEnabled()
