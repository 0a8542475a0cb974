"""Whose a port of this computer is: on a shared one, another user may listen there.

The kernel tells of each socket whose it is: proc_pid_net(5), /proc/net/tcp.
"""

import os
from pathlib import Path

_LISTENING, _ESTABLISHED = "0A", "01"


def is_another_user_s(port: int, root: Path = Path("/")) -> bool:
    """Tell whether another user listens on a TCP port of this computer, or is connected there.

    Where the kernel does not tell, nobody is known to.
    """
    lines = [line.split() for name in ("tcp", "tcp6") for line in _lines(root / "proc/net" / name)]
    owners = {
        int(fields[7])
        for fields in lines
        if fields[3] in (_LISTENING, _ESTABLISHED) and int(fields[1].rpartition(":")[2], 16) == port
    }
    return bool(owners) and bool(owners - {os.geteuid()})


def _lines(table: Path) -> list[str]:
    try:
        return table.read_text().splitlines()[1:]
    except OSError:
        return []
