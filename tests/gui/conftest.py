"""What one test chooses of the look and the keys, no other one meets."""

import asyncio
from collections.abc import Iterator

import pytest
from qasync import QEventLoop

from gui.actions import table as actions
from gui.background.tasks import window_loop
from gui.look import theme


@pytest.fixture(autouse=True)
def loop(qapp) -> Iterator[QEventLoop]:
    """The window's asyncio loop: coroutines go on whenever a test lets Qt's loop run.

    Nobody calls its run_forever(): pytest-qt runs Qt's loop. So it is made to count as running.
    """
    loop = window_loop(qapp)
    loop._before_run_forever()
    asyncio.events._set_running_loop(loop)
    yield loop
    asyncio.events._set_running_loop(None)
    loop._after_run_forever()
    loop.close()


@pytest.fixture
def own_look(qapp) -> Iterator[None]:
    """Let the test change theme and keys, and put everything back."""
    worn = theme._worn
    sheet, palette, font, style = (
        qapp.styleSheet(),
        qapp.palette(),
        qapp.font(),
        qapp.style().name(),
    )
    yield
    theme._worn = worn
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.setStyleSheet(sheet)
    actions.choose_shortcuts({})
