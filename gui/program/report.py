"""The figures of one run as JSON, for tests, benchmarks and support."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from gui.bridge.frame_feed import FrameFeed, PaintFigures
from gui.cameras.key import CameraKey, key_of_port
from netgear_engine.atomic_file import SHARED, write_atomically
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.version import VERSION


def write_report(
    path: Path,
    *,
    uptime_s: float,
    statuses: Mapping[int, PortStatus],
    names: Mapping[CameraKey, str],
    feed: FrameFeed,
) -> None:
    """Write the report; raises OSError when the file cannot be written.

    Every figure was counted where it happened. A name from the settings goes before the node's.
    """
    process = psutil.Process()
    times = process.cpu_times()
    report = {
        "version": VERSION,
        "uptime_s": round(uptime_s, 3),
        "process": {
            "cpu_s": round(times.user + times.system, 2),
            "rss_mb": round(process.memory_info().rss / 1e6, 1),
        },
        "ports": {
            str(port): _port(
                status, names.get(key_of_port(port)) or status.name, feed.figures(port)
            )
            for port, status in sorted(statuses.items())
        },
    }
    write_atomically(path, f"{json.dumps(report, indent=2)}\n".encode(), mode=SHARED)


def _port(status: PortStatus, name: str, figures: PaintFigures) -> dict[str, Any]:
    latency = _percentiles(figures.latency)
    if latency is not None and figures.latency_uncertainty is not None:
        latency["uncertainty"] = round(figures.latency_uncertainty * 1000, 2)
    return {
        "state": status.state.name,
        "name": name,
        "received": status.received,
        "decoded": status.decoded,
        "painted": figures.painted,
        "dropped": status.dropped + figures.replaced,
        "not_shown": status.not_shown,
        "bytes": status.bytes,
        "fps": round(status.fps, 2),
        "rejected_messages": status.rejected_messages,
        "connects": status.connects,
        "disconnects": status.disconnects,
        "receive_to_paint_ms": _percentiles(figures.receive_to_paint) or {"p50": None, "p99": None},
        "latency_ms": latency,
    }


def _percentiles(seconds: Collection[float]) -> dict[str, float] | None:
    if not seconds:
        return None
    middle, slow = np.percentile(np.fromiter(seconds, float), [50, 99]) * 1000
    return {"p50": round(float(middle), 2), "p99": round(float(slow), 2)}
