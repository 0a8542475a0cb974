"""The one style sheet, written from the theme's tokens. No colour is named here. No Qt.

$px12 is 12 pixels that grow with the text.
"""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QMainWindow, QWidget#areas { background: $wall; }

QWidget#top_bar { background: $bar; border-bottom: 1px solid $line; }
QLabel#blank_words { color: $secondary; }
QWidget#status_bar { background: $bar; border-top: 1px solid $line; }
QWidget#status_bar QLabel { color: $secondary; font-size: $px12; }
QWidget#status_bar QLabel#live { color: $text; }
QWidget#status_bar QLabel#slow { color: $caution; }
QWidget#status_bar QLabel#lost, QWidget#status_bar QLabel#failed { color: $alarm_on_dark; }

QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 0 8px; min-height: $px26; icon-size: $px16;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $raised; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton#layout { padding: 0 2px 0 8px; }
QToolButton#boxed, QToolButton#layout { background: $raised; border-color: $line; }
QToolButton#boxed:hover, QToolButton#layout:hover { background: $hover; }
QToolButton#boxed:focus, QToolButton#layout:focus { border-color: $accent; }
QToolButton#boxed:checked { background: $own_message; border-color: $accent; }
QWidget#filter_bar QToolButton { font-size: $px12; padding: 0 6px; }
QWidget#toast { background: $raised; border: 1px solid $line; border-radius: 6px; }
QWidget#broken_file { background: $raised; border-bottom: 1px solid $line; }
QLabel#broken_file_title { color: $text; font-weight: 600; }
QLabel#page_faults {
    background: $alarm_ground; color: $alarm_text; border-radius: 8px; font-size: $px11;
    font-weight: 600; padding: 1px 6px;
}
QToolButton#unacknowledged { color: $caution; icon-size: $px10; }
QToolButton#icon { padding: 0; min-width: $px28; }
QToolButton#link {
    color: $secondary; font-size: $px11; padding: 0; min-height: $px20; border-radius: 4px;
}
QToolButton#link:hover { color: $text; background: transparent; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 12px; min-height: $px28; icon-size: $px16;
}
QPushButton:hover { background: $hover; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; border-style: dashed; }
QPushButton#primary {
    background: $primary; color: $primary_text; border-color: $primary; font-weight: 600;
}
QPushButton#primary:hover { background: $primary_hover; border-color: $primary_hover; }
QPushButton#primary:focus { border-color: $text; }
QPushButton#primary:disabled { background: $raised; color: $faint; border-color: $line; }

QLineEdit {
    background: $window; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 8px; min-height: $px28; selection-background-color: $primary;
    selection-color: $primary_text; placeholder-text-color: $faint;
}
QLineEdit:focus { border-color: $accent; }
QLineEdit:disabled { background: $panel; color: $faint; }
QWidget#top_bar QLineEdit { min-height: $px26; }

QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $primary; color: $primary_text; }
QMenu::indicator { width: 0; }

QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { background: $panel; border: 1px solid $line; }
QStatusBar { background: $bar; border: 0; min-height: $px26; max-height: $px26; }
QStatusBar::item { border: 0; }
QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabBar::tab {
    background: $panel; color: $secondary; padding: 6px 12px; border: 0;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QWidget#section { background: $panel; }
QWidget#section_header { background: $panel; border-bottom: 1px solid $inner_line; }
QLabel#section_title { color: $text; font-weight: 600; }
QLabel#section_note { color: $faint; font-size: $px11; }
QLabel#empty { color: $faint; }
QScrollArea#control_scroll, QWidget#control_list { background: $panel; border: 0; }
QLabel#control_group, QLabel#detail_group {
    color: $secondary; font-size: $px11; font-weight: 600; padding: 12px 0 4px 0;
}
QLabel#control_group { padding-left: 12px; }
QLabel#control_words, QLabel#control_notice { color: $caution; font-size: $px12; }
QLabel#control_mark { color: $secondary; }
QLabel#command_words, QLabel#detail_title { color: $secondary; font-size: $px12; }
QLabel#detail_value { color: $text; font-size: $px12; }
QWidget#control_list QComboBox, QWidget#control_list QAbstractSpinBox,
QWidget#control_list QLineEdit { min-height: $px22; }
QWidget#control_list QAbstractSpinBox { padding: 0 4px 0 6px; }
QWidget#control_list QComboBox QLineEdit, QWidget#control_list QAbstractSpinBox QLineEdit {
    background: transparent; border: 0; padding: 0; min-height: 0;
}
QTableView#diagnostics_table::item { padding: 0 6px; }
QTableView#diagnostics_table::item:selected { background: $selected_row; color: $text; }
QWidget#control_list QToolButton { min-height: $px22; min-width: $px22; }
QWidget#diagnostics { background: $panel; }
QPushButton::menu-indicator { image: url("$down"); width: $px12; height: $px12; right: 6px; }
QWidget#reply_box { background: $panel; border-top: 1px solid $inner_line; }
QListView { background: $panel; border: none; outline: none; }
QListView QLineEdit { min-height: $px22; padding: 0 8px; }
QWidget#camera_filters { background: $panel; border-bottom: 1px solid $inner_line; }
QToolButton#filter {
    color: $secondary; font-size: $px12; padding: 0 6px; min-height: $px22; border-color: $line;
}
QToolButton#filter:checked { background: $own_message; color: $text; border-color: $accent; }
QToolButton#filter:focus { color: $text; border-color: $text; }
QWidget#repeat_badge {
    background: $own_message; border: 1px solid $accent; border-radius: 6px;
}
QWidget#repeat_badge QLabel { color: $text; font-size: $px12; }
QWidget#repeat_badge QPushButton { min-height: $px20; padding: 0 8px; font-size: $px12; }
QToolButton#icon:checked { background: $own_message; border-color: $accent; }
QToolButton#icon:checked:focus, QToolButton#boxed:checked:focus, QToolButton#filter:checked:focus {
    border-color: $text;
}
QSplitter::handle { background: $line; }

