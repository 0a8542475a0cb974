"""Those that are compared: each opens a sender and a receiver of the same frames in its own way.

JPEG is the same for all: quality 90, 4:2:2, fast DCT, encoded for every frame that is sent and
decoded for every frame that is received. The bare loop is the least that ZeroMQ itself needs to
move the same bytes in the same pattern, with the same codec around it where the row has one.
"""

import importlib
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg
import zmq

Picture = npt.NDArray[np.uint8]
Send = Callable[[Picture], object]
Receive = Callable[[], Picture]

QUALITY = 90
_PAIR, _REQUEST_REPLY, _PUBLISH_SUBSCRIBE = range(3)
_ADDRESS = "127.0.0.1"
# Large enough that a benchmark never runs into stock's limit of 3 times 4 seconds for its answers.
_NO_RETRY_LIMIT = 0


@dataclass(frozen=True)
class Link:
    """What both sides have to know: NetGear's pattern, the ports, the picture, the codec.

    listens_on: one port, or one per sender
    connects_to: where the sender goes: the same port, or that of a proxy before it
    in_flight: how many unanswered frames the bare loop allows itself, as ours does
    """

    pattern: int
    jpeg: bool
    shape: tuple[int, ...]
    listens_on: tuple[int, ...]
    connects_to: int
    in_flight: int = 2

    @property
    def many_senders(self) -> bool:
        """True where several senders share one receiver: NetGear's multi-servers mode."""
        return len(self.listens_on) > 1


def open_sender(name: str, link: Link) -> Send:
    """Return the contender's function that sends one picture."""
    return _SENDERS[name](link)


def open_receiver(name: str, link: Link) -> Receive:
    """Return the contender's function that waits for one picture."""
    return _RECEIVERS[name](link)


def _netgear(name: str) -> Any:
    if name == "stock":
        return importlib.import_module("vidgear.gears").NetGear
    return importlib.import_module("netgear_engine").NetGear


def _netgear_options(link: Link) -> dict[str, Any]:
    options: dict[str, Any] = {
        "jpeg_compression": link.jpeg,
        "jpeg_compression_quality": QUALITY,
        "max_retries": _NO_RETRY_LIMIT,
    }
    # Stock refuses the option with PAIR, even when it is false.
    return options | ({"multiserver_mode": True} if link.many_senders else {})


def _netgear_sender(name: str) -> Callable[[Link], Send]:
    def open_it(link: Link) -> Send:
        sender = _netgear(name)(
            address=_ADDRESS,
            port=str(link.connects_to),
            pattern=link.pattern,
            **_netgear_options(link),
        )
        send: Send = sender.send
        return send

    return open_it


def _netgear_receiver(name: str) -> Callable[[Link], Receive]:
    def open_it(link: Link) -> Receive:
        ports = tuple(str(port) for port in link.listens_on)
        receiver = _netgear(name)(
            address=_ADDRESS,
            port=ports if link.many_senders else ports[0],
            pattern=link.pattern,
            receive_mode=True,
            **_netgear_options(link),
        )
        if not link.many_senders:
            receive: Receive = receiver.recv
            return receive

        def receive_from_any() -> Picture:
            picture: Picture = receiver.recv()[-1]
            return picture

        return receive_from_any

    return open_it


def _imagezmq_sender(link: Link) -> Send:
    import imagezmq

    if link.pattern == _PUBLISH_SUBSCRIBE:
        # Here it is the sender that listens.
        sender = imagezmq.ImageSender(f"tcp://{_ADDRESS}:{link.connects_to}", REQ_REP=False)
        # As NetGear sets it: otherwise a thousand raw frames, gigabytes, wait in memory.
        sender.zmq_socket.sndhwm = 1
    else:
        sender = imagezmq.ImageSender(f"tcp://{_ADDRESS}:{link.connects_to}")
    if link.jpeg:
        return lambda picture: sender.send_jpg("", _encode(picture))
    return lambda picture: sender.send_image("", picture)


