"""What a tile says beside its state: in place of a picture, and as figures on demand. No Qt."""

from gui.cameras.key import CameraKey
from gui.cameras.latency import Latency, latency_with_uncertainty
from gui.cameras.names import place_words
from gui.wall.tile.state import Condition, TileState
from netgear_engine.receiving.port_status import PortStatus

# A camera that sends so few frames was told to: that is said on its tile.
_REDUCED_RATE = 1.5


def notice_words(
    key: CameraKey, state: TileState, status: PortStatus | None, command: str, waited: float = 0.0
) -> tuple[str, str, str]:
    """Return a headline, a line below it, and the command to run on the camera, or none.

    `waited` is for how many seconds nothing has come.
    """
    if state.condition is Condition.FAILED:
        return f"Cannot listen on {place_words(key)}", f"{state.reason}. Trying again.", ""
    if state.condition is Condition.REJECTED:
        return f"Camera refused on {place_words(key)}", state.reason, ""
    if state.condition is Condition.MISSING:
        reason = state.reason[0].upper() + state.reason[1:]
        return f"Camera missing on {place_words(key)}", f"{reason}.", command
    if status is not None and status.connected:
        return f"Connected on {place_words(key)}", "No picture has come yet.", ""
    return f"Waiting on {place_words(key)}", _nothing(waited), command


def badge_words(state: TileState, status: PortStatus | None, zoom: str) -> tuple[str, ...]:
    """Return the short words at the top right; `zoom` is how much the picture is enlarged."""
    fps = 0.0 if status is None else status.fps
    slowed = state.condition is Condition.LIVE and 0 < fps <= _REDUCED_RATE
    return tuple(filter(None, (zoom, f"{fps:.0f} fps" if slowed else "")))


def _nothing(waited: float) -> str:
    """Say for how long nothing came, in steps of a minute: a waiting wall is a calm one."""
    minutes = int(waited // 60)
    if minutes < 1:
        return "Nothing received yet."
    if minutes < 60:
        return f"Nothing received for {_count(minutes, 'minute')}."
    hours = minutes // 60
    if hours < 48:
        return f"Nothing received for {_count(hours, 'hour')}."
    return f"Nothing received for {_count(hours // 24, 'day')}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def statistics_line(key: CameraKey, status: PortStatus, latency: Latency | None) -> str:
    """Return the figures, as in 1280×720 · 29.9 fps · 24.1 Mbit/s · 0 dropped · 84 ± 3 ms."""
    if status.size is None:
        return f"{place_words(key)} · nothing received"
    width, height = status.size
    parts = (
        f"{width}×{height}",
        *([status.scaled] if status.scaled else []),
        f"{status.fps:.1f} fps",
        f"{status.bits_per_second / 1e6:.1f} Mbit/s",
        f"{status.dropped} dropped",
        latency_with_uncertainty(latency),
    )
    return " · ".join(parts)
