"""A program that sends every kind of poison in turn, by connections that it changes now and then.

`python -m tests.support.poisoner PORT MESSAGES SEED` prints {"sent": n} after each connection. In a
process of its own, to which all others are preferred: what it costs to make poison must not slow
down who takes it, nor the cameras beside it.
"""

import json
import os
import random
import sys

from tests.hostile.poison import KINDS
from tests.support.raw_peers import RawSender

_OVER_ONE_CONNECTION = 40


def main() -> int:
    """Send as many messages as were asked for."""
    if sys.platform != "win32":
        os.nice(19)
    port, messages, seed = map(int, sys.argv[1:])
    choose, names, sent = random.Random(seed), list(KINDS), 0
    while sent < messages:
        with RawSender(port) as peer:
            peer.socket.linger = 2000
            for _ in range(_OVER_ONE_CONNECTION):
                peer.send(KINDS[names[sent % len(names)]](choose))
                sent += 1
        print(json.dumps({"sent": sent}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
