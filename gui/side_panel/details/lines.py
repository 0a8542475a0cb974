"""What the details say of a camera, line by line; what is not known is left out. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from gui.cameras.facts import CameraFacts
from gui.cameras.key import port_of_key
from gui.cameras.latency import latency_with_uncertainty
from gui.look.time_words import clock_time_or_date, running_time
from netgear_engine.protocol.ext import Health
from netgear_engine.protocol.patterns import FACTS

_HOT_C = 80.0
_FULL_PERCENT = 90.0
_WEAK_DBM = -75.0


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A title with what it says; `warning` is what to do about it, empty when all is well."""

    title: str
    value: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """Lines under one headline."""

    title: str
    lines: tuple[DetailLine, ...]


def detail_groups(facts: CameraFacts) -> list[DetailGroup]:
    """Return everything about a camera; a group without lines is left out."""
    health = facts.status.health
    groups = [
        DetailGroup("Camera", tuple(_camera(facts))),
        DetailGroup("Pictures", tuple(_pictures(facts))),
        DetailGroup("The camera's computer", () if health is None else tuple(_computer(health))),
        DetailGroup("Connection since the start", tuple(_history(facts))),
    ]
    return [group for group in groups if group.lines]


def detail_text(name: str, groups: list[DetailGroup]) -> str:
    """Return the same as plain text, to be sent to somebody who helps."""
    parts = [name]
    for group in groups:
        width = max(len(line.title) for line in group.lines)
        parts.append(f"\n{group.title}")
        for line in group.lines:
            warning = f"  ({line.warning})" if line.warning else ""
            parts.append(f"  {line.title:<{width}}  {line.value}{warning}")
    return "\n".join(parts) + "\n"


def _camera(facts: CameraFacts) -> Iterator[DetailLine]:
    status = facts.status
    yield DetailLine("State", facts.state_words)
    if status.since_wall:
        since = clock_time_or_date(status.since_wall, facts.now_wall)
        yield DetailLine("Since", f"{since} ({running_time(facts.now - status.since_at)})")
    connected = {0: "not connected", 1: "connected"}.get(status.connected)
    yield DetailLine("Connection", connected or f"{status.connected} connections")
    yield DetailLine("Key" if port_of_key(facts.key) is None else "Port", facts.key)
    yield DetailLine("Pattern", f"{int(status.pattern)}, {FACTS[status.pattern].title}")
    if facts.way:
        yield DetailLine("Security", facts.way)
    if status.name and status.name != facts.name:
        yield DetailLine("Its own name", status.name)
    if status.intruder:
        yield DetailLine("Another sender", status.intruder, "It sends to this port: not shown")
    plural = "" if status.connects == 1 else "s"
    yield DetailLine("Connected", f"{status.connects} time{plural}, lost {status.disconnects}")
    if facts.quality:
        yield DetailLine("Last hour", facts.quality.removesuffix(" in the last hour"))


def _pictures(facts: CameraFacts) -> Iterator[DetailLine]:
    status = facts.status
    if not status.received:
        return
    if status.size is not None:
        yield DetailLine("Size", f"{status.size[0]}×{status.size[1]}{_reduced(facts)}")
    if status.scaled:
        yield DetailLine("Values", status.scaled)
    values = status.report.values if status.report is not None else {}
    if isinstance(values.get("fps"), int | float):
        yield DetailLine("Camera set to", f"{values['fps']:.4g} fps")
    yield DetailLine("Received", f"{status.fps:.1f} fps")
    if facts.painted_fps is not None:
        yield DetailLine("Painted", f"{facts.painted_fps:.1f} fps")
    yield DetailLine("Data", f"{status.bits_per_second / 1e6:.1f} Mbit/s")
    latency = latency_with_uncertainty(facts.latency).removeprefix("latency ")
    yield DetailLine("Latency", latency if facts.moving else "–")
    yield DetailLine("Dropped", f"{facts.dropped} of {status.received}")
    if status.rejected_messages:
        last = f", last: {facts.record.last_rejected}" if facts.record.last_rejected else ""
        yield DetailLine("Unusable messages", f"{status.rejected_messages}{last}")


def _reduced(facts: CameraFacts) -> str:
    wanted = facts.status.wanted
    if wanted is None:
        return ""
    return f", asked for {wanted.width}×{wanted.height}" if wanted.width else ", not looked at"


def _computer(health: Health) -> Iterator[DetailLine]:
    if health.temperature_c is not None:
        hot = "Hot: cool the camera's computer" if health.temperature_c > _HOT_C else ""
        yield DetailLine("Temperature", f"{health.temperature_c:.0f} °C", hot)
    if health.throttled is not None:
        words = ", ".join(health.throttled) or "no"
        yield DetailLine("Slowed down", words, _throttled_warning(health.throttled))
    if health.cpu_percent is not None:
        yield DetailLine("Processor", f"{health.cpu_percent:.0f} %")
    if health.memory_percent is not None:
        yield DetailLine("Memory", f"{health.memory_percent:.0f} %")
    if health.disk_percent is not None:
        full = "Almost full: free some space" if health.disk_percent > _FULL_PERCENT else ""
        yield DetailLine("Disk", f"{health.disk_percent:.0f} %", full)
    if health.wifi_dbm is not None:
        weak = "Weak: bring the access point closer" if health.wifi_dbm < _WEAK_DBM else ""
        yield DetailLine("Wi-Fi", f"{health.wifi_dbm:.0f} dBm", weak)
    if health.clock_synchronised is not None:
        right = health.clock_synchronised
        warning = "" if right else "Its time may be wrong: let it ask a time server"
        yield DetailLine("Clock", "synchronised" if right else "not synchronised", warning)
    if health.uptime_s is not None:
        yield DetailLine("Running for", running_time(health.uptime_s))
    if health.camera_restarts is not None:
        yield DetailLine("Camera restarts", str(health.camera_restarts))
    if health.dropped_frames is not None:
        yield DetailLine("Dropped there", f"{health.dropped_frames} frames")


def _throttled_warning(words: tuple[str, ...]) -> str:
    """Return what to do about the worst of what the camera's computer says of itself."""
    if any(word.startswith("under-voltage") for word in words):
        return "Too little voltage: use the board's own power supply and a short cable"
    return "Too hot for its full speed: cool it" if words else ""


def _history(facts: CameraFacts) -> Iterator[DetailLine]:
    for happening in reversed(facts.record.happenings):
        yield DetailLine(clock_time_or_date(happening.wall, facts.now_wall), happening.words)
