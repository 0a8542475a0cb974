"""The line of figures that a tile shows on demand. No Qt."""

from gui.cameras.key import CameraKey
from gui.cameras.latency import Latency, latency_with_uncertainty
from gui.cameras.names import place_words
from netgear_engine.receiving.port_status import PortStatus


def statistics_line(key: CameraKey, status: PortStatus, latency: Latency | None) -> str:
    """Return as in 1280×720 · 29.9 fps · 24.1 Mbit/s · 0 dropped · 84 ± 3 ms."""
    if status.size is None:
        return f"{place_words(key)} · nothing received"
    width, height = status.size
    parts = (
        f"{width}×{height}",
        f"{status.fps:.1f} fps",
        f"{status.bits_per_second / 1e6:.1f} Mbit/s",
        f"{status.dropped} dropped",
        latency_with_uncertainty(latency),
    )
    return " · ".join(parts)
