"""What is known of a camera that does not exist."""

from typing import Any

from gui.cameras.facts import CameraFacts
from gui.cameras.key import CameraKey
from gui.cameras.latency import Latency
from gui.cameras.record import CameraRecord
from gui.look.sign import Sign
from tests.support.synthetic import status_of


def facts_of(name: str = "Front gate", **facts: Any) -> CameraFacts:
    """Return the facts of a camera that is live."""
    facts = {
        "key": CameraKey("5566"),
        "status": status_of(received=1000, dropped=3),
        "record": CameraRecord(),
        "now": 1000.0,
        "now_wall": 1_700_000_000.0,
        "state": "LIVE",
        "state_words": "LIVE",
        "sign": Sign.DOT,
        "moving": True,
        "latency": Latency(0.084, 0.003),
        "painted_fps": 29.8,
        "dropped": 12,
        "way": "in the clear",
        **facts,
    }
    return CameraFacts(name=name, **facts)
