"""Under which name each camera is shown. No Qt."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from gui.cameras.key import CameraKey, port_of_key
from netgear_engine.protocol.text import LONGEST_NAME, one_line
from netgear_engine.receiving.port_status import PortStatus

# Letters of other scripts, and figures, that look like a Latin letter once both are small.
_TWINS = str.maketrans(
    "аесорхуіјѕԁһкмтвнѵԝӏαορικντυχɑɡıǀ01|",  # noqa: RUF001 - that is what they are here for
    "aecopxyijsdhkmtbhvwlaopikvtuxagiloll",
)


class CameraNames:
    """The operator's name for a camera, else the name the camera gives itself, else "Port 5566".

    Cameras whose names look the same have their place behind it: one must not pass for another.
    """

    def __init__(self, chosen: Mapping[CameraKey, str] | None = None) -> None:
        self._chosen = dict(chosen or {})
        self._told: dict[CameraKey, str] = {}
        self._known: frozenset[CameraKey] = frozenset(self._chosen)
        self._alike: frozenset[CameraKey] = frozenset()
        self._compare()

    def choose(self, chosen: Mapping[CameraKey, str]) -> None:
        """Take the names that the operator has chosen, in place of those before."""
        self._chosen = dict(chosen)
        self._compare()

    def forget(self, key: CameraKey) -> None:
        """Forget what a camera called itself: another one may come in its place."""
        self._told.pop(key, None)
        self._known -= {key}
        self._compare()

    def receive(self, statuses: Mapping[CameraKey, PortStatus]) -> None:
        """Note the names that cameras give themselves."""
        told = {key: one_line(one.name, LONGEST_NAME) for key, one in statuses.items() if one.name}
        known = self._known.union(statuses)
        if known != self._known or any(self._told.get(key) != name for key, name in told.items()):
            self._known = known
            self._told |= told
            self._compare()

    def of(self, key: CameraKey) -> str:
        """Return the name to show for a camera."""
        name = self._alone(key)
        return f"{name} ({key})" if key in self._alike else name

    def _alone(self, key: CameraKey) -> str:
        return self._chosen.get(key) or self._told.get(key) or usual_name(key)

    def _compare(self) -> None:
        looks = {key: look(self._alone(key)) for key in self._known.union(self._chosen)}
        often = Counter(looks.values())
        self._alike = frozenset(key for key, one in looks.items() if often[one] > 1)


def look(name: str) -> str:
    """Return what a name looks like: the same for two that a person cannot tell apart."""
    seen = (sign for sign in unicodedata.normalize("NFKC", name) if sign.isprintable())
    return "".join("".join(seen).casefold().translate(_TWINS).replace("i", "l").split())


def usual_name(key: CameraKey) -> str:
    """Return what a camera is called while nobody has named it, as in "Port 5566"."""
    return key if port_of_key(key) is None else f"Port {key}"


def place_words(key: CameraKey) -> str:
    """Return where a camera is, within a sentence, as in "port 5566"."""
    return key if port_of_key(key) is None else f"port {key}"
