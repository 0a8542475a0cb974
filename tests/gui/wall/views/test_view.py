import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.wall.layouts import Layout
from gui.wall.views.view import (
    View,
    everything,
    with_camera_in,
    with_layout,
    with_merged,
    with_split,
    without_camera,
)

KEYS = tuple(map(str, range(5566, 5575)))

views = st.builds(
    View,
    name=st.just("Yard"),
    layout=st.sampled_from([layout for layout in Layout if layout is not Layout.CUSTOM]),
    slots=st.permutations([*KEYS, None, None]).map(tuple),
    everything=st.booleans(),
)


def cameras(slots):
    return sorted(key for key in slots if key is not None)


def test_the_view_of_everything_has_each_camera_in_order():
    assert everything().placed(KEYS) == KEYS
    placed = View("All", slots=("5567", None, "5566"), everything=True)
    assert placed.placed(KEYS) == ("5567", None, "5566", *KEYS[2:])
    assert placed.placed(["5566"]) == (None, "5566")


def test_a_view_cannot_be_changed():
    with pytest.raises(AttributeError):
        View("Yard").name = "Gate"


def test_complaint_17_a_new_camera_never_gets_into_another_view():
    yard = View("Yard", slots=("5566", None, "5567"))
    assert yard.placed(["5565", *KEYS]) == ("5566", None, "5567")


def test_a_camera_that_is_not_watched_now_keeps_its_cell():
    yard = View("Yard", slots=("5566", "5567"))
    assert yard.placed(["5567"]) == (None, "5567")
    assert yard.placed(["5566", "5567"]) == ("5566", "5567")


@given(view=views, index=st.integers(0, 20), key=st.sampled_from([*KEYS, "5599"]))
def test_complaint_17_moving_a_tile_changes_two_cells_at_most(view, index, key):
    known = [*KEYS, "5599"]
    before = view.placed(known)
    after = with_camera_in(view, before, index, key).placed(known)
    pairs = {cell: (before[cell : cell + 1], after[cell : cell + 1]) for cell in range(30)}
    changed = {cell for cell, (old, new) in pairs.items() if (old or (None,)) != (new or (None,))}
    assert after[index] == key
    came_from = {before.index(key)} if key in before else set()
    assert changed <= {index} | came_from


def test_a_camera_from_outside_takes_the_place_of_the_one_there():
    yard = View("Yard", slots=("5566", "5567"))
    assert with_camera_in(yard, yard.slots, 1, "5570").slots == ("5566", "5570")


def test_taking_a_camera_out_leaves_its_cell_empty():
    yard = View("Yard", slots=("5566", "5567", "5568"))
    assert without_camera(yard, yard.slots, "5567").slots == ("5566", None, "5568")
    assert without_camera(yard, yard.slots, "5568").slots == ("5566", "5567")


def test_merging_keeps_the_first_camera_and_moves_the_others_on():
    view = View("Yard", Layout.TWO, slots=(1, 2, 3, 4))
    merged = with_merged(view, view.slots, 0, [0, 1])
    assert merged is not None
    assert (merged.layout, len(merged.grid.cells)) == (Layout.CUSTOM, 3)
    assert merged.slots == (1, 3, 4, 2)


def test_merged_cells_must_be_a_rectangle():
    view = View("Yard", Layout.TWO, slots=(1, 2, 3, 4))
    assert with_merged(view, view.slots, 0, [0, 3]) is None
    assert with_merged(view, view.slots, 0, [0, 1, 2]) is None
    assert with_merged(view, view.slots, 0, [2]) is None


def test_splitting_gives_the_single_cells_back():
    view = View("Yard", Layout.ONE_AND_FIVE, slots=(1, 2, 3))
    found = with_split(view, view.slots, 0, 0)
    assert found is not None
    assert len(found.grid.cells) == 9
    assert found.slots[0] == 1
    assert cameras(found.slots) == [1, 2, 3]
    assert with_split(view, view.slots, 0, 1) is None


@given(view=views, page=st.integers(0, 2), cells=st.sets(st.integers(0, 3), min_size=2))
def test_no_camera_is_lost_by_merging(view, page, cells):
    slots = view.placed(KEYS)
    grid = view.grid_of(len(slots))
    chosen = [cell for cell in cells if cell < len(grid.cells)]
    changed = with_merged(view, slots, page, chosen)
    if changed is not None:
        assert cameras(changed.slots) == cameras(slots)
        assert sum(len(cell.units()) for cell in changed.grid.cells) == grid.columns * grid.rows


@given(view=views)
def test_complaint_17_a_view_is_saved_and_read_bit_for_bit(view):
    assert msgspec.convert(msgspec.to_builtins(view), View) == view


def test_another_layout_forgets_merged_cells_and_keeps_the_order():
    view = with_merged(View("Yard", Layout.TWO, slots=(1, 2, 3, 4)), (1, 2, 3, 4), 0, [0, 1])
    plain = with_layout(view, Layout.THREE)
    assert (plain.grid, plain.slots) == (None, (1, 3, 4, 2))


def test_a_grid_with_a_hole_is_refused():
    with pytest.raises(msgspec.ValidationError, match="cover each"):
        msgspec.convert(
            {"name": "x", "layout": "Custom", "grid": {"columns": 2, "rows": 1, "cells": []}}, View
        )
