"""Break things at random and look whether everything comes back: make chaos MINUTES=20.

    python -m tests.reliability.chaos --minutes 20 [--seed N] [--cameras 4] [--only "link down"]

Real programs on computers of their own (network namespaces, so root is needed). After each fault
every camera must be live with new pictures within 15 s, no other camera may have missed a second,
and every event that was in the monitor's file must still be there. Ends with 1 if anything failed.
"""

import argparse
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from netgear_engine.clock import SystemClock
from tests.reliability.faults import FAULTS, Fault
from tests.reliability.lab import Camera, Lab, can_shift_clock, lab

BACK_WITHIN_S = 15.0
MISSED_S = 1.0
_FIRST_START_S = 60.0
_FRESH_S = 1.0


@dataclass
class _Tally:
    """What one fault did, over all its rounds."""

    rounds: int = 0
    back: list[float] = field(default_factory=list)
    oldest: float = 0.0
    failures: list[str] = field(default_factory=list)


def main() -> int:
    """Run for the minutes given, print a line a fault and a table at the end."""
    options = _options()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    choose = random.Random(seed)
    faults = [one for one in FAULTS if options.only in ("", one.name)]
    started = time.strftime("%Y-%m-%d %H:%M")
    print(f"chaos, {started}, seed {seed}, {options.cameras} cameras", flush=True)
    if not can_shift_clock():
        print("the clock does not jump: there is no C compiler", flush=True)
    tallies = {fault.name: _Tally() for fault in faults}
    with lab(options.cameras, SystemClock()) as everything:
        _wait_until_live(everything, _FIRST_START_S)
        end = everything.clock.monotonic() + options.minutes * 60
        stored: set[tuple[int, str]] = set()
        while everything.clock.monotonic() < end:
            # Each kind once before any comes again, so that a short run has seen them all.
            fewest = min(tally.rounds for tally in tallies.values())
            fault = choose.choice([one for one in faults if tallies[one.name].rounds == fewest])
            stored = _round(everything, fault, choose, stored, tallies[fault.name])
    return _table(tallies)


def _round(
    everything: Lab,
    fault: Fault,
    choose: random.Random,
    stored: set[tuple[int, str]],
    tally: _Tally,
) -> set[tuple[int, str]]:
    victim = choose.choice(everything.cameras)
    seconds = choose.uniform(1, fault.longest)
    clock = everything.clock
    stored = stored | _events(everything)
    print(f"{fault.name:22} {victim.key} {seconds:5.1f} s", end="", flush=True)
    begun = clock.monotonic()
    with fault.begin(everything, victim, choose):
        clock.sleep(seconds)
    ended = clock.monotonic()
    failures = []
    try:
        back = _wait_until_live(everything, BACK_WITHIN_S) - ended
        tally.back.append(back)
    except TimeoutError as error:
        back = float("inf")
        failures.append(str(error))
    oldest = _oldest(everything, fault, victim, begun)
    tally.oldest = max(tally.oldest, oldest)
    if oldest > MISSED_S:
        failures.append(f"another camera's picture was {oldest:.1f} s old")
    if back == float("inf"):
        everything.start_again()
        _wait_until_live(everything, _FIRST_START_S)
    now = _events(everything)
    lost = set() if fault.forgets_events else stored - now
    if lost:
        failures.append(f"{len(lost)} events are gone")
    tally.rounds += 1
    tally.failures += [f"{fault.name}, {victim.key}, {seconds:.1f} s: {one}" for one in failures]
    print(
        f"  back {back:5.1f} s  others at most {oldest:.2f} s old  {'; '.join(failures) or 'well'}",
        flush=True,
    )
    return now


def _wait_until_live(everything: Lab, seconds: float) -> float:
    """Return when all cameras were LIVE with fresh pictures; raises TimeoutError."""
    clock = everything.clock
    end = clock.monotonic() + seconds
    while clock.monotonic() < end:
        now = clock.monotonic()
        looks = everything.monitor.looks(now - _FRESH_S)
        if looks and all(_is_live(looks[-1], camera) for camera in everything.cameras):
            return now
        clock.sleep(0.1)
    looks = everything.monitor.looks(clock.monotonic() - 5)
    seen = looks[-1]["tiles"] if looks else f"no look; {everything.monitor.errors()[-500:]}"
    raise TimeoutError(f"not all live after {seconds:g} s: {seen}")


def _is_live(look: dict[str, dict[str, tuple[str, float | None]]], camera: Camera) -> bool:
    condition, newest = look["tiles"].get(camera.key, ("", None))
    at: float = look["at"]  # type: ignore[assignment] # one object of the line is a number
    return condition in ("LIVE", "SLOW") and newest is not None and at - newest < _FRESH_S


def _oldest(everything: Lab, fault: Fault, victim: Camera, since: float) -> float:
    """Return how old the picture of a camera was at worst that the fault must not harm."""
    if fault.harms == "all":
        return 0.0
    harmed = {victim.key} if fault.harms == "one" else set()
    return max(_ages(everything, since, harmed), default=0.0)


def _ages(everything: Lab, since: float, harmed: set[str]) -> Iterator[float]:
    for look in everything.monitor.looks(since):
        for key, (_, newest) in look["tiles"].items():
            if key not in harmed:
                yield look["at"] - newest if newest is not None else float("inf")


def _events(everything: Lab) -> set[tuple[int, str]]:
    try:
        return everything.monitor.stored_events()
    except sqlite3.Error:
        return set()


def _table(tallies: dict[str, _Tally]) -> int:
    print("\n| fault | rounds | back after, worst | others' oldest picture | failed |")
    print("|---|---|---|---|---|")
    for name, one in tallies.items():
        worst = f"{max(one.back):.1f} s" if one.back else "-"
        print(f"| {name} | {one.rounds} | {worst} | {one.oldest:.2f} s | {len(one.failures)} |")
    failures = [failure for one in tallies.values() for failure in one.failures]
    print("\n" + ("\n".join(failures) or "Everything came back."))
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, help="that of an earlier run, which printed it")
    parser.add_argument("--cameras", type=int, default=4)
    parser.add_argument("--only", default="", help="the name of one fault")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
