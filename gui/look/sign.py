"""The signs that stand beside every state's word, so that no state is told by colour alone."""

import enum


class Sign(enum.Enum):
    """A small shape; what colour it is drawn in follows from it."""

    DOT = "all is well"
    RING = "nothing yet"
    TRIANGLE = "needs attention"
    CROSS = "needs the operator now"
    BAR = "ended on purpose"
