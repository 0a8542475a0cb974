"""Logging in at a camera: basic (RFC 7617) and digest (RFC 7616), for HTTP and RTSP alike."""

import base64
import urllib.request
from collections.abc import Iterable
from typing import NamedTuple, Self
from urllib.parse import SplitResult, unquote


class Login(NamedTuple):
    """A user and a password, as they are."""

    user: str
    password: str

    @classmethod
    def of(cls, address: SplitResult) -> Self | None:
        """Return the login that an address names; None when it names none."""
        if address.username is None:
            return None
        return cls(unquote(address.username), unquote(address.password or ""))

    def basic(self) -> str:
        """Return the value of the head Authorization."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    def answer(self, challenges: Iterable[str], method: str, what: str) -> str:
        """Return the value of Authorization for the heads WWW-Authenticate of a refusal.

        `what` is asked for with `method`. "" where no way is known.
        """
        for challenge in challenges:
            scheme, _, facts = challenge.partition(" ")
            if scheme.lower() == "digest":
                return self._digest(facts, method, what)
            if scheme.lower() == "basic":
                return self.basic()
        return ""

    def _digest(self, facts: str, method: str, what: str) -> str:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, "http://camera/", self.user, self.password)
        request = urllib.request.Request("http://camera/", method=method)
        request.selector = what
        told = urllib.request.parse_keqv_list(
            [fact for fact in urllib.request.parse_http_list(facts) if "=" in fact]
        )
        handler = urllib.request.AbstractDigestAuthHandler(passwords)
        try:
            return f"Digest {handler.get_authorization(request, told) or ''}"
        except (ValueError, OSError):  # an algorithm or a protection that nobody uses
            return ""
