"""A program that reads what comes to it slowly.

`python -m tests.support.slow_reader KIND PATTERN PORT`: KIND is listener or connector. Prints
{"reads": true} when it reads, and {"taken": text} with the last part of each message that it took.
"""

import json
import sys
from collections.abc import Sequence

from netgear_engine.clock import SystemClock
from netgear_engine.protocol.parts import Part
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.transport.connector import Connector
from netgear_engine.transport.listener import Listener
from netgear_engine.transport.poll_loop import PollLoop
from netgear_engine.transport.sockets import ConnectSettings, ListenSettings

_EACH_S = 0.02


def main() -> int:
    """Read until somebody ends the program."""
    kind, pattern, port = sys.argv[1], Pattern(int(sys.argv[2])), int(sys.argv[3])
    clock = SystemClock()
    loop = PollLoop(clock)

    def take(parts: Sequence[Part]) -> None:
        print(json.dumps({"taken": bytes(parts[-1]).decode(errors="replace")}), flush=True)
        clock.sleep(_EACH_S)

    def fail(error: Exception) -> None:
        raise SystemExit(str(error))

    if kind == "listener":
        Listener(loop, port, ListenSettings("127.0.0.1", pattern)).open(
            take, lambda _change: None, fail
        )
    else:
        settings = ConnectSettings(pattern)
        Connector(loop, settings, "127.0.0.1", port, on_parts=take, on_change=lambda _change: None)
    print(json.dumps({"reads": True}), flush=True)
    loop.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
