"""Letters in a password that end it, or the host of the address, unless they are escaped."""

import re
from urllib.parse import unquote

HOW_TO_WRITE = (
    "a user or a password is written with "
    "%40 for @, %3A for :, %2F for /, %23 for #, %3F for ? and %25 for %"
)
# What stands where a port would be and is none, before a sign that ends the host, and an "@" later.
_UNESCAPED = re.compile(r"\w+://[^/?#@:]*:(?!\d+[/?#])[^/?#@]*[/?#].*@", re.DOTALL)


def has_unescaped_signs(address: str) -> bool:
    """Tell whether a password holds a sign that ends the host of an address, as in me:a/b@cam."""
    return _UNESCAPED.match(address) is not None


def special_letters_hint(address: str) -> str:
    """Return how to write a password, where it seems to hold letters that end it; "" elsewhere."""
    _, _, rest = address.partition("://")
    login, at, _ = rest.rpartition("@")
    _, _, password = login.partition(":")
    is_odd = any(letter in password for letter in "@:/?# ") or "%" in unquote(password)
    return f"; {HOW_TO_WRITE}" if at and is_odd else ""
