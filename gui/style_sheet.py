"""The one style sheet, written from the theme's tokens. No colour is named here. No Qt."""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QMainWindow, QWidget#areas { background: $wall; }

QWidget#top_bar { background: $bar; border-bottom: 1px solid $line; }
QWidget#status_bar { background: $bar; border-top: 1px solid $line; }
QWidget#status_bar QLabel { color: $secondary; font-size: 12px; }
QWidget#status_bar QLabel#live { color: $text; }
QWidget#status_bar QLabel#slow { color: $caution; }
QWidget#status_bar QLabel#lost, QWidget#status_bar QLabel#failed { color: $alarm_on_dark; }

QToolButton {
    background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
    padding: 0 8px; min-height: 26px;
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
QToolButton#unacknowledged { color: $caution; }
QToolButton#icon { padding: 0; min-width: 28px; }
QToolButton#link {
    color: $secondary; font-size: 11px; padding: 0; min-height: 20px; border-radius: 4px;
}
QToolButton#link:hover { color: $text; background: transparent; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 12px; min-height: 28px;
}
QPushButton:hover { background: $hover; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; }
QPushButton#primary {
    background: $primary; color: $primary_text; border-color: $primary; font-weight: 600;
}
QPushButton#primary:hover { background: $primary_hover; border-color: $primary_hover; }
QPushButton#primary:focus { border-color: $text; }
QPushButton#primary:disabled { background: $raised; color: $faint; border-color: $line; }

QLineEdit {
    background: $window; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 8px; min-height: 28px; selection-background-color: $primary;
    selection-color: $primary_text; placeholder-text-color: $faint;
}
QLineEdit:focus { border-color: $accent; }
QLineEdit:disabled { background: $panel; color: $faint; }
QWidget#top_bar QLineEdit { min-height: 26px; }

QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $primary; color: $primary_text; }
QMenu::indicator { width: 0; }

QWidget#side_panel { background: $panel; border-left: 1px solid $line; }
QWidget#section { background: $panel; }
QWidget#section_header { background: $panel; border-bottom: 1px solid $inner_line; }
QLabel#section_title { color: $text; font-weight: 600; }
QLabel#section_note { color: $faint; font-size: 11px; }
QLabel#empty { color: $faint; }
QWidget#reply_box { background: $panel; border-top: 1px solid $inner_line; }
QListView { background: $panel; border: none; outline: none; }
QSplitter::handle { background: $line; }

QWidget#notice { background: transparent; }
QLabel#notice_title { color: $text; font-weight: 600; }
QLabel#notice_text { color: $secondary; font-size: 12px; }
QLabel#notice_hint { color: $faint; font-size: 11px; }
QLabel#notice_command {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: 3px 8px; font-family: "$monospaced"; font-size: 12px;
}
QWidget#notice QPushButton { min-height: 22px; font-size: 12px; }

QWidget#tile_tools { background: $pill; border-radius: 4px; }
QWidget#tile_tools QToolButton {
    padding: 0; min-height: 20px; min-width: 22px; border-radius: 3px; background: transparent;
}
QWidget#tile_tools QToolButton:hover { background: $hover; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical {
    background: $line; border-radius: 3px; min-height: 24px; margin: 2px 2px 2px 2px;
}
QScrollBar::handle:vertical:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: Mapping[str, str]) -> str:
    """Return the style sheet; raises KeyError for a token that the theme does not have."""
    return _SHEET.substitute(tokens)
