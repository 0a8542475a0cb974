"""Everything can be reached by key, and has a name that can be read aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.dialogs.about import AboutDialog
from gui.dialogs.shortcuts import ShortcutsDialog
from gui.lock.unlock_dialog import UnlockDialog
from gui.look.colours import THEMES
from gui.look.toast import Toast
from gui.presenters.settings import wear
from gui.settings.dialog import SettingsDialog
from gui.settings.schema import LockSettings, LookSettings, Settings
from netgear_engine.protocol.port_state import PortState
from tests.gui.whole_window import whole_window
from tests.support.synthetic import picture_of, status_of

_USED = (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox, QPlainTextEdit)


@pytest.fixture
def made(qtbot, tmp_path, manual_clock):
    settings = Settings(lock=LockSettings(pin="kept"))
    wear(settings.look)
    with whole_window(qtbot, tmp_path, settings, manual_clock) as opened:
        opened.tell(
            status_of(5566),
            status_of(5567, state=PortState.LOST, connected=0),
            status_of(5568, state=PortState.WAITING, connected=0),
        )
        opened.window.wall.show_picture("5566", picture_of(received_at=manual_clock.monotonic()))
        yield opened


def nameless(top):
    """Return what can be used or has the focus, but has nothing that could be read aloud."""
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"
        for widget in top.findChildren(QWidget)
        if _is_used(widget) and not _name(widget)
    ]


def _is_used(widget):
    inner = widget.parentWidget()
    if isinstance(inner, QComboBox | QAbstractScrollArea | QTabBar) or _is_part(widget):
        return False
    if isinstance(inner, Toast) and inner.isHidden():
        # Its button has its words when there is something to tell.
        return False
    takes_focus = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    return isinstance(widget, _USED) or (takes_focus and not isinstance(widget, QMenu))


def _is_part(widget):
    """Return whether Qt itself made this inside another widget."""
    outer = widget.parentWidget()
    popup = None if outer is None else outer.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(outer, QLineEdit | QTabBar)
        or isinstance(popup, QComboBox)
    )


def _name(widget):
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
        return widget.defaultAction().text()
    return widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""


def test_everything_in_the_window_has_a_name(made):
    assert nameless(made.window) == []


def test_everything_in_a_second_window_has_a_name(made):
    assert nameless(made.presenters.windows.open()) == []


@pytest.mark.parametrize("dialog", [SettingsDialog, AboutDialog, ShortcutsDialog, UnlockDialog])
def test_everything_in_a_dialog_has_a_name(qtbot, dialog):
    made = dialog(Settings()) if dialog is SettingsDialog else dialog()
    qtbot.addWidget(made)
    made.show()
    assert nameless(made) == []
    assert made.windowTitle()


def test_an_icon_without_words_has_a_tooltip(made):
    buttons = made.window.findChildren(QToolButton)
    icons = [b for b in buttons if not b.text() or b.objectName() == "icon"]
    ours = [b for b in icons if _is_used(b)]
    assert len(ours) > 5
    assert [b.accessibleName() for b in ours if not b.toolTip()] == []


def test_tab_leads_through_the_whole_window(made, qtbot):
    """Every control of the main window that can take the focus is met on the way round."""
    window = made.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.wall.setFocus()
    met = []
    for _ in range(120):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget in met:
            break
        met.append(widget)
    wanted = [
        *(window.top_bar.find_field, window.top_bar.layout_button, window.wall),
        *(window.cameras.findChildren(QAbstractItemView)[:1]),
        window.top_bar.view_tabs.tab("All"),
    ]
    assert [w for w in wanted if w not in met] == []


@pytest.mark.parametrize("name", THEMES)
def test_the_focus_can_be_seen(made, qtbot, name):
    """What has the focus looks other than it does without, in every theme."""
    made.holder.replace(look=LookSettings(theme=name))
    window = made.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bar = window.top_bar
    controls = [bar.find_field, bar.layout_button, bar.view_tabs.tab("All")]
    controls += [b for b in bar.findChildren(QToolButton) if b.isVisible() and b.isEnabled()]
    controls += [v for v in window.cameras.findChildren(QAbstractItemView) if v.isVisible()]
    for control in controls:
        if control.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        window.wall.setFocus()
        before = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.grab().toImage() != before, control.accessibleName()


@pytest.mark.parametrize("page", ["Connection", "Look", "Lock", "Program", "Shortcuts", "Replies"])
def test_a_page_of_the_settings_can_be_gone_through_by_key(qtbot, page):
    dialog = SettingsDialog(Settings())
    qtbot.addWidget(dialog)
    dialog.show_page(page)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog._list.setFocus()
    met = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget in met:
            break
        met.append(widget)
    assert {dialog._list, dialog.cancel_button, dialog.ok_button} <= set(met)
    inside = [w for w in met if dialog._stack.currentWidget().isAncestorOf(w)]
    assert inside
