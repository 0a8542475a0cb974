"""Events as they are kept, that never happened."""

from gui.event_log.record import Kind, Record
from gui.look.sign import Sign

WALL = 1_700_000_000.0


def record(number=1, **facts):
    """Return a record that is `number` seconds after WALL."""
    wall = WALL + number
    facts = {
        "id": int(wall * 1_000_000),
        "wall": wall,
        "kind": Kind.LIVE,
        "text": f"event {number}",
        "sign": Sign.DOT,
        **facts,
    }
    return Record(**facts)


def alarm(number=1, **facts):
    """Return a record that nobody has acknowledged."""
    return record(number, **{"alarm": True, "kind": Kind.FAULT, "sign": Sign.CROSS, **facts})
