"""Addresses as they may be shown: without user names, passwords and keys."""

import re

# Up to the last "@", since a password may hold "/" or "@" that nobody escaped.
_CREDENTIALS = re.compile(r"(?<=://).*@", re.DOTALL)
_QUERY = re.compile(r"\?.*", re.DOTALL)


def without_credentials(address: str) -> str:
    """Return the address with user, password and query left out; cameras take keys in both."""
    return _QUERY.sub("?...", _CREDENTIALS.sub("...@", address))
