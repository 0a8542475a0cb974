"""What most tests of presenters begin with: an engine that does as it is told, and a window."""

import pytest

from gui.window.main_window import MainWindow
from tests.support.fake_engine import FakeEngine


@pytest.fixture
def engine(qapp, manual_clock):
    return FakeEngine(manual_clock)


@pytest.fixture
def window(qtbot, engine, manual_clock):
    """The main window, joined with nothing yet; a file's own fixture of this name goes on."""
    window = MainWindow(
        clock=manual_clock, feed=engine.feed, command_for=str, names={"5566": "Gate"}
    )
    window.event_log.initials = "AB"
    qtbot.addWidget(window)
    window.resize(1280, 800)
    return window
