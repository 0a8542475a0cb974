"""Everything that is known of one event, for the tooltip. No Qt."""

from gui.event_log.record import Record
from gui.look.time_words import date_and_time, outage_time


def event_tip(record: Record) -> str:
    """Return the event with its date, its outage, and by whom it was acknowledged."""
    lines = [date_and_time(record.wall), record.words]
    if record.outage is not None:
        lines.append(f"Without a picture for {outage_time(record.outage)}")
    if record.is_open:
        lines.append("Nobody has acknowledged this yet")
    elif record.acknowledged is not None:
        by = record.initials or "somebody"
        lines.append(f"Acknowledged by {by}, {date_and_time(record.acknowledged)}")
    if record.note:
        lines.append(record.note)
    return "\n".join(lines)
