"""All views in the order of their tabs, and which of them may be changed how. No Qt."""

from collections.abc import Sequence

import msgspec

from gui.wall.views.view import View, everything


class ViewBook:
    """Holds the views; each change replaces one, none ever changes another."""

    def __init__(self, views: Sequence[View] = ()) -> None:
        self._views = list(views) or [everything()]

    @property
    def views(self) -> tuple[View, ...]:
        """Every view in the order of the tabs."""
        return tuple(self._views)

    def names(self) -> list[str]:
        """Return the views' names in the order of the tabs."""
        return [view.name for view in self._views]

    def of(self, name: str) -> View:
        """Return the view of this name, the first one when there is none."""
        return next((view for view in self._views if view.name == name), self._views[0])

    def at(self, index: int) -> View | None:
        """Return the view of a tab, None when there are fewer."""
        return self._views[index] if 0 <= index < len(self._views) else None

    def after(self, name: str, steps: int = 1) -> View:
        """Return the view some tabs further on, round and round."""
        return self._views[(self._index(name) + steps) % len(self._views)]

    def keep(self, view: View) -> None:
        """Replace the view of the same name."""
        self._views[self._index(view.name)] = view

    def add(self, view: View) -> View:
        """Add a view behind the others, under a name that is free; return it."""
        added = msgspec.structs.replace(view, name=self.free_name(view.name))
        self._views.append(added)
        return added

    def rename(self, name: str, wanted: str) -> View:
        """Give a view another name, or one like it that is free; return the view."""
        index = self._index(name)
        others = [view.name for view in self._views if view.name != name]
        renamed = msgspec.structs.replace(self._views[index], name=_free(wanted, others))
        self._views[index] = renamed
        return renamed

    def remove(self, name: str) -> bool:
        """Remove a view; the last one stays. Return whether it is gone."""
        if len(self._views) == 1:
            return False
        del self._views[self._index(name)]
        return True

    def move(self, name: str, index: int) -> None:
        """Put a view's tab at another place."""
        view = self._views.pop(self._index(name))
        self._views.insert(index, view)

    def free_name(self, wanted: str) -> str:
        """Return the name, with a number behind it when another view has it."""
        return _free(wanted, self.names())

    def _index(self, name: str) -> int:
        return self.names().index(name)


def _free(wanted: str, taken: Sequence[str]) -> str:
    wanted = wanted.strip() or "View"
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name
