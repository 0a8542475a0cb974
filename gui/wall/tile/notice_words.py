"""What a tile says in place of a picture. No Qt."""

from gui.wall.tile.state import Look, TileState
from netgear_engine.receiving.port_status import PortStatus


def notice_words(
    port: int, state: TileState, status: PortStatus | None, command: str, waited: float = 0.0
) -> tuple[str, str, str]:
    """Return a headline, a line below it, and the command to run on the camera, or none.

    `waited` is for how many seconds nothing has come.
    """
    if state.look is Look.FAILED:
        return f"Cannot listen on port {port}", f"{state.reason}. Trying again.", ""
    if state.look is Look.REJECTED:
        return f"Camera refused on port {port}", state.reason, ""
    if status is not None and status.connected:
        return f"Connected on port {port}", "No picture has come yet.", ""
    return f"Waiting on port {port}", _nothing(waited), command


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
