"""What an operator types, as the value that is sent, and messages as text. No Qt."""

import json
import re
from typing import Any

import msgspec

from netgear_engine.codecs import jpeg
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.reply import ArrayReply

LONGEST = 100_000
"""Of a longer text nothing more is kept; what a camera can send is shorter."""

_JSON_BEGINS = '{["-0123456789'
_ONE_LINE = 72
_LINE = 40
_LONGEST_FITTED = 2000
_DEEPEST = 20
_LONGEST_READ_AGAIN = 4000
_BRACKET = re.compile(r"[\[\]{}]")


def parse_reply(text: str) -> Any:
    """Return the JSON value that the text is, or the text itself when it is not JSON.

    Bare words such as true or null are plain text too: an operator who writes "true" means a word.
    """
    stripped = text.strip()
    if not stripped or stripped[0] not in _JSON_BEGINS:
        return stripped
    try:
        return json.loads(stripped, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return stripped


def sent_as(text: str) -> str:
    """Return as what a typed text will be sent, as in "number 42"."""
    value = parse_reply(text)
    if isinstance(value, dict):
        return f"JSON object, {_count(value, 'field')}"
    if isinstance(value, list):
        return f"list, {_count(value, 'value')}"
    if isinstance(value, int | float):
        return f"number {value}"
    return "text"


def looks_broken(text: str) -> bool:
    """Return whether a text begins as JSON does but is none, so that it is sent as it stands."""
    stripped = text.strip()
    return (
        stripped[:1] in {"{", "[", '"'}
        and isinstance(parse_reply(stripped), str)
        and (parse_reply(stripped) == stripped)
    )


def typed(value: Any) -> str:
    """Return the one line that is read as this value when it is typed."""
    if _is_plain(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def message_text(value: Any) -> str:
    """Return a message of any JSON type as text; text that would read as JSON keeps its quotes.

    What does not fit one line is indented. Very long messages are cut and say so.
    """
    if isinstance(value, ArrayReply):
        return _picture_text(value)
    text = _printable(str(value) if _is_plain(value) else _json_text(value))
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}… ({len(text) - LONGEST} characters more)"


def can_be_kept(value: Any) -> bool:
    """Return whether a value can be a preset: the settings file knows no null."""
    if isinstance(value, dict):
        return all(map(can_be_kept, value.values()))
    return all(map(can_be_kept, value)) if isinstance(value, list) else value is not None


def _is_plain(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return len(value) > _LONGEST_READ_AGAIN or parse_reply(value) == value.strip()


def _json_text(value: Any) -> str:
    try:
        line = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "(nested too deeply to be shown)"
    if len(line) <= _ONE_LINE or _is_deep(line):
        return line
    if len(line) <= _LONGEST_FITTED:
        return _fitted(value, 0)
    try:
        return msgspec.json.format(line, indent=2)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        # Not a number, half a character: stock peers send that too.
        return line


def _fitted(value: Any, indent: int) -> str:
    """Return JSON in lines that fit the panel: what is short enough stays in one."""
    line = json.dumps(value, ensure_ascii=False, default=str)
    if indent + len(line) <= _LINE or not isinstance(value, dict | list) or not value:
        return line
    if isinstance(value, dict):
        begin, end = "{", "}"
        parts = [
            f"{json.dumps(str(key), ensure_ascii=False)}: {_fitted(inner, indent + 2)}"
            for key, inner in value.items()
        ]
    else:
        begin, end = "[", "]"
        parts = [_fitted(inner, indent + 2) for inner in value]
        if not any(isinstance(inner, dict | list) for inner in value):
            parts = _filled(parts, _LINE - indent - 2)
    space = " " * (indent + 2)
    return f"{begin}\n{space}" + f",\n{space}".join(parts) + f"\n{' ' * indent}{end}"


def _filled(parts: list[str], width: int) -> list[str]:
    """Return short values side by side, as many as a line takes."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + 3 <= width:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines


def _is_deep(line: str) -> bool:
    """Return whether indenting would make a small message a huge text."""
    depth = 0
    for bracket in _BRACKET.finditer(line):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _DEEPEST:
            return True
    return False


def _printable(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _picture_text(reply: ArrayReply) -> str:
    kilobytes = max(1, round(len(reply.payload) / 1024))
    try:
        width, height = jpeg.measure(reply.payload)
    except RemoteProtocolError:
        return f"Picture, {kilobytes} KB"
    return f"Picture, {width} × {height}, {kilobytes} KB"


def _count(values: Any, word: str) -> str:
    return f"1 {word}" if len(values) == 1 else f"{len(values)} {word}s"


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
