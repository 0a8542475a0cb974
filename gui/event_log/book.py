"""What becomes of the events: which of them are alarms, and which of those want acknowledging.

No Qt.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from gui.cameras.key import CameraKey
from gui.event_log.flow import Flow
from gui.event_log.outages import Group, Outage, Outages
from gui.event_log.record import NO_CAMERA, Kind, Record
from gui.event_log.store import MOST_OPEN_ALARMS
from gui.event_log.text import Alarm, EventLine, group_back, group_lost, group_was_lost
from gui.look.sign import Sign

_WITH_PICTURE = frozenset({Kind.LIVE, Kind.BACK, Kind.REPEATING})
_WITHOUT_PICTURE = frozenset({Kind.ENDED, Kind.REFUSED, Kind.FAULT})

_OF_THE_OPERATOR = frozenset({Kind.OPERATOR, Kind.COMMAND, Kind.ACKNOWLEDGED})
_MOST_FLOWS = 10_000


class EventBook:
    """Turns lines into records, and decides without looking at any clock.

    A loss becomes an alarm when it has lasted for `grace` seconds; the picture tells of it at
    once. Cameras lost together are one alarm. The same alarm coming again while it is
    unacknowledged is counted, so a camera that comes and goes fills no list. An alarm stays until
    it is acknowledged, also when the camera is back. What a camera says over and over is one
    record with a count, so that it pushes out nobody else's.
    """

    def __init__(self, grace: float = 10.0) -> None:
        self.grace = grace
        self._last_id = 0
        self._alarms: dict[int, Record] = {}
        self._outages = Outages()
        self._changed: dict[int, Record] = {}
        self._fresh: set[int] = set()
        self._flows: dict[tuple[CameraKey, Kind, str], Flow] = {}

    def alarms(self) -> list[Record]:
        """Return what still wants to be acknowledged, the newest first."""
        return sorted(self._alarms.values(), key=lambda record: -record.id)

    def take_changes(self) -> tuple[list[Record], list[Record]]:
        """Return the records that are new and those that have changed, since the last call."""
        new = [record for key, record in self._changed.items() if key in self._fresh]
        changed = [record for key, record in self._changed.items() if key not in self._fresh]
        self._changed.clear()
        self._fresh.clear()
        return new, changed

    def restore(self, alarms: Iterable[Record]) -> None:
        """Take back alarms that were not acknowledged before the program ended."""
        for record in alarms:
            self._alarms[record.id] = record
            self._last_id = max(self._last_id, record.id)

    def add(self, line: EventLine, now: float) -> None:
        """Take a new event; `now` is in monotonic seconds."""
        record = self._record_of(line, now)
        if line.alarm is Alarm.AFTER_GRACE:
            self._outages.lose(record, now)
        elif line.kind in _WITH_PICTURE:
            self._end_outage(record, now)
        elif line.kind in _WITHOUT_PICTURE:
            self._outages.settle(line.key)
        if line.alarm is Alarm.AT_ONCE and not record.is_open:
            self._raise(record)

    def raise_due(
        self, now: float, is_out: Callable[[CameraKey], bool] = lambda _key: True
    ) -> None:
        """Turn losses that have lasted long enough into alarms.

        `is_out(key)` is the newest that is known of a camera: while pictures come there is no
        alarm, even if the news of it is still on its way.
        """
        self._outages.drop_unless(is_out)
        for outage in self._outages.due(now, self.grace):
            # It may have become part of a group with the one before.
            if outage.waiting:
                self._raise_loss(outage)

    def acknowledge(
        self, ids: Collection[int], wall: float, initials: str, note: str = ""
    ) -> list[Record]:
        """Acknowledge these alarms; return those that were still open."""
        found = [self._alarms[one] for one in sorted(ids) if one in self._alarms]
        for record in found:
            self._change(replace(record, acknowledged=wall, initials=initials, note=note))
        if found:
            self._note_acknowledged(found, wall, initials, note)
        return found

    # Losses ----------------------------------------------------------------------------------

    def _raise_loss(self, outage: Outage) -> None:
        group = self._outages.group_for(outage)
        if group is not None:
            self._join(group, [outage])
            return
        members = self._outages.lost_with(outage)
        if members:
            first = members[0]
            record = Record(
                id=self._next_id(first.record.wall),
                wall=first.record.wall,
                kind=Kind.LOST,
                text="",
                sign=Sign.CROSS,
                alarm=True,
            )
            self._join(Group(first.began, self._new(record)), members)
        else:
            outage.waiting = False
            if outage.record.acknowledged is not None:
                # It was counted with an alarm that was acknowledged before its grace ended.
                outage.record = self._again(outage.record)
            self._raise(outage.record)

    def _join(self, group: Group, members: list[Outage]) -> None:
        self._outages.join(group, members)
        for one in members:
            self._change(replace(one.record, alarm=False, part_of=group.record.id))
        keys = (*group.record.keys, *(one.key for one in members))
        self._tell_group(replace(group.record, keys=keys), group)

    def _tell_group(self, record: Record, group: Group) -> None:
        text = group_lost(group.count, record.wall, len(group.out))
        self._change(replace(record, text=text, camera=f"{group.count} cameras"))

    def _end_outage(self, record: Record, now: float) -> None:
        outage = self._outages.show_picture(record.key)
        if outage is None:
            return
        lasted = record.outage
        if lasted is None:
            lasted = max(0.0, now - outage.began)
        self._change(replace(outage.record, outage=lasted))
        group = outage.group
        if group is None:
            return
        if record.kind is Kind.BACK:
            self._change(replace(record, part_of=group.record.id))
        if group.out:
            self._tell_group(group.record, group)
        else:
            self._end_group(group, record.wall, lasted)

    def _end_group(self, group: Group, wall: float, lasted: float) -> None:
        text = group_was_lost(group.count, group.record.wall, lasted)
        self._change(replace(group.record, text=text, outage=lasted))
        self._new(
            Record(
                id=self._next_id(wall),
                wall=wall,
                kind=Kind.BACK,
                text=group_back(group.count, lasted),
                sign=Sign.DOT,
                camera=group.record.camera,
                outage=lasted,
                keys=group.record.keys,
            )
        )

    # Alarms ----------------------------------------------------------------------------------

    def _raise(self, record: Record) -> None:
        for known in self.alarms():
            if known.id == record.id:
                continue
            if (known.key, known.text) == (record.key, record.text):
                record = replace(record, times=record.times + known.times)
                self._change(replace(known, alarm=False, part_of=record.id))
                break
        self._change(replace(record, alarm=True))
        if len(self._alarms) > MOST_OPEN_ALARMS:
            self._change(replace(self._alarms[self._least_needed()], alarm=False))

    def _least_needed(self) -> int:
        """Return the oldest alarm of the camera that has most of a kind: no other is to suffer."""
        noisy = Counter((record.key, record.kind) for record in self._alarms.values())
        ((most, _count),) = noisy.most_common(1)
        return min(one.id for one in self._alarms.values() if (one.key, one.kind) == most)

    def _note_acknowledged(
        self, found: list[Record], wall: float, initials: str, note: str
    ) -> None:
        what = found[0].text if len(found) == 1 else f"{len(found)} alarms"
        self._new(
            Record(
                id=self._next_id(wall),
                wall=wall,
                kind=Kind.ACKNOWLEDGED,
                text=f"{initials or 'Somebody'} acknowledged: {what}",
                sign=Sign.DOT,
                key=found[0].key if len(found) == 1 else NO_CAMERA,
                camera=found[0].camera if len(found) == 1 else "",
                part_of=found[0].id,
                initials=initials,
                note=note,
            )
        )

    def _record_of(self, line: EventLine, now: float) -> Record:
        """Return a new record, or the last one of its kind, counted, when there are too many."""
        record = Record(
            id=0,
            wall=line.wall,
            kind=line.kind,
            text=line.text,
            sign=line.sign,
            key=line.key,
            camera=line.camera,
            outage=line.outage,
        )
        if line.kind in _OF_THE_OPERATOR:
            return self._new(replace(record, id=self._next_id(line.wall)))
        # What is about no camera is of one kind only if it says the same.
        what = (line.key, line.kind, "" if line.key else line.text)
        flow = self._flows.setdefault(what, Flow(now))
        last = flow.last
        # What was acknowledged alarms no more; a loss within its grace may yet become an alarm.
        is_done_with = last is None or (
            last.acknowledged is not None or (line.alarm is Alarm.AT_ONCE and not last.is_open)
        )
        if flow.has_room(now) or last is None or is_done_with:
            flow.last = self._new(replace(record, id=self._next_id(line.wall)))
        else:
            self._change(replace(last, text=line.text, times=last.times + 1, outage=line.outage))
        if len(self._flows) > _MOST_FLOWS:
            self._flows = {what: flow}
        return flow.last or record

    # Records ---------------------------------------------------------------------------------

    def _again(self, record: Record) -> Record:
        new = replace(record, id=self._next_id(record.wall), times=1, alarm=False)
        return self._new(replace(new, acknowledged=None, initials="", note=""))

    def _next_id(self, wall: float) -> int:
        """Return microseconds since 1970, or the next number when that is not the greatest."""
        self._last_id = max(self._last_id + 1, int(wall * 1_000_000))
        return self._last_id

    def _new(self, record: Record) -> Record:
        self._fresh.add(record.id)
        self._change(record)
        return record

    def _change(self, record: Record) -> None:
        self._changed[record.id] = record
        for what in ((record.key, record.kind, ""), (record.key, record.kind, record.text)):
            flow = self._flows.get(what)
            if flow is not None and flow.last is not None and flow.last.id == record.id:
                flow.last = record
        self._outages.note(record)
        if record.is_open:
            self._alarms[record.id] = record
        else:
            self._alarms.pop(record.id, None)
