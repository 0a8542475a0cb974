"""Reads a camera for as long as there is something to read, and carries out orders meanwhile."""

from collections.abc import Callable
from typing import Any

from netgear_engine.clock import Clock
from netgear_engine.errors import ControlError, SourceError
from netgear_engine.node.camera.back_off import BackOff
from netgear_engine.node.camera.messages import (
    ApplySetting,
    CameraEnded,
    CameraTrouble,
    Identify,
    MakeStream,
    Order,
    ProcessSettings,
    RestartCamera,
    SettingApplied,
    StillTaken,
    Stop,
    Stream,
    TakeStill,
)
from netgear_engine.node.camera.open_camera import OpenCamera
from netgear_engine.node.camera.orders import OrderBox
from netgear_engine.node.camera.outbox import Outbox
from netgear_engine.node.camera.own_settings import OWN_CONTROLS, OwnSettings, put_last
from netgear_engine.node.camera.picture_maker import PictureMaker
from netgear_engine.sources.registry import create_source
from netgear_engine.sources.source import Source, SourceOptions

_NOT_OPEN = "the camera gives no pictures now"


class CameraLoop:
    """Opens the camera, reads it, and opens it again when it fails or is told to.

    Runs in one thread: a source is used by that thread alone. `complain` takes a line for the log.
    """

    def __init__(
        self,
        settings: ProcessSettings,
        *,
        orders: OrderBox,
        outbox: Outbox,
        maker: PictureMaker,
        clock: Clock,
        complain: Callable[[str], object],
    ) -> None:
        self._settings = settings
        self._orders = orders
        self._outbox = outbox
        self._maker = maker
        self._clock = clock
        self._complain = complain
        self._own = self._restored_own()
        self._applied = dict(settings.applied)
        self._stream = Stream()
        self._back_off = BackOff()
        self._camera: OpenCamera | None = None
        self._reopen = False
        # An order that is answered once the camera is open again, and what counted before it.
        self._in_doubt: tuple[ApplySetting, OwnSettings, dict[str, Any]] | None = None
        self._frames = 0

    def run(self) -> None:
        """Return at the end of the source, when told to stop, or when trying again cannot help."""
        while not self._orders.is_stopping:
            self._reopen = False
            try:
                self._play()
            except SourceError as error:
                if self._in_doubt is not None:
                    self._undo(error)
                elif error.permanent:
                    self._outbox.put(CameraTrouble(str(error), permanent=True))
                    return
                else:
                    self._outbox.put(CameraTrouble(str(error), permanent=False))
                    self._wait(self._back_off.failed())
            else:
                if not self._reopen and not self._orders.is_stopping:
                    self._outbox.put(CameraEnded())
                    return

    def _play(self) -> None:
        """Read until the source ends or a reason to leave comes up."""
        source = self._source()
        try:
            for error in source.start_with(self._settings_of_the_camera()):
                self._complain(f"a setting of before is left out: {error}")
            self._camera = camera = OpenCamera(
                source,
                outbox=self._outbox,
                maker=self._maker,
                clock=self._clock,
                stream=self._stream,
                frames_before=self._frames,
            )
            while not self._reopen and not self._orders.is_stopping and camera.read():
                self._worked(camera)
                self._carry_out_orders()
        finally:
            if self._camera is not None:
                self._frames = self._camera.frames
                self._camera = None
            source.stop()

    def _worked(self, camera: OpenCamera) -> None:
        if camera.frames_since_open == 0:
            return  # a spoilt picture shows nothing
        self._back_off.worked_for(camera.open_for)
        if camera.frames_since_open == 1:
            # Whoever asked for it while the camera was being opened has it now.
            self._orders.forget(RestartCamera)
        if self._in_doubt is not None:
            order, _, _ = self._in_doubt
            self._in_doubt = None
            measured = {"size": list(camera.size), "fps": camera.fps}
            self._outbox.put(SettingApplied(order.id, measured.get(order.name) or order.value))

    def _source(self) -> Source:
        options = SourceOptions(
            size=self._own.size,
            fps=self._own.fps,
            loop=self._settings.loop,
            caption=self._settings.caption,
            quality=self._own.quality,
            pi_camera=self._settings.pi_camera,
        )
        self._maker.quality = self._own.quality
        self._maker.flip = self._own.flip
        return create_source(self._settings.source, options, self._clock)

    def _settings_of_the_camera(self) -> dict[str, Any]:
        return {name: value for name, value in self._applied.items() if name not in OWN_CONTROLS}

    def _restored_own(self) -> OwnSettings:
        try:
            return OwnSettings.of(self._settings)
        except ControlError as error:
            self._complain(f"a setting of before is left out: {error}")
            return OwnSettings(self._settings.size, self._settings.fps, self._settings.quality)

    def _undo(self, error: SourceError) -> None:
        """Go back to what counted before a setting with which the camera does not open."""
        assert self._in_doubt is not None
        order, self._own, self._applied = self._in_doubt
        self._in_doubt = None
        self._outbox.put(SettingApplied(order.id, refused=str(error)))

    def _wait(self, seconds: float) -> None:
        """Wait before the next attempt; orders are carried out meanwhile, a restart ends it."""
        end = self._clock.monotonic() + seconds
        while not self._reopen and not self._orders.is_stopping:
            rest = end - self._clock.monotonic()
            if rest <= 0:
                return
            self._clock.sleep(rest)
            self._carry_out_orders()

    def _carry_out_orders(self) -> None:
        while not self._reopen and (order := self._orders.take()) is not None:
            self._carry_out(order)

    def _carry_out(self, order: Order) -> None:
        match order:
            case MakeStream(stream=stream):
                self._stream = stream
                if self._camera is not None:
                    self._camera.make_stream(stream)
            case ApplySetting():
                self._apply(order)
            case TakeStill(id=order_id):
                if self._camera is None:
                    self._outbox.put(StillTaken(order_id, refused=_NOT_OPEN))
                else:
                    self._camera.take_still(order_id)
            case Identify(seconds=seconds):
                self._maker.identify(seconds)
            case RestartCamera():
                self._reopen = True
            case Stop():
                self._orders.stop()

    def _apply(self, order: ApplySetting) -> None:
        camera = self._camera
        try:
            if camera is None:
                raise ControlError(_NOT_OPEN)
            if order.name in OWN_CONTROLS and order.name not in camera.controls:
                self._apply_own(camera, order)
            else:
                applied = camera.set_control(order.name, order.value)
                put_last(self._applied, order.name, applied)
                self._outbox.put(SettingApplied(order.id, applied, values=camera.values()))
        except ControlError as error:
            self._outbox.put(SettingApplied(order.id, refused=str(error)))

    def _apply_own(self, camera: OpenCamera, order: ApplySetting) -> None:
        """Set one of the node's own settings; what the camera itself has to know opens it again."""
        before, applied_before = self._own, dict(self._applied)
        self._own = before.changed(order.name, order.value)
        put_last(self._applied, order.name, order.value)
        self._maker.quality = self._own.quality
        self._maker.flip = self._own.flip
        if order.name in ("size", "fps") or (order.name == "quality" and camera.makes_jpegs):
            self._in_doubt = (order, before, applied_before)
            self._reopen = True
        else:
            self._outbox.put(SettingApplied(order.id, order.value))
