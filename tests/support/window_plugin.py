"""What every test of the window gets: a patient qtbot, asyncio in Qt's loop, the look as it was."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.actions import table as actions
from gui.background.tasks import window_loop
from gui.look import theme

_PATIENCE_MS = 30_000

# Kept: Python may look for garbage in any thread, and in another one no object of Qt may end.
_closed_loops: list[Any] = []


class PatientQtBot(QtBot):
    """Waits so long that a busy machine is no failure; nothing that works takes that time."""

    def waitUntil(self, callback: Any, *, timeout: int = _PATIENCE_MS) -> None:
        """Run the event loop until `callback()` is true or passes its assertions."""
        super().waitUntil(callback, timeout=timeout)

    def awaited(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run the event loop until the coroutine has ended, and return what it returned."""
        task = asyncio.ensure_future(work)
        self.waitUntil(task.done)
        return task.result()

    def stays_true(self, condition: Callable[[], object], milliseconds: int) -> None:
        """Run the event loop for so long; fail when `condition()` turns false meanwhile."""
        assert condition()
        left = QDeadlineTimer(milliseconds)
        while not left.hasExpired():
            self.wait(5)
            assert condition(), "it did not last"

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE_MS, **how: Any) -> Any:
        """Return a context that ends when the signal is emitted."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = _PATIENCE_MS, **how: Any) -> Any:
        """Return a context that ends when all the signals are emitted."""
        return super().waitSignals(signals, timeout=timeout, **how)

    def waitExposed(self, widget: Any, *, timeout: int = _PATIENCE_MS) -> Any:
        """Return a context that ends when the widget is seen."""
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientQtBot:
    """pytest-qt's robot, with more patience."""
    return PatientQtBot(request)


@pytest.fixture(autouse=True)
def _own_look(request: pytest.FixtureRequest, _nothing_left_behind: None) -> Iterator[None]:
    """Put back what a test chose of the look and the keys, so that no other one meets it.

    Its loop ends before it is looked for what was left behind: that loop's threads would be found.
    """
    if "qapp" in request.fixturenames:
        application = request.getfixturevalue("qapp")
        with look_put_back(application), running_loop(application):
            yield
    else:
        yield


@contextmanager
def running_loop(application: QApplication) -> Iterator[None]:
    """Let coroutines go on in the block whenever Qt's loop runs.

    Nobody calls asyncio's run_forever(): pytest-qt runs Qt's loop. So it is made to count as
    running.
    """
    loop = window_loop(application)
    loop._before_run_forever()
    asyncio.events._set_running_loop(loop)
    yield
    asyncio.events._set_running_loop(None)
    loop._after_run_forever()
    loop.close()
    _closed_loops.append(loop)


@contextmanager
def look_put_back(application: QApplication) -> Iterator[None]:
    """Let the block change theme, keys and name of the application, and put everything back."""
    worn, quits = theme._worn, application.quitOnLastWindowClosed()
    sheet, palette, font = application.styleSheet(), application.palette(), application.font()
    style, name = application.style().name(), application.applicationName()
    yield
    actions.choose_shortcuts({})
    application.setQuitOnLastWindowClosed(quits)
    application.setApplicationName(name)
    theme._worn = worn
    if application.styleSheet() != sheet or application.palette() != palette:
        application.setStyleSheet(sheet)
        application.setStyle(style)
        application.setPalette(palette)
    if application.font() != font:
        application.setFont(font)
