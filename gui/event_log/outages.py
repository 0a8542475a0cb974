"""Which cameras are without a picture, since when, and which of them were lost together. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gui.cameras.key import CameraKey
from gui.event_log.record import Record

TOGETHER_WITHIN = 5.0
"""Seconds within which several losses count as one: cables and switches fail at once."""
FEWEST_TOGETHER = 3


@dataclass(slots=True, eq=False)
class Group:
    """Cameras that were lost together, and those of them that are still `out`."""

    began: float
    record: Record
    count: int = 0
    out: set[CameraKey] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Outage:
    """One camera without a picture: `waiting` until its grace ends, `over` by what is known now."""

    key: CameraKey
    began: float
    record: Record
    waiting: bool = True
    over: bool = False
    group: Group | None = None


class Outages:
    """Follows all cameras. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._live: set[CameraKey] = set()
        self._out: dict[CameraKey, Outage] = {}
        self._groups: list[Group] = []

    def show_picture(self, key: CameraKey) -> Outage | None:
        """Note that a camera gives pictures; return the outage that this ends."""
        self._live.add(key)
        outage = self._out.pop(key, None)
        if outage is not None and outage.group is not None:
            outage.group.out.discard(key)
            if not outage.group.out:
                self._groups.remove(outage.group)
        return outage

    def settle(self, key: CameraKey) -> None:
        """Note that a camera gives no pictures, for a reason that is told otherwise."""
        self._live.discard(key)
        outage = self._out.get(key)
        if outage is not None and outage.waiting:
            outage.waiting, outage.over = False, True

    def lose(self, record: Record, now: float) -> None:
        """Note a loss; one that turns into another, a fault for example, lasts since the first."""
        self._live.discard(record.key)
        known = self._out.get(record.key)
        if known is None:
            self._out[record.key] = Outage(record.key, now, record)
        elif known.waiting:
            known.record = record

    def drop_unless(self, is_out: Callable[[CameraKey], bool]) -> None:
        """Count losses that are over no longer, also when the news of it is still on its way."""
        for outage in self._out.values():
            if not is_out(outage.key):
                outage.waiting, outage.over = False, True

    def due(self, now: float, grace: float) -> list[Outage]:
        """Return the losses whose grace is over, the first lost first."""
        due = [one for one in self._out.values() if one.waiting and one.began + grace <= now]
        return sorted(due, key=lambda one: one.began)

    def group_for(self, outage: Outage) -> Group | None:
        """Return the group that a loss belongs to because it began when the group's did."""
        near = (one for one in self._groups if _together(one.began, outage.began))
        return next(near, None)

    def lost_with(self, outage: Outage) -> list[Outage]:
        """Return what was lost together with this one, and this one; nothing when it was alone.

        They must be three at least, and more than half of the cameras that were live.
        """
        near = [
            one
            for one in self._out.values()
            if one.group is None and not one.over and _together(one.began, outage.began)
        ]
        many = len(near) >= FEWEST_TOGETHER and len(near) > len(self._live)
        return sorted(near, key=lambda one: one.began) if many else []

    def join(self, group: Group, members: list[Outage]) -> None:
        """Put losses into a group."""
        if group not in self._groups:
            self._groups.append(group)
        for one in members:
            one.waiting, one.group = False, group
            group.count += 1
            group.out.add(one.key)

    def note(self, record: Record) -> None:
        """Remember what has become of a record."""
        for outage in self._out.values():
            if outage.record.id == record.id:
                outage.record = record
        for group in self._groups:
            if group.record.id == record.id:
                group.record = record


def _together(one: float, other: float) -> bool:
    return abs(one - other) <= TOGETHER_WITHIN
