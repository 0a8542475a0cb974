"""What the tests of NetGear share."""

from collections.abc import Iterator

import pytest

from tests.support.netgear_under_test import IS_STOCK, MakeNetGear, netgears

if IS_STOCK:
    # Stock leaves ZeroMQ's context and sometimes a thread behind.
    @pytest.fixture(autouse=True)
    def _nothing_left_behind() -> None:
        return


@pytest.fixture
def netgear() -> Iterator[MakeNetGear]:
    """Make NetGear objects (port, pattern, **arguments); all are closed at the test's end."""
    with netgears() as make:
        yield make
