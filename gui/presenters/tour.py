"""The tour: page after page, then view after view, each for its time."""

from PySide6.QtCore import QObject, QTimer, Slot

from gui.actions.table import Actions
from gui.presenters.touches import Touches
from gui.presenters.views import ViewsPresenter
from gui.wall.video_wall import VideoWall
from gui.wall.views.book import ViewBook
from netgear_engine.clock import Clock

_LOOK_EVERY_MS = 250
_SHORTEST_STAY_S = 1.0
_LONGEST_STAY_S = 3600.0


class TourPresenter(QObject):
    """Goes on while its action is on; whatever the operator does lets the stay begin anew."""

    def __init__(
        self,
        *,
        views: ViewsPresenter,
        wall: VideoWall,
        actions: Actions,
        book: ViewBook,
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._views = views
        self._wall = wall
        self._book = book
        self._clock = clock
        self._arrived = 0.0
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_at_the_clock)
        self._touches = Touches(self)
        self._touches.touched.connect(self._stay)
        actions["tour"].toggled.connect(self._run)

    @Slot()
    def look_at_the_clock(self) -> None:
        """Go on when the stay is over."""
        now, arrangement = self._clock.monotonic(), self._wall.arrangement
        stay = min(max(arrangement.view.dwell_s, _SHORTEST_STAY_S), _LONGEST_STAY_S)
        if now - self._arrived < stay:
            return
        self._arrived = now
        if arrangement.page + 1 < arrangement.pages:
            self._wall.turn_page(1)
        else:
            following = self._book.after(arrangement.view.name)
            self._wall.show_all()
            self._views.show_view(following.name)

    @Slot()
    def _stay(self) -> None:
        self._arrived = self._clock.monotonic()

    @Slot(bool)
    def _run(self, running: bool) -> None:
        self._touches.watch(running)
        if running:
            self._stay()
            self._timer.start()
        else:
            self._timer.stop()
