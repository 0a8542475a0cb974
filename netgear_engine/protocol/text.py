"""Text from outside, made such that anybody may print, store and paint it.

A name or a reason is one line without a sign that nobody sees; free data keeps its form. Nothing is
refused for an ugly text: a frame must not be lost because of the name that came with it.
"""

import re
import unicodedata
from typing import Any

LONGEST_NAME = 80
LONGEST_NODE = 200
LONGEST_REASON = 400

_REPLACEMENT = "\ufffd"
# Of a text that is far too long no more than this many times its limit is looked at.
_LOOKED_AT = 4
# Marks over or under one letter; more of them would be painted over whatever stands near by.
_MOST_MARKS = 4
_MARKS = {"Mn", "Me"}
# Control and direction signs; the halves of characters are replaced, so that one sees them.
_REMOVED = {"Cc", "Cf"}
# Unicode calls these letters and marks, but they take no room, or only room.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U000e0100-\U000e01ef]"
)
# People type them, in Persian or an emoji: they join two letters or choose the form of one.
_JOINERS = re.compile(r"[\u200c\u200d\ufe00-\ufe0f]")
_HALF = re.compile(r"[\ud800-\udfff]")
_HALF_OR_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def one_line(text: str, longest: int) -> str:
    """Return a name or a reason: at most `longest` characters, all of them to be seen.

    Line ends and all other white space are single spaces, and what can be written in two ways is
    written in one, so that two names that look the same mostly are the same.
    """
    if len(text) <= longest and text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = "".join(map(_seen, _UNSEEN.sub("", text[: longest * _LOOKED_AT])))
    shown = _without_towers(unicodedata.normalize("NFC", seen))
    return " ".join(shown.split())[:longest].rstrip()


def without_joiners(name: str) -> str:
    """Return a name that a person wrote without what joins letters or emoji in it.

    Nobody sees them, so two names might look the same: at both ends a name is without them.
    """
    return _JOINERS.sub("", name)


def printable(text: str) -> str:
    """Return text that does nothing to a terminal or a journal, with a ? for each sign that may."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def cleaned(value: Any, *, control_characters: bool) -> Any:
    """Return JSON data in which each half of a character is U+FFFD.

    So are control characters other than tab and line end, unless they may stay.
    """
    return _cleaned(value, _HALF if control_characters else _HALF_OR_CONTROL)


def _seen(sign: str) -> str:
    if sign.isspace():
        return " "
    category = unicodedata.category(sign)
    return _REPLACEMENT if category == "Cs" else "" if category in _REMOVED else sign


def _without_towers(text: str) -> str:
    """Return the text with at most so many marks at each letter."""
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in _MARKS else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _cleaned(value: Any, ugly: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return ugly.sub(_REPLACEMENT, value)
    if isinstance(value, list):
        return [_cleaned(one, ugly) for one in value]
    if isinstance(value, dict):
        return {ugly.sub(_REPLACEMENT, key): _cleaned(one, ugly) for key, one in value.items()}
    return value
