"""Whether a process that a test looks at is over."""

import psutil


def has_ended(process: psutil.Process) -> bool:
    """Tell whether the process is gone, or dead and only not yet waited for by its parent."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True  # it went between the two questions
