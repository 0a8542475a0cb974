"""Tooltips that name an action's keys, and follow when the operator chooses other keys."""

from weakref import WeakSet

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gui.actions.table import with_keys

_TEXT = "tip_text"
_ACTION = "tip_action"
_tipped: WeakSet[QWidget] = WeakSet()


def show_tip(widget: QWidget, text: str, action: str) -> None:
    """Give a widget a tooltip that ends with the action's keys."""
    _tipped.add(widget)
    widget.setProperty(_TEXT, text)
    widget.setProperty(_ACTION, action)
    widget.setToolTip(with_keys(text, action))


def renew_tips() -> None:
    """Name the keys of now in every such tooltip."""
    for widget in list(_tipped):
        if isValid(widget):
            widget.setToolTip(with_keys(widget.property(_TEXT), widget.property(_ACTION)))
