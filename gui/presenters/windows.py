"""Windows on other screens: opened, filled, remembered, and back where they were."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from gui.cameras.key import CameraKey
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.tour import TourPresenter
from gui.presenters.views import ViewsPresenter
from gui.presenters.wall import WallPresenter
from gui.wall.layouts import Box
from gui.wall.views.book import ViewBook
from gui.wall.views.file import WindowPlace
from gui.window.main_window import MainWindow
from gui.window.wall_window import WallWindow

_REMEMBER_AFTER_MS = 500
_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 640, 400


class WindowsPresenter(QObject):
    """Keeps the windows, and gives each of them what every window has.

    Windows are what it is about, so it is the one presenter that takes one. `changed` is emitted
    when there is another view, window or place to be saved.
    """

    changed = Signal()

    def __init__(
        self, *, main: MainWindow, pictures: PicturesPresenter, book: ViewBook, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._main = main
        self._pictures = pictures
        self._book = book
        self._views: dict[WallWindow, ViewsPresenter] = {}
        # Places of windows whose screen is missing now: that is where they belong.
        self._exiled: dict[WallWindow, WindowPlace] = {}
        self._alarms: frozenset[CameraKey] = frozenset()
        self._closing = False
        self._timer = QTimer(self, interval=_REMEMBER_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.changed)
        self._present(main)
        main.docks.changed.connect(self._timer.start)
        main.closed.connect(self.close_all)
        main.actions_table["new_window"].triggered.connect(lambda _on: self.open())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._screen_added)

    def _present(self, window: WallWindow) -> None:
        """Make the presenters that the main window and each further one have."""
        wall, actions = window.wall, window.actions_table
        self._pictures.add(wall)
        wall.set_alarms(self._alarms)
        WallPresenter(wall=wall, top_bar=window.top_bar, actions=actions, parent=window)
        views = self._views[window] = ViewsPresenter(
            wall=wall, top_bar=window.top_bar, actions=actions, book=self._book, parent=window
        )
        TourPresenter(
            views=views,
            wall=wall,
            actions=actions,
            book=self._book,
            clock=window.clock,
            parent=window,
        )
        views.changed.connect(self._show_changed_view)
        for moved in (window.placed, wall.arrangement_changed, actions["full_screen"].toggled):
            moved.connect(self._timer.start)

    @property
    def windows(self) -> list[WallWindow]:
        """Every window, the main one first."""
        return list(self._views)

    @property
    def views(self) -> list[ViewsPresenter]:
        """The views of each window, in the same order."""
        return list(self._views.values())

    def open(self, place: WindowPlace | None = None) -> WallWindow:
        """Open one more window, where it was or with the next view."""
        main = self._main
        window = WallWindow(
            clock=main.clock, feed=main.wall.feed, command_for=main.wall.command_for
        )
        self._present(window)
        window.wall.selected.connect(main.wall.select)
        window.closed.connect(lambda: self._forget(window))
        if place is None:
            shown = main.wall.arrangement.view.name
            self._views[window].show_view(self._book.after(shown).name)
        else:
            self._restore(window, place)
        window.show()
        self._timer.start()
        return window

    def restore(self, places: Sequence[WindowPlace]) -> None:
        """Put the main window where it was, and open the others."""
        for index, place in enumerate(places):
            if index == 0:
                self._restore(self._main, place)
                self._main.docks.restore(place.docks)
            else:
                self.open(place)

    def begin_with(self, view: str, screen: str) -> list[str]:
        """Show a view, on a screen, in the main window; return what there is not, in words."""
        troubles = []
        if view and view in self._book.names():
            self._views[self._main].show_view(view)
        elif view:
            troubles.append(f"There is no view {view}. There are: {', '.join(self._book.names())}")
        screens = {one.name(): one for one in QGuiApplication.screens()}
        if screen in screens:
            self._exiled.pop(self._main, None)
            self._main.setScreen(screens[screen])
            self._main.move(screens[screen].availableGeometry().topLeft())
        elif screen:
            troubles.append(f"There is no screen {screen}. There are: {', '.join(screens)}")
        return troubles

    def places(self) -> tuple[WindowPlace, ...]:
        """Return where every window is and what it shows, the main one first."""
        return tuple(self._place(window) for window in self._views)

    @Slot()
    def close_all(self) -> None:
        """Close every further window; where they were stays remembered."""
        self._closing = True
        for window in self.windows[1:]:
            window.close()

    def show_alarms(self, keys: frozenset[CameraKey]) -> None:
        """Let the cameras with an open alarm pulse in every window, those opened later too."""
        self._alarms = keys
        for window in self._views:
            window.wall.set_alarms(keys)

    @Slot()
    def _show_changed_view(self) -> None:
        """Show in every window what was made of a view in one of them."""
        for window, views in self._views.items():
            views.show_view(window.wall.arrangement.view.name)
        self.changed.emit()

    def _forget(self, window: WallWindow) -> None:
        if self._closing:
            return
        self._pictures.remove(window.wall)
        del self._views[window]
        self._exiled.pop(window, None)
        window.deleteLater()
        self.changed.emit()

    def _place(self, window: WallWindow) -> WindowPlace:
        arrangement = window.wall.arrangement
        box = window.normalGeometry()
        place = self._exiled.get(window) or WindowPlace(
            screen=window.screen().name(),
            left=box.x(),
            top=box.y(),
            width=box.width(),
            height=box.height(),
            full_screen=window.isFullScreen(),
            maximised=window.isMaximized(),
        )
        return msgspec.structs.replace(
            place,
            view=arrangement.view.name,
            page=arrangement.page,
            selected=arrangement.selected,
            enlarged=arrangement.enlarged,
            docks=window.docks.kept() if isinstance(window, MainWindow) else "",
        )

    def _restore(self, window: WallWindow, place: WindowPlace) -> None:
        self._put(window, place)
        self._views[window].show_view(place.view)
        window.wall.restore(place.page, place.selected, place.enlarged)

    def _put(self, window: WallWindow, place: WindowPlace) -> None:
        screens = {screen.name(): _free_area(screen) for screen in QGuiApplication.screens()}
        main = QGuiApplication.primaryScreen().name()
        box = box_for(place, screens, main)
        window.setGeometry(box.left, box.top, box.width, box.height)
        if place.screen not in screens:
            self._exiled[window] = place
        if place.maximised:
            window.setWindowState(window.windowState() | window.windowState().WindowMaximized)
        window.actions_table["full_screen"].setChecked(place.full_screen)

    @Slot(QScreen)
    def _screen_added(self, screen: QScreen) -> None:
        """Send windows home whose screen is back."""
        for window, place in list(self._exiled.items()):
            if place.screen == screen.name():
                del self._exiled[window]
                self._put(window, place)


def _free_area(screen: QScreen) -> Box:
    area = screen.availableGeometry()
    return Box(area.x(), area.y(), area.width(), area.height())


def box_for(place: WindowPlace, screens: Mapping[str, Box], main_screen: str) -> Box:
    """Return where a window is to be shown, always wholly on one screen.

    `screens` are the free areas of the screens by name. A window of a screen that is missing comes
    onto the main one.
    """
    screen = screens[place.screen] if place.screen in screens else screens[main_screen]
    width = min(max(place.width, _SMALLEST_WIDTH), screen.width)
    height = min(max(place.height, _SMALLEST_HEIGHT), screen.height)
    if place.screen not in screens:
        left = screen.left + (screen.width - width) // 2
        return Box(left, screen.top + (screen.height - height) // 2, width, height)
    left = min(max(place.left, screen.left), screen.left + screen.width - width)
    top = min(max(place.top, screen.top), screen.top + screen.height - height)
    return Box(left, top, width, height)
