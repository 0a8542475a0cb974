"""Whatever a camera, a person or a file is called is shown as it is, everywhere in the window."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPoint
from PySide6.QtCore import Qt as QtOfRoles
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QGroupBox,
    QLabel,
    QMenu,
    QMessageBox,
    QToolTip,
    QWidget,
)

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
from gui.cameras.list_file import CameraList, Row
from gui.dialogs.camera_settings import CameraSettingsDialog, removal_question
from gui.dialogs.import_cameras import ImportCameras
from gui.event_log.acknowledge_dialog import AcknowledgeDialog
from gui.look.plain_text import InputDialog, Label, set_tip, show_tip_at, tip, verbatim
from gui.settings.schema import Settings
from netgear_engine.events import BadInput, MessageReceived, StateChanged
from netgear_engine.protocol.ext import Control
from netgear_engine.protocol.port_state import PortState
from tests.gui.whole_window import whole_window
from tests.support.camera_report import COMMANDS, report_of
from tests.support.synthetic import status_of

HOSTILE = ("<img src='/etc/hostname'>", "&File <b>bold</b>", "a &lt;i&gt; & B")


def test_a_label_shows_its_text(qtbot):
    label = Label(HOSTILE[0])
    qtbot.addWidget(label)
    assert label.text() == HOSTILE[0]
    assert label.textFormat() is QtOfRoles.TextFormat.PlainText


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tooltip_is_never_the_html_that_somebody_wrote(text):
    shown = tip(text)
    assert text == shown or "<img" not in shown.removeprefix("<qt>")
    assert not Qt.mightBeRichText(shown) or shown.startswith("<qt>")


def test_a_tooltip_of_plain_words_is_left_alone():
    assert tip("Front gate\nport 5566") == "Front gate\nport 5566"


def test_a_long_tooltip_is_wrapped_and_keeps_its_lines():
    assert tip("x" * 100 + "\n<y>") == "<qt>" + "x" * 100 + "<br>&lt;y&gt;</qt>"


def test_a_tooltip_that_is_shown_now_is_plain_too(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    show_tip_at(QPoint(0, 0), HOSTILE[0], widget)
    assert QToolTip.text() == tip(HOSTILE[0])
    QToolTip.hideText()


def test_a_button_shows_every_sign(qtbot):
    button = QAction(verbatim("&File & more"))
    assert button.text() == "&&File && more"


def test_the_line_of_a_dialog_for_a_value_is_plain(qtbot):
    dialog = InputDialog()
    qtbot.addWidget(dialog)
    dialog.ask(HOSTILE[0])
    assert HOSTILE[0] in [label.text() for label in dialog.findChildren(QLabel)]
    assert not offences(dialog)


# The whole window ----------------------------------------------------------------------------


def test_no_widget_tooltip_or_box_of_the_window_reads_hostile_names_as_html(qtbot, tmp_path):
    """Names, reasons, settings and messages of a camera, and the operator's own names."""
    settings = Settings(
        ports="5567-5570",
        camera=(CameraEntry(CameraKey("5566"), HOSTILE[1], HOSTILE[0]),),
        presets=HOSTILE,
    )
    with whole_window(qtbot, tmp_path, settings) as opened:
        names = {1: HOSTILE[0], 2: HOSTILE[2]}
        opened.tell(*hostile_statuses(names))
        window, engine = opened.window, opened.engine
        window.actions_table["statistics"].trigger()
        for name in ("details", "controls", "messages", "diagnostics"):
            if name in window.actions_table:
                window.actions_table[name].trigger()
        for event in hostile_events():
            engine.event_happened.emit(event)
            if isinstance(event, MessageReceived):
                engine.message_received.emit(event)
        window.event_log.model.flush()
        tabs = window.top_bar.view_tabs
        for name in HOSTILE:
            tabs.copy_wanted.emit(tabs.names()[0])
            tabs.renamed.emit(tabs.names()[-1], name)
        window.toast.tell(HOSTILE[0])
        window.controls.commands.ask(COMMANDS[-1])
        for name in tabs.names():
            tabs.menu_for(name)
            tabs._ask_stay(name)
        for dialog in hostile_dialogs(window):
            qtbot.addWidget(dialog)
            dialog.show()
        for menu in window.findChildren(QMenu):
            menu.aboutToShow.emit()
        window.wall.judge_all()
        everything = [one for top in QApplication.topLevelWidgets() for one in with_children(top)]
        seen = " ".join(told_by(one) for one in everything)
        assert all(part in seen for part in ("<img", "bold", "&lt;i")), "nothing hostile was shown"
        found = [offence for one in everything for offence in offences(one, children=False)]
        for top in QApplication.topLevelWidgets():
            if top is not window:
                top.close()
    assert not found, "\n".join(found)


