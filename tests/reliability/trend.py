"""Does a series of figures grow? By the median of all slopes (Theil and Sen), which one jump does
not impress: a leak goes on and on, a cache that fills once does not.
"""

from collections.abc import Sequence
from itertools import combinations
from statistics import median

_MOST_POINTS = 120


def growth(values: Sequence[float]) -> float:
    """Return by how much the series grows from its begin to its end, along its median slope."""
    step = max(1, len(values) // _MOST_POINTS)
    points = list(enumerate(values))[::step]
    if len(points) < 2:
        return 0.0
    slopes = [(late - early) / (b - a) for (a, early), (b, late) in combinations(points, 2)]
    return median(slopes) * (len(values) - 1)
