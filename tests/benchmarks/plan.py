"""How long `make bench` measures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Rounds of each contender, and what every time is multiplied with.

    `growth_rounds` are those of each point of the charts, of which there are many.
    """

    rounds: int = 5
    growth_rounds: int = 1
    times: float = 1.0
    overload_s: float = 60.0
