"""The preview of a list of cameras: what would change, and what is wrong with which row."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.cameras.list_file import CameraList, Row
from gui.dialogs.camera_fields import FITTINGS
from gui.look import theme
from gui.look.icons import sign_icon
from gui.look.plain_text import Label, set_tip
from gui.look.sign import Sign

_HEADERS = ("Row", "Port", "Name", "Group", "Turned", "Mirrored", "In its tile", "What happens")
_PROBLEM_COLUMN = 1
_SIGN = 10
_SIZE = (900, 460)
_WIDTHS = (52, 64, 200, 120, 96, 76, 84)
_TURNED = {0: "", 90: "right", 180: "upside down", 270: "left"}
_FITTED = {value: words.partition(":")[0] for words, value in FITTINGS}


class ImportCameras(QDialog):
    """Shows what is in a file before anything is taken over; `taken` carries the good cameras.

    `known` are the cameras that there are already, by their key.
    """

    taken = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        found: CameraList,
        known: Mapping[CameraKey, CameraEntry],
    ) -> None:
        super().__init__(parent)
        self._found = found
        self._known = known
        self.setWindowTitle("Import cameras")
        self.resize(*map(theme.scaled, _SIZE))
        self.summary = Label(_summary(name, found))
        self.summary.setObjectName("dialog_title")
        self.table = self._table()
        self.import_button = QPushButton(_button_words(found))
        self.import_button.setEnabled(bool(found.cameras))
        self.import_button.clicked.connect(self._take)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.reject)
        self._place_parts()

    def _take(self) -> None:
        self.taken.emit(self._found.cameras)
        self.accept()

    def _table(self) -> QTableWidget:
        rows = [*self._found.wrong, *(row for row in self._found.rows if not row.problem)]
        table = QTableWidget(len(rows), len(_HEADERS))
        table.setAccessibleName("Cameras in the file")
        table.setHorizontalHeaderLabels(list(_HEADERS))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setIconSize(QSize(_SIGN, _SIGN))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, theme.scaled(width))
        last = len(_HEADERS) - 1
        header.setSectionResizeMode(last, QHeaderView.ResizeMode.Stretch)
        for index, row in enumerate(rows):
            for column, words in enumerate(self._cells(row)):
                item = QTableWidgetItem(words)
                set_tip(item, words)
                table.setItem(index, column, item)
            if row.problem:
                table.setSpan(index, _PROBLEM_COLUMN, 1, len(_HEADERS) - _PROBLEM_COLUMN)
                self._mark(table.item(index, _PROBLEM_COLUMN))
        return table

    def _cells(self, row: Row) -> tuple[str, ...]:
        camera = row.camera
        if camera is None:
            return (str(row.number), row.problem)
        return (
            str(row.number),
            camera.key,
            camera.name,
            camera.group,
            _TURNED[camera.rotation],
            "yes" if camera.mirrored else "",
            _FITTED[camera.fitting] if camera.fitting else "",
            self._what_happens(camera),
        )

    def _what_happens(self, camera: CameraEntry) -> str:
        before = self._known.get(camera.key)
        if before is None:
            return "new"
        return "as it is" if before == camera else f"changes {before.name or 'what is there'}"

    def _mark(self, item: QTableWidgetItem | None) -> None:
        if item is not None:
            item.setIcon(sign_icon(Sign.TRIANGLE))
            item.setForeground(QBrush(QColor(theme.colours().caution)))

    def _place_parts(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        if self._found.wrong:
            hint = Label("Correct the file and import it again, or take only what is right.")
            hint.setObjectName("hint")
            buttons.addWidget(hint)
            self.cancel_button.setDefault(True)
        else:
            self.import_button.setObjectName("primary")
            self.import_button.setDefault(True)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.import_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 20, 20, 16)
        page.setSpacing(12)
        page.addWidget(self.summary)
        page.addWidget(self.table, 1)
        page.addLayout(buttons)


def _summary(name: str, found: CameraList) -> str:
    good, wrong = len(found.cameras), len(found.wrong)
    words = f"{name}: {good} camera{'' if good == 1 else 's'}"
    return f"{words}, {wrong} row{'' if wrong == 1 else 's'} wrong" if wrong else words


def _button_words(found: CameraList) -> str:
    good = len(found.cameras)
    if not good:
        return "Nothing to import"
    if found.wrong:
        return "Import the 1 good one" if good == 1 else f"Import the {good} good ones"
    return "Import 1 camera" if good == 1 else f"Import {good} cameras"
