"""What a node says of its camera's fault, in the operator's words. No Qt."""

_PREFIX = "camera fault: "


def fault_reason(told: str) -> str:
    """Return why a camera gives no pictures, without the words that our nodes begin with."""
    return told.removeprefix(_PREFIX) or "it gives no pictures"


def fault_words(told: str) -> str:
    """Return the reason after the word for it."""
    return _PREFIX + fault_reason(told)
