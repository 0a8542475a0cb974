import pytest

from netgear_engine.protocol.ext import NodeReport
from tests.support.synthetic import status_of


@pytest.mark.parametrize(
    ("values", "fps"),
    [({"fps": 25}, 25.0), ({"fps": 0.5}, 0.5), ({}, None), ({"fps": True}, None)]
    + [({"fps": wrong}, None) for wrong in (0, -1.0, "25", [25], None)],
)
def test_what_a_node_tells_of_its_rate(values, fps):
    assert status_of(report=NodeReport(values=values)).told_fps == fps


def test_a_stock_sender_tells_nothing():
    assert status_of().told_fps is None
