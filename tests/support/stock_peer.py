"""Stock VidGear's NetGear as a peer: in a process of its own, at either end.

    with StockSender(5566, bidirectional_mode=True, message={"hello": 1}) as sender:
        ...
        sender.wait_for_replies(1)

Keyword arguments that are not named here go to NetGear as its **options.
"""

import json
from typing import Any

from tests.support.json_lines_process import JsonLinesProcess
from tests.support.waiting import PATIENCE, wait_until


class StockSender(JsonLinesProcess):
    """NetGear in send mode. Sends a picture with a moving bar over one plain colour.

    port:         one, or several for multi-clients mode; a number is given to NetGear as a text,
                  as its users do, unless `port_as_number`
    message:      sent with each frame; `number_messages` sends {"number": n, "message": message}
    color:        blue, green, red of the ground
    frames:       how many, 0 = until stopped
    picture:      "moving" or "still" (the same picture again and again)
    """

    package = "vidgear.gears"
    prepared = True

    def __init__(
        self,
        port: int | list[int],
        *,
        address: str = "127.0.0.1",
        pattern: int = 1,
        fps: float = 30,
        frames: int = 0,
        size: tuple[int, int] = (320, 240),
        color: tuple[int, int, int] = (40, 120, 200),
        picture: str = "moving",
        message: Any = None,
        number_messages: bool = False,
        port_as_number: bool = False,
        **options: Any,
    ) -> None:
        settings = {
            "port": port, "address": address, "pattern": pattern, "fps": fps, "frames": frames,
            "size": size, "color": color, "picture": picture, "message": message,
            "number_messages": number_messages, "port_as_number": port_as_number,
            "options": options, "package": self.package,
        }  # fmt: skip
        super().__init__("tests.support.stock_sender", [json.dumps(settings)])

    @property
    def sent(self) -> list[dict[str, Any]]:
        """One record per finished send(): number, reply (what it returned), seconds."""
        return [line for line in self.lines if "number" in line]

    @property
    def replies(self) -> list[Any]:
        """What send() returned, without None."""
        return [line["reply"] for line in self.sent if line["reply"] is not None]

    @property
    def error(self) -> str | None:
        """The exception that ended it, if one did."""
        return next((line["error"] for line in self.lines if "error" in line), None)

    def wait_for_sent(self, count: int, timeout: float = PATIENCE) -> list[dict[str, Any]]:
        """Return the records once `count` frames have left and were answered."""
        wait_until(lambda: len(self.sent) >= count, timeout, lambda: self._told(f"{count} sent"))
        return self.sent

    def wait_for_replies(self, count: int, timeout: float = PATIENCE) -> list[Any]:
        """Return the replies once there are `count`."""
        wait_until(
            lambda: len(self.replies) >= count, timeout, lambda: self._told(f"{count} replies")
        )
        return self.replies


class StockReceiver(JsonLinesProcess):
    """NetGear in receive mode. Listens as soon as its first line, {"ready": true}, was printed.

    port:   one, or several for multi-servers mode
    reply:  handed to recv() as return_data each time
    frames: how many to take, 0 = until stopped or the stream ends

    It waits a minute for a frame: after its usual 12 s it would bind anew, which fails when
    somebody is connected, and a program on a busy computer takes as long to send its first one.
    """

    package = "vidgear.gears"
    prepared = True

    def __init__(
        self,
        port: int | list[int],
        *,
        address: str = "127.0.0.1",
        pattern: int = 1,
        reply: Any = None,
        frames: int = 0,
        **options: Any,
    ) -> None:
        settings = {
            "port": port, "address": address, "pattern": pattern, "reply": reply,
            "frames": frames, "package": self.package,
            "options": {"request_timeout": 20, **options},
        }  # fmt: skip
        super().__init__("tests.support.stock_receiver", [json.dumps(settings)])

    @property
    def received(self) -> list[dict[str, Any]]:
        """One record per recv(): number, shape, dtype, mean (one per channel) and `before`.

        `before` is what recv() gave before the frame: nothing, the message, the port, or both.
        """
        return [line for line in self.lines if "shape" in line]

    @property
    def ended(self) -> bool:
        """True once recv() returned None."""
        return any("ended" in line for line in self.lines)

    def wait_until_ready(self, timeout: float = PATIENCE) -> None:
        """Wait until it listens."""
        self.wait_for(1, timeout)

    def wait_for_received(self, count: int, timeout: float = PATIENCE) -> list[dict[str, Any]]:
        """Return the records once `count` frames came."""
        wait_until(
            lambda: len(self.received) >= count, timeout, lambda: self._told(f"{count} frames")
        )
        return self.received

    def wait_until_ended(self, timeout: float = PATIENCE) -> None:
        """Wait for the end of the stream."""
        wait_until(lambda: self.ended, timeout, lambda: self._told("the end of the stream"))