QDialog { background: $window; border: 1px solid $line; }
QWidget#dialog_bar { background: $bar; border-top: 1px solid $line; }
QLabel#heading { color: $text; font-size: $px17; font-weight: 600; }
QLabel#field_title { color: $text; font-weight: 600; }
QLabel#field_hint { color: $secondary; font-size: $px12; }
QLabel#field_problem { color: $alarm_on_dark; font-size: $px12; font-weight: 600; }
QListWidget#settings_list {
    background: $panel; border: 0; border-right: 1px solid $line; padding: 8px 0;
}
QListWidget#settings_list::item {
    color: $text; padding: 6px 12px; border-left: 2px solid transparent;
}
QListWidget#settings_list::item:selected { background: $selected_row; border-left-color: $accent; }
QListWidget#settings_list::item:hover:!selected { background: $hover; }
QScrollArea#settings_page, QWidget#settings_inside { background: $window; border: 0; }
QCheckBox { border: 1px solid transparent; border-radius: 4px; padding: 2px 4px 2px 0; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator {
    width: $px14; height: $px14; border: 1px solid $secondary; border-radius: 3px;
    background: $window;
}
QCheckBox::indicator:checked {
    background: $primary; border-color: $primary; image: url("$check");
}
QCheckBox::indicator:disabled { border-color: $line; }
QComboBox, QSpinBox, QDoubleSpinBox {
    background: $window; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 4px 0 8px; min-height: $px28;
}
QAbstractSpinBox QLineEdit {
    background: transparent; border: 0; padding: 0; min-height: 0;
}
QComboBox::drop-down { border: 0; width: $px24; }
QComboBox::down-arrow { image: url("$down"); width: $px14; height: $px14; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: $px24; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: $px12; height: $px12; }
QAbstractSpinBox::down-arrow { image: url("$down"); width: $px12; height: $px12; }
QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus { border-color: $accent; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $line;
    selection-background-color: $primary; selection-color: $primary_text;
}
QPlainTextEdit, QTreeWidget, QTextBrowser {
    background: $panel; color: $text; border: 1px solid $line; border-radius: 6px;
    alternate-background-color: $raised; selection-background-color: $primary;
    selection-color: $primary_text;
}
QPlainTextEdit:focus, QTreeWidget:focus, QTextBrowser:focus { border-color: $accent; }
QTreeWidget::item { padding: 3px 4px; }
QTreeWidget::item:selected { background: $primary; color: $primary_text; }
QHeaderView::section {
    background: $bar; color: $secondary; border: 0; border-bottom: 1px solid $line;
    padding: 4px 8px; font-size: $px12;
}

QWidget#notice { background: transparent; }
QLabel#notice_title { color: $text; font-weight: 600; }
QLabel#notice_text { color: $secondary; font-size: $px12; }
QLabel#notice_hint { color: $faint; font-size: $px11; }
QLabel#notice_command {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: 3px 8px; font-family: "$monospaced"; font-size: $px12;
}
QWidget#notice QPushButton { min-height: $px22; font-size: $px12; }

QLabel#dialog_headline { color: $text; font-size: $px18; font-weight: 600; }
QLabel#dialog_title, QLabel#finding_title { color: $text; font-weight: 600; }
QLabel#hint, QLabel#finding_advice { color: $secondary; font-size: $px12; }
QLabel#step_number { color: $secondary; font-size: $px18; }
QFrame#divider { background: $inner_line; border: 0; }
QLabel#command {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 5px 8px; font-family: "$monospaced"; font-size: $px12;
}
QTableView { background: $window; color: $text; border: 1px solid $line; }
QHeaderView::section {
    background: $raised; color: $secondary; border: 0; border-bottom: 1px solid $line;
    padding: 4px 6px; font-weight: 400;
}

QWidget#tile_tools { background: $pill; border-radius: 4px; }
QWidget#tile_tools QToolButton { icon-size: $px14; }
QWidget#tile_tools QToolButton {
    padding: 0; min-height: $px20; min-width: $px22; border-radius: 3px; background: transparent;
}
QWidget#tile_tools QToolButton:hover { background: $hover; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical {
    background: $line; border-radius: 3px; min-height: $px24; margin: 2px 2px 2px 2px;
}
QScrollBar::handle:vertical:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: Mapping[str, str]) -> str:
    """Return the style sheet; raises KeyError for a token that the theme does not have."""
    return _SHEET.substitute(tokens)
