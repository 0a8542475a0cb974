"""Times and durations in the words an operator reads. No Qt."""

from datetime import datetime

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def clock_time(wall: float) -> str:
    """Return the local time of day of `wall` (seconds since 1970), as in 14:03:21."""
    return f"{datetime.fromtimestamp(wall):%H:%M:%S}"


def clock_time_or_date(wall: float, now_wall: float) -> str:
    """Return the time of day, with the date before it when that is not today's."""
    moment = datetime.fromtimestamp(wall)
    if moment.date() == datetime.fromtimestamp(now_wall).date():
        return f"{moment:%H:%M:%S}"
    return f"{moment.day} {moment:%b %H:%M:%S}"


def date_and_time(wall: float) -> str:
    """Return weekday, date and time of day, as in Sat 21 Nov 14:03:24."""
    moment = datetime.fromtimestamp(wall)
    return f"{moment:%a} {moment.day} {moment:%b %H:%M:%S}"


def midnight(wall: float) -> float:
    """Return when the local day of `wall` began."""
    return (
        datetime.fromtimestamp(wall).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    )


def running_time(seconds: float) -> str:
    """Return a duration that is still growing, as in 00:42, 1:02:03 or 3 days."""
    whole = max(0, int(seconds))
    if whole >= 2 * _DAY:
        return f"{whole // _DAY} days"
    if whole >= _HOUR:
        return f"{whole // _HOUR}:{whole % _HOUR // _MINUTE:02}:{whole % _MINUTE:02}"
    return f"{whole // _MINUTE:02}:{whole % _MINUTE:02}"


def outage_time(seconds: float) -> str:
    """Return how long something that is over has lasted, as in 8 s, 1:12 or 2:05:00."""
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE}:{whole % _MINUTE:02}"
    return running_time(whole)
