"""Reads what a person wrote into a file, and says what is wrong with it in their words."""

import contextlib
import difflib
import errno
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from netgear_engine.errors import EngineError

Read = Callable[[Any], Any]

# difflib's measure, 1 for the same word: "sise" is "size", but "framerate" is not "format".
_MUCH_ALIKE = 0.7
_LONGEST_SHOWN = 100
# Such a file has a few kilobytes; a device or a film that is named by mistake has no end.
_MOST_CHARACTERS = 16 * 1024 * 1024


class WrongValueError(EngineError):
    """A value cannot be; the message names the value and what is allowed."""


def read_written(path: Path) -> str:
    """Return the text of such a file; raises OSError, as when it is far too large, UnicodeError."""
    # Windows' editors begin a text with a byte order mark.
    with path.open(encoding="utf-8-sig") as file:
        text = file.read(_MOST_CHARACTERS + 1)
    if len(text) > _MOST_CHARACTERS:
        raise OSError(errno.EFBIG, "it is far too large", str(path))
    return text


def shown(value: Any) -> str:
    """Return a value as it is written in the file, text in quotes; the beginning of a long one."""
    try:
        if isinstance(value, str):
            text = repr(value)
        elif isinstance(value, list | dict | bool):
            text = json.dumps(value, default=str, ensure_ascii=False)
        else:
            text = str(value)
    except (ValueError, RecursionError):
        return "a number of too many digits"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like this one, "" when none is much like it."""
    names = {_plain(name): name for name in known}
    found = difflib.get_close_matches(_plain(word[:_LONGEST_SHOWN]), names, n=1, cutoff=_MUCH_ALIKE)
    return names[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean ...?", "" when no known word is much like this one."""
    name = nearest(word, known)
    return f"; did you mean {name}?" if name else ""


def as_type(kind: Any, words: str) -> Read:
    """Return a reader of values that msgspec knows the type of; `words` say what is allowed."""

    def read(value: Any) -> Any:
        try:
            return msgspec.convert(value, kind)
        except (msgspec.ValidationError, OverflowError) as error:
            raise WrongValueError(not_that(value, kind, words)) from error

    return read


def not_that(value: Any, kind: Any, words: str) -> str:
    """Return that a value is not what `words` say, and what to write if that can be guessed."""
    hint = ""
    if _is_of(kind, number(value)):
        hint = ": write it without quotes"
    elif kind is str and _is_of(int, value):
        hint = f', as in "{value}"'
    return f"{shown(value)} is not {words}{hint}"


def number(value: Any) -> int | float | None:
    """Return the number that a text is, None when it is none."""
    if not isinstance(value, str):
        return None
    with contextlib.suppress(ValueError):
        return int(value) if value.isascii() and value.isdigit() else float(value)
    return None


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-")


def _is_of(kind: Any, value: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, OverflowError):
        return False
    return value is not None
