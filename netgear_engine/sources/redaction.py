"""Addresses as they may be shown: without user names, passwords and keys."""

import re

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
