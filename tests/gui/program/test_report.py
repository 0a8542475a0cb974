import json

import numpy as np

from gui.bridge.frame_feed import FrameFeed
from gui.program.report import write_report
from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus


def picture(number, received_at, captured_at):
    frame = Frame(
        *(5566, number, b"", Compression(), received_at, 0.0, 0.0),
        captured_at=captured_at,
        capture_uncertainty=0.002,
    )
    return Picture(frame, np.zeros((1, 1, 4), np.uint8), (1, 1))


def test_a_report_holds_what_was_counted(tmp_path, manual_clock):
    feed = FrameFeed(manual_clock, lambda: None)
    now = manual_clock.monotonic()
    for number in range(1, 101):
        feed.put(picture(number, now - number / 1000, now - number / 100))
        feed.painted(feed.take(5566).picture)
    status = PortStatus(
        *(5566, Pattern.REQUEST_REPLY, PortState.LIVE, 0.0, 0.0, 1.35),
        **{"name": "Node", "received": 120, "decoded": 110, "dropped": 10, "bytes": 99},
    )
    path = tmp_path / "report.json"
    write_report(path, uptime_s=12.5, statuses={5566: status}, names={"5566": "Gate"}, feed=feed)
    report = json.loads(path.read_text())
    port = report["ports"]["5566"]
    assert report["uptime_s"] == 12.5
    assert (port["state"], port["name"]) == ("LIVE", "Gate")
    assert (port["received"], port["decoded"], port["painted"]) == (120, 110, 100)
    assert (port["dropped"], port["bytes"]) == (10, 99)
    assert port["receive_to_paint_ms"] == {"p50": 50.5, "p99": 99.01}
    assert port["latency_ms"] == {"p50": 505.0, "p99": 990.1, "uncertainty": 2.0}
