"""Run stock VidGear's NetGear as a receiver; see tests.support.stock_peer.StockReceiver.

`python -m tests.support.stock_receiver JSON` prints a line of JSON for every recv().
"""

import importlib
import json
import signal
import sys
from typing import Any

import numpy as np


def main() -> int:
    """Receive until the stream ends or we are told to stop."""
    settings = json.loads(sys.argv[1])
    port = settings["port"]
    netgear_class = importlib.import_module(settings["package"]).NetGear
    receiver = netgear_class(
        address=settings["address"],
        port=_netgear_port(port),
        protocol="tcp",
        pattern=settings["pattern"],
        receive_mode=True,
        logging=True,
        **settings["options"],
    )
    # recv() blocks for as long as nobody sends: only an exception gets out of it.
    signal.signal(signal.SIGTERM, _interrupt)
    print(json.dumps({"ready": True}), flush=True)
    try:
        _receive_all(receiver, settings)
    except KeyboardInterrupt:
        pass
    except RuntimeError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return 1
    finally:
        receiver.close()
    return 0


def _netgear_port(port: int | list[int]) -> Any:
    return tuple(str(one) for one in port) if isinstance(port, list) else str(port)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _receive_all(receiver: Any, settings: dict[str, Any]) -> None:
    number = 0
    while number != (settings["frames"] or -1):
        result = receiver.recv(return_data=settings["reply"])
        if result is None:
            print(json.dumps({"ended": True}), flush=True)
            return
        print(json.dumps({"number": number, **_facts(result)}), flush=True)
        number += 1


def _facts(result: Any) -> dict[str, Any]:
    """Return what recv() gave: a frame, (message, frame), (port, frame), (port, message, frame)."""
    before, frame = (result[:-1], result[-1]) if isinstance(result, tuple) else ((), result)
    return {
        "before": list(before),
        "shape": list(frame.shape),
        "dtype": str(frame.dtype),
        "mean": np.asarray(frame, float).mean(axis=(0, 1)).tolist(),
    }


if __name__ == "__main__":
    sys.exit(main())
