"""Addresses as they may be shown, and texts about them: without user names, passwords and keys.

An address by itself is judged by its form. In any other text, which may name it in another form,
the secrets of the addresses that there are are looked for.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

# Up to the last "@", since a password may hold "/" or "@" that nobody escaped; and from the very
# start where there is no scheme: an address that is written wrong has its password all the same.
_CREDENTIALS = re.compile(
    r"\A(.*?[A-Za-z][A-Za-z0-9+.-]*:/+)?.*(?:@|\uff20|%40)", re.DOTALL | re.IGNORECASE
)
# user:password where an "@" should follow; a port is a number, and "[::1]" no user.
_WITHOUT_AT = re.compile(r"(?<=:/)(/?)[^/?#\s\[\]@]+:(?!\d{1,5}\b|[/?#\s\"']|$)\S*")
_QUERY = re.compile(r"\?.*", re.DOTALL)
# Some cameras take them in the path: rtsp://10.0.0.4/user=admin&password=secret&channel=1
_NAMED = re.compile(
    r"((?:pass|pw|psw|user|usr|login|account|key|token|secret|auth|sig)[\w.-]*=)[\"']?[^\s\"']+",
    re.IGNORECASE,
)
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")
# An "@" in these is part of a device's name.
_DEVICE = re.compile(r"/dev/|picamera2?:", re.IGNORECASE)
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:/*")
# A shorter word alone would be found everywhere; it is hidden together with the user's name.
_SHORTEST = 4
# A value behind its name: a user alone is as short as an ordinary word.
_VALUE = re.compile(r"[:=].")
_HIDDEN = "..."


def without_credentials(address: str) -> str:
    """Return an address, or a text with one in it, with user, password and query left out.

    However wrong the address is: what stands before an "@" is not shown, nor what a query or a
    password's name is followed by. What cannot be written in UTF-8 becomes U+FFFD.
    """
    shown = _NOT_UTF_8.sub("\ufffd", address)
    if _DEVICE.match(shown):
        return shown
    shown = _CREDENTIALS.sub(lambda match: f"{match[1] or ''}...@", shown)
    shown = _QUERY.sub("?...", _WITHOUT_AT.sub(r"\1...", shown))
    return _NAMED.sub(r"\1...", shown)


class SecretWords:
    """Knows the secrets of some addresses, however wrong those are, and hides them in any text."""

    def __init__(self, addresses: Iterable[str]) -> None:
        found = {word for address in addresses for word in _secrets(address)}
        self._words = sorted(found | {unquote(word) for word in found}, key=len, reverse=True)

    @property
    def has_any(self) -> bool:
        """Whether there is anything to hide."""
        return bool(self._words)

    def hide(self, text: str) -> str:
        """Return the text with dots for each secret in it."""
        for word in self._words:
            text = text.replace(word, _HIDDEN)
        return text


def _secrets(address: str) -> set[str]:
    """Return user:password, what is behind the "?", and of both the parts that are long enough."""
    if _DEVICE.match(address.strip()):
        return set()
    before, at, rest = address.rpartition("@")
    has_scheme = "://" in address
    scheme = _SCHEME.match(before)
    credentials = before[scheme.end() if scheme else 0 :].strip("/ ")
    if not at or not (has_scheme or ":" in before):
        credentials, rest = "", address
    query = rest.partition("?")[2] if has_scheme or at else ""
    password = credentials.partition(":")[2]
    parts = [password, password.partition("@")[0], *re.findall(r"=([^&#]*)", query)]
    long = {part for part in parts if len(part) >= _SHORTEST}
    wholes = (credentials, query)
    return long | {whole for whole in wholes if len(whole) >= _SHORTEST or _VALUE.search(whole)}
