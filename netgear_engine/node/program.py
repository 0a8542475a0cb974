"""netgear-server while it runs: its cameras, its signals, and an end that comes in time."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.net import in_net
from netgear_engine.node.camera_node import BROKEN, CameraNode
from netgear_engine.node.configuration.config import NodeConfig
from netgear_engine.node.job_thread import JobThread
from netgear_engine.node.machine.health import HealthReader
from netgear_engine.node.machine.service import Service
from netgear_engine.node.machine.standard_input import read_messages
from netgear_engine.node.machine.status_light import StatusLight
from netgear_engine.security.curve_keys import SenderKeys
from netgear_engine.sources.redaction import SecretWords
from netgear_engine.transport import handles

# Under the two seconds in which the program must have ended.
_END_S = 1.5
_LAST_WRITE_S = 0.2
_HEALTH_EVERY_S = 2.0
# How often it is asked whether every thread lives.
_LOOK_EVERY_S = 1.0
# Ends of a program that somebody wanted. SIGHUP: the terminal was closed.
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


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
        self._clock = clock
        self._disk = JobThread("disk", on_error=partial(self._broke, "a write to the disk"))
        self._light = StatusLight(config.led, self._complain)
        secrets = SecretWords(camera.source for camera in config.cameras)
        self._cameras = [
            CameraNode(
                camera,
                config,
                keys=keys,
                clock=clock,
                identify=self._light.blink,
                do_slowly=self._disk.do,
                on_end=lambda camera, code: self._ends.put(_End(code, camera)),
                secrets=secrets,
            )
            for camera in config.cameras
        ]
        state_folder = Path(config.state_folder) if config.state_folder else None
        self._health = HealthReader(clock, state_folder=state_folder)
        self._health_thread = JobThread(
            "health",
            self._send_health,
            _HEALTH_EVERY_S,
            on_error=partial(self._broke, "reading the computer's health"),
        )
        self._service = Service(os.environ)

    def run(self, *, with_standard_input: bool = False) -> int:
        """Run to the end and return its code: 1 no film could be played, BROKEN a fault of ours.

        Only an end that somebody wanted is told to the receivers: otherwise the camera is lost.
        """
        code = BROKEN
        handles.raise_limit()
        try:
            self._begin(with_standard_input)
            code = self._wait_for_the_end()
        except Exception as error:  # noqa: BLE001 (whatever it is, everything must be ended)
            self._broke("the main loop", error)
        for step in (
            self._service.stopping,
            lambda: self._health_thread.stop(0),
            lambda: self._stop(self._cameras, goodbye=code != BROKEN),
            lambda: self._disk.stop(_LAST_WRITE_S),
            self._light.stop,
            self._health.close,
        ):
            in_net(step, partial(self._broke, "a step of the end"))
        if _others_live():
            _leave(code)
        return code

    def _begin(self, with_standard_input: bool) -> None:
        for name in _SIGNALS:
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
                continue  # nohup: it goes on without a terminal
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

    def _wait_for_the_end(self) -> int:
        going = set(self._cameras)
        code = 1
        while going:
            try:
                end = self._ends.get(timeout=min(_LOOK_EVERY_S, self._service.beat_interval or 1))
            except queue.Empty:
                gone = self._gone(going)
                if gone:
                    self._complain(f"{gone} has ended and cannot go on: ending with code {BROKEN}")
                    return BROKEN
                self._notify_service(going)
                continue
            if end.camera is None or end.code == BROKEN:
                return end.code
            going.discard(end.camera)
            code = min(code, end.code)
            if going and end.code == 0:
                # One that failed goes on telling its receivers why.
                self._stop([end.camera])
        return code

    def _gone(self, going: Collection[CameraNode]) -> str:
        """Return the name of a part that no longer runs, "" when all do."""
        if not self._disk.is_alive():
            return "the thread that writes to the disk"
        if not self._health_thread.is_alive():
            return "the thread that reads the computer's health"
        return next((f"the thread of {one.name}" for one in going if not one.is_alive()), "")

    def _notify_service(self, going: Collection[CameraNode]) -> None:
        """Let systemd start the program anew, by no beat, when a thread of it is gone."""
        faults = [camera.fault for camera in self._cameras if camera.fault]
        giving = sum(not camera.fault for camera in going)
        state = f"{giving} of {len(self._cameras)} cameras give pictures"
        self._service.status("; ".join([state, *faults]))
        if not self._gone(going):
            self._service.beat()

    def _stop(self, cameras: list[CameraNode], *, goodbye: bool = True) -> None:
        """End cameras at once rather than one after the other."""
        enders = [
            threading.Thread(
                target=camera.stop,
                args=(_END_S,),
                kwargs={"goodbye": goodbye},
                name="end",
                daemon=True,
            )
            for camera in cameras
        ]
        until = self._clock.monotonic() + _END_S
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join(max(0.0, until - self._clock.monotonic()))

    def _send_health(self) -> None:
        health = self._health.read()
        for camera in self._cameras:
            camera.send_health(health)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._ends.put(_End(0))

    def _run_standard_input(self) -> None:
        read = partial(read_messages, self._send_message, self._complain)
        is_read = in_net(read, partial(self._broke, "reading standard input"))
        self._ends.put(_End(0 if is_read else BROKEN))

    def _send_message(self, message: Any) -> None:
        for camera in self._cameras:
            camera.engine.send_message(message)

    def _broke(self, what: str, error: BaseException) -> None:
        self._cameras[0].console.broke(what, error)

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
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
