"""What one test chooses of the look and the keys, no other one meets."""

from collections.abc import Iterator

import pytest

from gui.actions import table as actions
from gui.look import theme


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
