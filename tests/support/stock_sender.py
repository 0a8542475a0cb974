"""Run stock VidGear's NetGear as a sender; see tests.support.stock_peer.StockSender.

`python -m tests.support.stock_sender JSON` prints a line of JSON for every send().
"""

import importlib
import json
import signal
import sys
import threading
import time
from typing import Any

import numpy as np
import numpy.typing as npt


def main() -> int:
    """Send until told to stop."""
    settings = json.loads(sys.argv[1])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    netgear_class = importlib.import_module(settings["package"]).NetGear
    sender = netgear_class(
        address=settings["address"],
        port=_netgear_port(settings["port"], settings["port_as_number"]),
        protocol="tcp",
        pattern=settings["pattern"],
        receive_mode=False,
        logging=True,
        **settings["options"],
    )
    try:
        _send_all(sender, settings, stop)
    except RuntimeError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return 1
    finally:
        sender.close()
    return 0


def _send_all(sender: Any, settings: dict[str, Any], stop: threading.Event) -> None:
    number = 0
    due = time.monotonic()
    while not stop.is_set() and number != (settings["frames"] or -1):
        started = time.monotonic()
        reply = sender.send(_picture(settings, number), message=_message(settings, number))
        seconds = time.monotonic() - started
        print(
            json.dumps({"number": number, "reply": _plain(reply), "seconds": seconds}), flush=True
        )
        number += 1
        due = max(due + 1 / settings["fps"], started)
        stop.wait(due - time.monotonic())


def _netgear_port(port: int | list[int], as_number: bool) -> Any:
    if isinstance(port, list):
        return tuple(port) if as_number else tuple(str(one) for one in port)
    return port if as_number else str(port)


def _picture(settings: dict[str, Any], number: int) -> npt.NDArray[np.uint8]:
    width, height = settings["size"]
    picture = np.full((height, width, 3), settings["color"], np.uint8)
    left = 0 if settings["picture"] == "still" else number * 4 % width
    picture[-height // 8 :, left : left + width // 8] = 255
    return picture


def _message(settings: dict[str, Any], number: int) -> Any:
    if settings["number_messages"]:
        return {"number": number, "message": settings["message"]}
    return settings["message"]


def _plain(value: Any) -> Any:
    """Return what send() gave in a form that JSON can carry."""
    if isinstance(value, np.ndarray):
        return {"ndarray": value.shape, "mean": float(value.mean())}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


if __name__ == "__main__":
    sys.exit(main())