def _imagezmq_receiver(link: Link) -> Receive:
    import imagezmq

    address = f"tcp://{_ADDRESS}:{link.listens_on[0]}"
    answered = link.pattern == _REQUEST_REPLY
    hub = imagezmq.ImageHub(address, REQ_REP=answered)

    def receive() -> Picture:
        _, content = hub.recv_jpg() if link.jpeg else hub.recv_image()
        if answered:
            hub.send_reply()
        # Its raw image is an array already, shaped by imagezmq.
        return _decode(content) if link.jpeg else content

    return receive


def _bare_sender(link: Link) -> Send:
    kind = {_PAIR: zmq.PAIR, _REQUEST_REPLY: zmq.DEALER, _PUBLISH_SUBSCRIBE: zmq.PUB}[link.pattern]
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(kind)
    if kind == zmq.PUB:
        socket.sndhwm = 1
    socket.connect(f"tcp://{_ADDRESS}:{link.connects_to}")
    envelope = [b""] if kind == zmq.DEALER else []
    header = _header(link)
    unanswered: deque[None] = deque()

    def send(picture: Picture) -> None:
        payload: Any = _encode(picture) if link.jpeg else picture
        socket.send_multipart([*envelope, header, payload], copy=False)
        if kind == zmq.PUB:
            return
        unanswered.append(None)
        while len(unanswered) >= link.in_flight:
            socket.recv_multipart()
            unanswered.popleft()

    return send


def _bare_receiver(link: Link) -> Receive:
    kind = {_PAIR: zmq.PAIR, _REQUEST_REPLY: zmq.REP, _PUBLISH_SUBSCRIBE: zmq.SUB}[link.pattern]
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(kind)
    if kind == zmq.SUB:
        socket.rcvhwm = 1
        socket.subscribe(b"")
    for port in link.listens_on:
        socket.bind(f"tcp://{_ADDRESS}:{port}")

    def receive() -> Picture:
        _, payload = socket.recv_multipart(copy=False)
        if kind != zmq.SUB:
            socket.send(b"")
        if link.jpeg:
            return _decode(payload.buffer)
        return np.frombuffer(payload.buffer, np.uint8).reshape(link.shape)

    return receive


def _router_receiver(link: Link) -> Receive:
    """Return a loop that takes any number of senders, as a hub of cameras has to."""
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.ROUTER)
    for port in link.listens_on:
        socket.bind(f"tcp://{_ADDRESS}:{port}")

    def receive() -> Picture:
        name, empty, _, payload = socket.recv_multipart(copy=False)
        socket.send_multipart([name, empty, b""])
        return np.frombuffer(payload.buffer, np.uint8).reshape(link.shape)

    return receive


def _header(link: Link) -> bytes:
    """Return NetGear's header, so that its receivers take the bare loop's frames."""
    jpeg = {"dct": True, "ups": False, "colorspace": "BGR"}
    return json.dumps(
        {
            "terminate_flag": False,
            "compression": jpeg if link.jpeg else False,
            "message": None,
            "pattern": str(link.pattern),
            "dtype": "" if link.jpeg else "uint8",
            "shape": "" if link.jpeg else link.shape,
        }
    ).encode()


def encoded_size(picture: Picture) -> int:
    """Return how many bytes the JPEG of a picture has."""
    return len(_encode(picture))


def _encode(picture: Picture) -> bytes:
    encoded: bytes = simplejpeg.encode_jpeg(
        picture, quality=QUALITY, colorspace="BGR", colorsubsampling="422", fastdct=True
    )
    return encoded


def _decode(jpeg: Any) -> Picture:
    decoded: Picture = simplejpeg.decode_jpeg(jpeg, colorspace="BGR", fastdct=True)
    return decoded


_SENDERS: dict[str, Callable[[Link], Send]] = {
    "stock": _netgear_sender("stock"),
    "ours": _netgear_sender("ours"),
    "imagezmq": _imagezmq_sender,
    "bare": _bare_sender,
}
_RECEIVERS: dict[str, Callable[[Link], Receive]] = {
    "stock": _netgear_receiver("stock"),
    "ours": _netgear_receiver("ours"),
    "imagezmq": _imagezmq_receiver,
    "bare": _bare_receiver,
    "router": _router_receiver,
}
