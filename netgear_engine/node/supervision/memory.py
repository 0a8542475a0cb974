"""What was sent to a camera's process: all that a new one needs, and the answers still owed."""

from typing import Any

import msgspec

from netgear_engine.node.camera.messages import (
    ApplySetting,
    MakeStream,
    Order,
    ProcessSettings,
    SettingApplied,
    StillTaken,
    Stream,
    TakeStill,
)
from netgear_engine.node.camera.own_settings import put_last


class CameraMemory:
    """Outlives the processes of one camera."""

    def __init__(self, settings: ProcessSettings) -> None:
        self._settings = settings
        self._applied: dict[str, Any] = dict(settings.applied)
        self._owed: dict[str, ApplySetting | TakeStill] = {}
        self._stream = Stream()

    def settings(self) -> ProcessSettings:
        """Return what a new process begins with."""
        return msgspec.structs.replace(self._settings, applied=dict(self._applied))

    def ordered(self, order: Order) -> None:
        """Remember an order that is sent."""
        if isinstance(order, MakeStream):
            self._stream = order.stream
        elif isinstance(order, ApplySetting | TakeStill):
            self._owed[order.id] = order

    def orders_for_a_new_process(self) -> list[Order]:
        """Return what is to be sent to it beside its settings."""
        return [] if self._stream == Stream() else [MakeStream(self._stream)]

    def answered(self, report: SettingApplied | StillTaken) -> None:
        """Remember what became of an order."""
        order = self._owed.pop(report.id, None)
        if not isinstance(order, ApplySetting) or not isinstance(report, SettingApplied):
            return
        if not report.refused:
            put_last(self._applied, order.name, report.applied)

    def slowest_rate(self, camera_fps: float | None) -> float | None:
        """Return the rate at which pictures must be expected, of a camera that tells its own."""
        rates = [self._applied.get("fps", self._settings.fps), camera_fps, self._stream.fps]
        known = [rate for rate in rates if rate]
        return min(known) if known else None

    def refuse_all(self, reason: str) -> list[SettingApplied | StillTaken]:
        """Return a refusal for every order that nobody will answer any more."""
        owed = list(self._owed.values())
        self._owed.clear()
        return [_refusal(order, reason) for order in owed]


def _refusal(order: ApplySetting | TakeStill, reason: str) -> SettingApplied | StillTaken:
    if isinstance(order, ApplySetting):
        return SettingApplied(order.id, refused=reason)
    return StillTaken(order.id, refused=reason)
