"""Counts a package's rooms, its floors and its arrows: python docs/count_rooms.py [PACKAGE ...].

A room is a module or a folder at the top of a package, an arrow an import of one by another,
however many imports it stands for. A room's floor is the longest way down from it. Where arrows
close a circle there are no floors, and the circle is named.
"""

import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

PACKAGES = ("gui", "netgear_engine", "netgear_engine.node")


def count(package: str) -> str:
    """Return the figures of a package in words."""
    graph = grimp.build_graph(package.partition(".")[0], cache_dir=None)
    rooms = graph.find_children(package)
    for room in rooms:
        if graph.find_children(room):
            graph.squash_module(room)
    below = {room: graph.find_modules_directly_imported_by(room) & rooms - {room} for room in rooms}
    figures = f"{package}: {len(rooms)} rooms, {sum(map(len, below.values()))} arrows"
    try:
        order = tuple(TopologicalSorter(below).static_order())
    except CycleError as error:
        return f"{figures}, a circle: {' <- '.join(error.args[1])}"
    floors: dict[str, int] = {}
    for room in order:
        floors[room] = 1 + max((floors[one] for one in below[room]), default=0)
    return f"{figures}, {max(floors.values())} floors"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    for name in sys.argv[1:] or PACKAGES:
        print(count(name))
