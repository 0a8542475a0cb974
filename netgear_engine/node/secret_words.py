"""What nobody may read in any output: users, passwords and keys in the addresses of cameras."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:/*")
# Names of their own have "@" in them, and no password.
_NO_ADDRESS = ("picamera", "/dev/")
# A shorter word alone would be found everywhere; it is hidden together with the user's name.
_SHORTEST = 4
_HIDDEN = "..."


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
    if address.strip().startswith(_NO_ADDRESS):
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
    return long | {whole for whole in (credentials, query) if len(whole) > 1}
