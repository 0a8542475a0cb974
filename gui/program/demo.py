"""The demo: cameras played by this computer, which chat with the operator a little."""

import asyncio
import json
import socket
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer

from gui.background.tasks import emitted
from netgear_engine.protocol.patterns import FACTS, Pattern

ADDRESS = "127.0.0.1"

_EVERY_ADDRESS = frozenset({"*", "0.0.0.0", "::"})
_FIRST_PORT = 5566
_CHAT_EVERY_MS = 3000
_END_WITHIN = 1.5
_NAMES = (
    "Front gate",
    "Loading dock",
    "Orchard",
    "Workshop",
    "Car park east",
    "Stairwell B",
    "Server room",
    "Porch",
)
_MESSAGES: tuple[object, ...] = (
    {"temperature": 41.5, "door": "closed"},
    "motion at the fence",
    {"battery": 87},
)
_REPLIES = ("lights on", "lights off", {"siren": False})
_REPLY_LINE = "reply from "


def demo_address(listen: str) -> str:
    """Return the address to which the demo's cameras send, when this is listened on."""
    return ADDRESS if listen in _EVERY_ADDRESS else listen


def free_ports(
    count: int, address: str = ADDRESS, but_not: Collection[int] = ()
) -> tuple[int, ...]:
    """Return ports that nobody listens on now, beginning at NetGear's usual ones."""
    ports: list[int] = []
    candidate = _FIRST_PORT
    while len(ports) < count and candidate < 65536:
        if candidate not in but_not and _is_free(address, candidate):
            ports.append(candidate)
        candidate += 1
    return tuple(ports)


def _is_free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def server_command() -> tuple[str, list[str]]:
    """Return program and first arguments that start netgear-server, installed or from a bundle."""
    if getattr(sys, "frozen", False):
        return str(Path(sys.executable).with_name("netgear-server")), []
    return sys.executable, ["-m", "netgear_engine.node"]


class Demo(QObject):
    """Runs one netgear-server for each port.

    The servers end when their standard input closes, so they end with this program however it
    ends. `reply` sends a reply to ports, as the operator would; the cameras send to `address`.
    """

    def __init__(
        self,
        ports: tuple[int, ...],
        pattern: Pattern,
        reply: Callable[[list[int], object], None],
        address: str = ADDRESS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ports = ports
        self._reply = reply
        self._address = f"[{address}]" if ":" in address else address
        self._replies_possible = FACTS[pattern].answers_frames
        self._cameras = {
            port: self._start(index, port, pattern) for index, port in enumerate(ports)
        }
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._chat)
        self._timer.start(_CHAT_EVERY_MS)

    async def stop(self) -> None:
        """Let the servers say goodbye and wait for it; one that does not end in time is killed."""
        self._timer.stop()
        cameras = self._cameras.values()
        for camera in cameras:
            camera.closeWriteChannel()
        try:
            await asyncio.wait_for(asyncio.gather(*map(_ended, cameras)), _END_WITHIN)
        except TimeoutError:
            for camera in cameras:
                camera.kill()
            await asyncio.gather(*map(_ended, cameras))

    def _start(self, index: int, port: int, pattern: Pattern) -> QProcess:
        program, arguments = server_command()
        camera = QProcess(self)
        camera.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        camera.readyReadStandardOutput.connect(lambda: self._answer_replies(camera))
        name = _NAMES[index % len(_NAMES)]
        camera.start(
            program,
            [
                *arguments,
                *("--connect", f"{self._address}:{port}"),
                *("--source", f"test-pattern:{index + 1}"),
                *("--pattern", str(pattern.value)),
                *("--name", name if index < len(_NAMES) else f"{name} {index // len(_NAMES) + 1}"),
                *("--size", "1280x720"),
                *("--fps", "15"),
                "--stdin",
                # This computer may be a node itself: the demo neither uses its settings nor keeps
                # any.
                "--no-config",
                *("--state-folder", ""),
            ],
        )
        return camera

    def _chat(self) -> None:
        ports = list(self._cameras)
        port = ports[self._turn % len(ports)]
        self._say(self._cameras[port], _MESSAGES[self._turn % len(_MESSAGES)])
        if self._replies_possible:
            self._reply([port], _REPLIES[self._turn % len(_REPLIES)])
        self._turn += 1

    def _answer_replies(self, camera: QProcess) -> None:
        while camera.canReadLine():
            line = bytes(camera.readLine().data()).decode(errors="replace").strip()
            # One that is asked to end is told nothing any more.
            if line.startswith(_REPLY_LINE) and self._timer.isActive():
                reply = line.partition(": ")[2]
                self._say(camera, f"done: {reply.strip(chr(34))}")

    def _say(self, camera: QProcess, message: object) -> None:
        camera.write(json.dumps(message).encode() + b"\n")


async def _ended(camera: QProcess) -> None:
    while camera.state() is not QProcess.ProcessState.NotRunning:
        await emitted(camera.stateChanged)