def hostile_statuses(names):
    controls = {
        HOSTILE[0]: Control("bool", default=True),
        HOSTILE[1]: Control("choice", default=HOSTILE[0], choices=HOSTILE),
        HOSTILE[2]: Control("int", 0, 10, 3),
    }
    values = {HOSTILE[0]: False, HOSTILE[1]: HOSTILE[2], HOSTILE[2]: 4}
    report = report_of(controls, COMMANDS, **values)
    return (
        status_of(5566, name=HOSTILE[0], report=report, received=9, connected=1),
        status_of(5567, PortState.FAULT, name=HOSTILE[0], fault=HOSTILE[1], reason=HOSTILE[1]),
        status_of(5568, PortState.REJECTED, name=HOSTILE[1], reason=HOSTILE[0]),
        status_of(5569, PortState.FAILED, name=HOSTILE[2], reason=HOSTILE[2]),
        status_of(5570, name=HOSTILE[2], connected=1, intruder=f"{HOSTILE[0]} at 192.0.2.7"),
    )


def hostile_events():
    for words in HOSTILE:
        yield StateChanged(5566, 1e9, PortState.LOST, PortState.LIVE, 3.0, words)
        yield StateChanged(5567, 1e9, PortState.FAULT, PortState.LIVE, 3.0, words)
        yield BadInput(5566, 1e9, words, 3)
        yield MessageReceived(5566, 1e9, {words: words})


def hostile_dialogs(window):
    camera = CameraEntry(CameraKey("5566"), HOSTILE[1], HOSTILE[0])
    yield CameraSettingsDialog(window, camera, shown_name=HOSTILE[0], groups=HOSTILE)
    yield removal_question(window, HOSTILE[0], camera.key)
    yield AcknowledgeDialog(HOSTILE[0], "", window)
    found = CameraList((Row(1, camera), Row(2, None, HOSTILE[2])))
    yield ImportCameras(window, HOSTILE[0], found, {})


def with_children(top):
    return [top, *top.findChildren(QWidget), *top.findChildren(QAction)]


def told_by(one):
    parts = [one.toolTip()]
    if isinstance(one, QAction | QAbstractButton | QLabel | QMessageBox):
        parts.append(one.text())
    return " ".join(parts)


def offences(top, *, children=True):
    """Yield what of a widget or action Qt would take for more than text."""
    found = []
    for one in with_children(top) if children else [top]:
        if is_risky(one.toolTip()) and not is_of_a_silent_menu(one):
            found.append(f"{one}: tooltip {one.toolTip()!r}")
        # What stands before a form's field is the program's own word, as its buddy shows.
        label = isinstance(one, QMessageBox) or (isinstance(one, QLabel) and one.buddy() is None)
        if label and one.textFormat() is not QtOfRoles.TextFormat.PlainText and one.text():
            found.append(f"{one}: a text that may be HTML, {one.text()!r}")
        if has_text_of_a_button(one) and is_marked(one.text()):
            found.append(f"{one}: & as the mark of a key in {one.text()!r}")
        if isinstance(one, QGroupBox | QMenu) and is_marked(one.title()):
            found.append(f"{one}: & in the title {one.title()!r}")
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            found += [f"{one}: tip {text!r}" for text in tips_of(one.model()) if is_risky(text)]
    return found


def has_text_of_a_button(one):
    # A tab paints its name itself, and has no key by it.
    is_button = isinstance(one, QAbstractButton) and not one.shortcut().isEmpty()
    return is_button or isinstance(one, QAction)


def is_of_a_silent_menu(one):
    """A menu shows no tooltips unless it is told to."""
    menus = one.associatedObjects() if isinstance(one, QAction) else [one]
    return all(isinstance(menu, QMenu) and not menu.toolTipsVisible() for menu in menus)


def is_marked(text):
    return "&File" in text.replace("&&", "")


def is_risky(text):
    return Qt.mightBeRichText(text) and "<" in text.removeprefix("<qt>").removesuffix(
        "</qt>"
    ).replace("<br>", "")


def tips_of(model: QAbstractItemModel):
    root = QModelIndex()
    for row in range(model.rowCount(root)):
        for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
            index = model.index(row, column, root)
            yield str(index.data(QtOfRoles.ItemDataRole.ToolTipRole) or "")


def test_set_tip_gives_any_of_them_its_tooltip(qtbot):
    action = QAction("x")
    set_tip(action, HOSTILE[0])
    assert action.toolTip() == tip(HOSTILE[0])
