"""The words that lie over a tile's picture, and where: laid out anew only when they change.

Hundreds of tiles are painted every second on the GUI thread, and their words change once a second.
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPixmap

from gui.look import theme
from gui.look.colours import Theme
from gui.look.sign import Sign
from gui.wall.tile.face import Room, TileFace, overlay_area
from gui.wall.tile.pills import PillColours, Pills, pill_height, pill_width, shown_width
from gui.wall.tile.state import ALARMING, CAUTIONARY, MOVING, Condition

_WITHOUT_SIGN = frozenset({Condition.LIVE, Condition.STARTING, Condition.ENDED})
_NARROW = 200

Overlays = list[tuple[QPoint, QPixmap]]
"""Pixmaps and where their top left corners lie."""


class OverlayLayout:
    """Lays the words of faces out in the theme worn now."""

    def __init__(self, colours: Theme, pills: Pills) -> None:
        self._pills = pills
        self._plain = PillColours(colours.pill, colours.text)
        self._caution = PillColours(colours.caution, colours.caution_text)
        self._alarm = PillColours(colours.alarm_ground, colours.alarm_text)
        self._badge = PillColours(colours.primary, colours.primary_text)
        self._font = theme.font(12)
        self._name_font = theme.font(12, semibold=True)
        self._small_font = theme.font(11)
        self._calm_font = theme.font(11, semibold=True)

    def of(self, face: TileFace, rect: QRect, ratio: float) -> Overlays:
        """Return what lies over the picture of a tile at `rect`.

        `ratio` is how many pixels the screen has to each of Qt's.
        """
        margin = theme.PILL_MARGIN if rect.width() >= _NARROW else theme.STEP
        inner = overlay_area(face, rect).adjusted(margin, margin, -margin, -margin)
        room = Room.of(rect.width(), rect.height())
        overlays = self._at_the_bottom(face, inner, room, ratio)
        if not face.says_in_text():
            badges, taken = self._badges(face, inner, ratio)
            state = self._state_pill(face, inner.width(), ratio, taken)
            overlays += [*badges, (inner.topLeft(), state)]
        if face.state.notice:
            below = 0 if face.says_in_text() else pill_height() + theme.STEP
            at = QPoint(inner.left(), inner.top() + below)
            overlays.append((at, self._notice(face, inner.width(), ratio)))
        return overlays

    def _at_the_bottom(self, face: TileFace, inner: QRect, room: Room, ratio: float) -> Overlays:
        """Lay out the clock, the name left of it, and the figures above."""
        overlays: Overlays = []
        lowest = inner.bottom() + 1 - pill_height()
        name_width = inner.width()
        if face.clock and room.clock and not face.says_in_text():
            pill = self._pills.pill(face.clock, self._font, self._plain, ratio=ratio)
            overlays.append((QPoint(inner.right() + 1 - shown_width(pill), lowest), pill))
            name_width -= shown_width(pill) + theme.STEP
        if face.name_shown:
            name = self._pills.pill(
                face.name, self._name_font, self._plain, ratio=ratio, most=name_width
            )
            overlays.append((QPoint(inner.left(), lowest), name))
        for index, line in enumerate(reversed(face.statistics.splitlines()[: room.statistics])):
            figures = self._pills.pill(
                line, self._small_font, self._plain, ratio=ratio, most=inner.width()
            )
            top = lowest - (index + 1) * (pill_height() + theme.STEP)
            overlays.append((QPoint(inner.left(), top), figures))
        return overlays

    def _badges(self, face: TileFace, inner: QRect, ratio: float) -> tuple[Overlays, int]:
        """Lay the badges out left of the tools; return how much of the width is taken as well."""
        overlays: Overlays = []
        taken = face.tools_width + theme.STEP if face.tools_width else 0
        for badge in face.badges:
            pill = self._pills.pill(badge, self._calm_font, self._badge, ratio=ratio)
            taken += shown_width(pill)
            overlays.append((QPoint(inner.right() + 1 - taken, inner.top()), pill))
            taken += theme.STEP
        return overlays, taken

    def _state_pill(self, face: TileFace, width: int, ratio: float, taken: int) -> QPixmap:
        state = face.state
        font = self._calm_font if state.condition in MOVING else self._name_font
        sign = None if state.condition in _WITHOUT_SIGN else state.sign
        fits = pill_width(state.words, font, sign) <= width - taken
        words = state.words if fits else state.short_words
        colours = self._state_colours(state.condition)
        return self._pills.pill(words, font, colours, ratio=ratio, sign=sign, most=width)

    def _state_colours(self, condition: Condition) -> PillColours:
        if condition in CAUTIONARY:
            return self._caution
        if condition is Condition.PAUSED:
            return self._badge
        return self._alarm if condition in ALARMING else self._plain

    def _notice(self, face: TileFace, width: int, ratio: float) -> QPixmap:
        font, sign, state = self._name_font, Sign.TRIANGLE, face.state
        width -= face.tools_width if face.says_in_text() else 0
        fits = pill_width(state.notice, font, sign) <= width
        words = state.notice if fits else state.short_notice
        return self._pills.pill(words, font, self._caution, ratio=ratio, sign=sign, most=width)
