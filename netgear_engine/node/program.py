"""netgear-server while it runs: its cameras, its signals, and an end that comes in time."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.node.camera_node import CameraNode
from netgear_engine.node.configuration.config import NodeConfig
from netgear_engine.node.job_thread import JobThread
from netgear_engine.node.machine.health import HealthReader
from netgear_engine.node.machine.service import Service
from netgear_engine.node.machine.standard_input import read_messages
from netgear_engine.node.machine.status_light import StatusLight
from netgear_engine.security.curve_keys import SenderKeys

# Under the two seconds in which the program must have ended.
_END_S = 1.5
_LAST_WRITE_S = 0.2
_HEALTH_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class _End:
    """Something has ended: one camera, or everything when `camera` is None."""

    code: int
    camera: CameraNode | None = None


class Program:
    """Runs until every camera has ended, standard input closes or a signal asks it to stop.

    The end of one camera does not end the others. `keys` encrypt all connections.
    """

    def __init__(self, config: NodeConfig, *, keys: SenderKeys | None, clock: Clock) -> None:
        # A SimpleQueue, because putting into it is safe in a signal handler; setting an Event is
        # not.
        self._ends: queue.SimpleQueue[_End] = queue.SimpleQueue()
        self._disk = JobThread("disk")
        self._light = StatusLight(config.led, self._complain)
        self._cameras = [
            CameraNode(
                camera,
                config,
                keys=keys,
                clock=clock,
                identify=self._light.blink,
                do_slowly=self._disk.do,
                on_end=lambda camera, code: self._ends.put(_End(code, camera)),
            )
            for camera in config.cameras
        ]
        state_folder = Path(config.state_folder) if config.state_folder else None
        self._health = HealthReader(clock, state_folder=state_folder)
        self._health_thread = JobThread("health", self._send_health, _HEALTH_EVERY_S)
        self._service = Service(os.environ)

    def run(self, *, with_standard_input: bool = False) -> int:
        """Run to the end and return the exit code: 1 when no camera could ever give pictures."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)
        if self._service.problem:
            self._complain(self._service.problem)
        self._disk.start()
        for camera in self._cameras:
            camera.start()
        self._health_thread.start()
        if with_standard_input:
            # Daemon, because nothing can wake a thread that waits for standard input.
            threading.Thread(target=self._run_standard_input, name="stdin", daemon=True).start()
        self._service.ready()
        code = self._wait_for_the_end()
        self._service.stopping()
        self._health_thread.stop(0)
        self._stop(self._cameras)
        self._disk.stop(_LAST_WRITE_S)
        self._light.stop()
        self._health.close()
        if _others_live():
            _leave(code)
        return code

    def _wait_for_the_end(self) -> int:
        going = set(self._cameras)
        code = 1
        while going:
            try:
                end = self._ends.get(timeout=self._service.beat_interval)
            except queue.Empty:
                self._notify_service(going)
                continue
            if end.camera is None:
                return end.code
            going.discard(end.camera)
            code = min(code, end.code)
            if going and end.code == 0:
                # One that failed goes on telling its receivers why.
                self._stop([end.camera])
        return code

    def _notify_service(self, going: Collection[CameraNode]) -> None:
        """Let systemd start the program anew, by no beat, when a thread of it is gone."""
        faults = [camera.fault for camera in self._cameras if camera.fault]
        giving = sum(not camera.fault for camera in going)
        state = f"{giving} of {len(self._cameras)} cameras give pictures"
        self._service.status("; ".join([state, *faults]))
        own_live = self._disk.is_alive() and self._health_thread.is_alive()
        if own_live and all(camera.is_alive() for camera in going):
            self._service.beat()

    def _stop(self, cameras: list[CameraNode]) -> None:
        """End cameras at once rather than one after the other."""
        enders = [
            threading.Thread(target=camera.stop, args=(_END_S,), name="end", daemon=True)
            for camera in cameras
        ]
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join(_END_S)

    def _send_health(self) -> None:
        health = self._health.read()
        for camera in self._cameras:
            camera.send_health(health)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._ends.put(_End(0))

    def _run_standard_input(self) -> None:
        code = 1
        try:
            read_messages(self._send_message, self._complain)
            code = 0
        finally:
            self._ends.put(_End(code))

    def _send_message(self, message: Any) -> None:
        for camera in self._cameras:
            camera.engine.send_message(message)

    def _complain(self, line: str) -> None:
        self._cameras[0].console.complain(line)


def _others_live() -> bool:
    return any(
        thread.is_alive() and not thread.daemon and thread is not threading.main_thread()
        for thread in threading.enumerate()
    )


def _leave(code: int) -> None:
    """End although a thread still waits for something that does not come.

    The receivers have had their goodbye, and the interpreter would wait for it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
