"""The program that runs one camera, in a process that can be killed when a camera library hangs.

Started by the node, which speaks with it through its standard input and output. It ends when
its standard input does, so it never outlives the node for long.
"""

import faulthandler
import io
import os
import signal
import sys
import threading
import traceback
from typing import BinaryIO, NoReturn, TextIO

from netgear_engine.clock import SystemClock
from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.loop import CameraLoop
from netgear_engine.node.camera.message_pipe import BrokenMessageError, MessageReader, MessageWriter
from netgear_engine.node.camera.messages import FrameMade, Order, ProcessSettings, Stop
from netgear_engine.node.camera.orders import OrderBox, WakefulClock
from netgear_engine.node.camera.outbox import Outbox
from netgear_engine.node.camera.picture_maker import MadePicture, PictureMaker
from netgear_engine.sources.redaction import SecretWords

# How long the camera has for its end, and the last reports for their way out.
_LAST_RESORT_S = 1.0
_LAST_REPORTS_S = 0.5


def main() -> NoReturn:
    """Run the camera to its end, and end the process with it.

    Camera libraries start threads that never end, and hang in their own clean-up; neither may hold
    up the end of a camera whose last picture was sent.
    """
    # Ctrl+C reaches every process of a terminal; when this one ends is the node's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    code = 1
    try:
        code = _run(*_take_standard_streams())
    except Exception:  # noqa: BLE001 (a camera library raises what it likes; the log has it all)
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code)


def _take_standard_streams() -> tuple[BinaryIO, MessageWriter]:
    """Return the pipes, and give everybody else harmless streams in their place.

    What a camera library prints goes to standard error: between the messages it would spoil them.
    """
    orders = os.fdopen(os.dup(0), "rb")
    reports = MessageWriter(os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return orders, reports


def _run(stream: BinaryIO, reports: MessageWriter) -> int:
    try:
        first = MessageReader[ProcessSettings](stream, ProcessSettings).read()
    except BrokenMessageError as error:
        _complain(str(error))
        return 2
    if first is None:
        return 0
    settings, _ = first
    secrets = SecretWords([settings.source])
    sys.stderr = _Discreet(sys.stderr, secrets)
    orders, outbox = OrderBox(), Outbox()
    clock = WakefulClock(SystemClock(), orders)
    maker = PictureMaker(clock, settings.caption, settings.quality)
    threading.Thread(target=_read_orders, args=(stream, orders), name="orders", daemon=True).start()
    writer = threading.Thread(
        target=_write_reports, args=(outbox, maker, reports, orders), name="pictures", daemon=True
    )
    writer.start()
    loop = CameraLoop(
        settings, orders=orders, outbox=outbox, maker=maker, clock=clock, complain=_complain
    )
    loop.run()
    outbox.close()
    writer.join(_LAST_REPORTS_S if orders.is_stopping else None)
    return 0


def _read_orders(stream: BinaryIO, orders: OrderBox) -> None:
    """Collect orders until the node is gone or says stop; then see to it that we end."""
    reader = MessageReader[Order](stream, Order)
    try:
        while (received := reader.read()) is not None and not isinstance(received[0], Stop):
            orders.put(received[0])
    except BrokenMessageError as error:
        _complain(str(error))
    orders.stop()
    SystemClock().sleep(_LAST_RESORT_S)
    # The camera library hangs in a read or in its stop.
    os._exit(1)


def _write_reports(
    outbox: Outbox, maker: PictureMaker, reports: MessageWriter, orders: OrderBox
) -> None:
    """Make pictures and write everything, as fast as the node reads."""
    try:
        while (item := outbox.take()) is not None:
            if not isinstance(item, CapturedFrame):
                reports.write(*item)
            elif (made := _made(maker, item)) is not None:
                reports.write(FrameMade(item.captured_at, made.size, made.untouched), made.jpeg)
    except OSError:
        return  # the node is gone
    finally:
        orders.stop()


def _made(maker: PictureMaker, frame: CapturedFrame) -> MadePicture | None:
    try:
        return maker.make(frame)
    except Exception as error:  # noqa: BLE001 (a codec raises what it likes; the next may be whole)
        maker.broken += 1
        if maker.broken == 1:
            _complain(f"a picture could not be made: {type(error).__name__}: {error}")
        return None


class _Discreet(io.TextIOBase):
    """Standard error without the secrets of the camera's address, whoever writes to it."""

    def __init__(self, stream: TextIO, secrets: SecretWords) -> None:
        self._stream = stream
        self._secrets = secrets

    def write(self, text: str) -> int:
        """Write it with dots for each secret."""
        self._stream.write(self._secrets.hide(text))
        return len(text)

    def flush(self) -> None:
        """Let it be read."""
        self._stream.flush()

    def fileno(self) -> int:
        """Return the descriptor, to which libraries write by themselves."""
        return self._stream.fileno()


def _complain(line: str) -> None:
    sys.stderr.write(f"netgear-server: {line}\n")
    sys.stderr.flush()
