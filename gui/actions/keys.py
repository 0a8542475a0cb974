"""Which keys an action may have: not those of another one, nor those that move the focus."""

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from gui.actions.table import TABLE, ActionFacts, in_words

FIXED = {
    "Left": "Select the camera at the left",
    "Right": "Select the camera at the right",
    "Up": "Select the camera above",
    "Down": "Select the camera below",
    "Tab": "Go to the next part of the window",
    "Shift+Tab": "Go to the part before",
    "Backtab": "Go to the part before",
}
"""Keys that always do the same."""


def keys_of(facts: ActionFacts, chosen: Mapping[str, str]) -> str:
    """Return an action's keys under these choices, as the settings write them."""
    return chosen.get(facts.name, facts.shortcut)


def problem_with(name: str, keys: str, chosen: Mapping[str, str]) -> str:
    """Return why an action cannot have these keys, in words; nothing when it can."""
    wanted = _each(keys)
    if any(not one for one in wanted):
        return f"{keys!r} is no key"
    for one in wanted:
        if one in FIXED:
            return f"{in_words(one)} always does this: {FIXED[one]}"
        for facts in TABLE:
            if facts.name != name and one in _each(keys_of(facts, chosen)):
                return f"{in_words(one)} is taken by: {facts.text}"
    return ""


def usable(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the choices without those that cannot be: the file may have been edited by hand."""
    result: dict[str, str] = {}
    for facts in TABLE:
        keys = chosen.get(facts.name)
        if keys is not None and keys != facts.shortcut:
            result[facts.name] = keys
    for name in list(result):
        if problem_with(name, result[name], result):
            del result[name]
    return result


def _each(keys: str) -> list[str]:
    portable = QKeySequence.SequenceFormat.PortableText
    return [one.toString(portable) for one in QKeySequence.listFromString(keys)] if keys else []
