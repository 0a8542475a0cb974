"""Where netgear-server keeps what must outlast a restart."""

import os
from collections.abc import Mapping
from pathlib import Path

SYSTEM_FOLDER = Path("/var/lib/netgear-server")


def default_state_folder(
    environment: Mapping[str, str] | None = None, system_folder: Path = SYSTEM_FOLDER
) -> str:
    """Return the service's folder when it may be written to, else one of the user's own.

    systemd names it in STATE_DIRECTORY (systemd.exec(5)), several with ":" between them. The
    user's is as the XDG base directories have it. It need not exist yet.
    """
    environment = os.environ if environment is None else environment
    given = environment.get("STATE_DIRECTORY", "").partition(":")[0]
    if given:
        return given
    if os.access(system_folder, os.W_OK | os.X_OK):
        return str(system_folder)
    home = environment.get("XDG_STATE_HOME", "")
    # The specification has a path that is not absolute ignored.
    base = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "state"
    return str(base / "netgear-server")
