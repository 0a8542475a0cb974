"""Python's garbage is collected in the thread of the widgets alone, between Qt's events.

Python frees what only refers to itself in whichever thread happens to make the next object. If
that is a closed dialog, and the thread one that receives or saves, Qt's object is destroyed there;
or in the middle of Qt's walk over all widgets, which calls back into Python. Either ends the
process, once in weeks. So nothing is collected by itself here: a timer does it.
"""

import contextlib
import gc
from collections.abc import Iterator

from PySide6.QtCore import QTimer

_EVERY_MS = 1000
# Python has three generations; what outlived many collections of the younger is looked at rarely.
_OLDER_EVERY, _OLDEST_EVERY = 10, 60


@contextlib.contextmanager
def collected_here() -> Iterator[None]:
    """Collect garbage in this thread's event loop, and nowhere else, until the block ends.

    Then nothing collects any more: the window is garbage by then, and threads may still run.
    """
    rounds = 0

    def collect() -> None:
        nonlocal rounds
        rounds += 1
        gc.collect(2 if rounds % _OLDEST_EVERY == 0 else 1 if rounds % _OLDER_EVERY == 0 else 0)

    timer = QTimer()
    timer.timeout.connect(collect)
    timer.start(_EVERY_MS)
    gc.disable()
    try:
        yield
    finally:
        timer.stop()
