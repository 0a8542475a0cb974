"""Icons and other files that the window shows; `path` finds them installed and in a bundle."""

from pathlib import Path


def path(name: str) -> Path:
    """Return where a resource is, as in `path("icons/find.svg")`.

    Raises FileNotFoundError when there is no such resource. A bundle keeps this folder beside the
    module's own place, so one rule serves both.
    """
    found = Path(__file__).parent / name
    if not found.is_file():
        raise FileNotFoundError(f"there is no resource {name!r} in {found.parent}")
    return found
