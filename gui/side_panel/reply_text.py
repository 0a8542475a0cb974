"""What an operator types, as the value that is sent, and back again. No Qt."""

import json
from typing import Any

_LONGEST = 2000


def parse_reply(text: str) -> Any:
    """Return the JSON value that the text is, or the text itself when it is not JSON.

    Bare words such as true or null are plain text too: an operator who writes "true" means a word.
    """
    stripped = text.strip()
    if not stripped or stripped[0] not in '{["-0123456789':
        return stripped
    try:
        return json.loads(stripped, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return stripped


def message_text(value: Any) -> str:
    """Return a message of any JSON type as text; text that would read as JSON keeps its quotes.

    Very long messages are cut and say so.
    """
    if isinstance(value, str) and parse_reply(value) == value.strip():
        text = value
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({len(text) - _LONGEST} characters more)"


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
