"""The texts of bubbles, wrapped: laid out once for a width, and kept as long as they are needed."""

from collections import OrderedDict
from math import ceil

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from gui.look import theme
from gui.side_panel.messages.conversation import SHORT_LINES, Bubble

_MOST_KEPT = 512
_NARROW = 480

Laid = tuple[QTextLayout, QSize]

_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class BubbleText:
    """Wraps texts at `width` pixels. Plain text always: what cameras send is never HTML."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Laid] = OrderedDict()
        self._heights: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._edition = -1

    def height(self, bubble: Bubble, width: int) -> int:
        """Return how high the text is. Of a thousand long ones nobody could wait for the layout."""
        self._renew()
        if bubble.is_long and not bubble.is_open and width < _NARROW:
            return ceil(QFontMetricsF(theme.font(13)).lineSpacing() * SHORT_LINES) + 1
        key = (bubble.shown, width)
        height = self._heights.get(key)
        if height is None:
            height = self._heights[key] = self.laid(bubble, width)[1].height()
            if len(self._heights) > 4 * _MOST_KEPT:
                self._heights.popitem(last=False)
        return height

    def laid(self, bubble: Bubble, width: int) -> Laid:
        """Return the text laid out, and its size."""
        self._renew()
        text = bubble.shown
        laid = self._kept.get((text, width))
        if laid is None:
            layout = QTextLayout(text.replace("\n", "\u2028"), theme.font(13))
            layout.setTextOption(_WRAPPED)
            cut = bubble.is_long and not bubble.is_open and width < _NARROW
            size = _break_lines(layout, width, SHORT_LINES if cut else None)
            laid = self._kept[text, width] = (layout, size)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return laid

    def _renew(self) -> None:
        if self._edition != theme.edition():
            self._edition = theme.edition()
            self._kept.clear()
            self._heights.clear()


def _break_lines(layout: QTextLayout, width: int, most: int | None) -> QSize:
    layout.beginLayout()
    top = widest = 0.0
    count = 0
    while count != most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
        widest = max(widest, line.naturalTextWidth())
        count += 1
    layout.endLayout()
    return QSize(int(widest) + 1, int(top) + 1)
