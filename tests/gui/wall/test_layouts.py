import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.wall.layouts import (
    Box,
    Layout,
    boxes,
    common_shape,
    fitted,
    grid_for,
    page_count,
)


@pytest.mark.parametrize(
    ("count", "grid"),
    [
        (0, (1, 1)),
        (1, (1, 1)),
        (2, (1, 2)),
        (3, (2, 2)),
        (4, (2, 2)),
        (5, (2, 3)),
        (7, (3, 3)),
        (9, (3, 3)),
        (10, (3, 4)),
        (16, (4, 4)),
        (17, (4, 5)),
        (36, (6, 6)),
        (90, (6, 6)),
    ],
)
def test_auto_takes_the_smallest_grid_that_fits(count, grid):
    found = grid_for(Layout.AUTO, count)
    assert (found.columns, found.rows) == grid


def test_more_cameras_than_cells_make_pages():
    assert page_count(grid_for(Layout.TWO, 9), 9) == 3
    assert page_count(grid_for(Layout.AUTO, 16), 16) == 1
    assert page_count(grid_for(Layout.SINGLE, 0), 0) == 1


@given(
    layout=st.sampled_from(Layout),
    count=st.integers(1, 40),
    width=st.integers(200, 4000),
    height=st.integers(120, 3000),
)
def test_cells_lie_inside_side_by_side_with_the_gap_between_them(layout, count, width, height):
    cells = boxes(grid_for(layout, count), Box(0, 0, width, height), 4)
    for cell in cells:
        assert cell.left >= 4
        assert cell.top >= 4
        assert cell.left + cell.width <= width - 4
        assert cell.top + cell.height <= height - 4
    assert max(cell.left + cell.width for cell in cells) == width - 4
    assert max(cell.top + cell.height for cell in cells) == height - 4
    for index, one in enumerate(cells):
        for other in cells[index + 1 :]:
            beside = one.left + one.width + 4 <= other.left or other.left + other.width < one.left
            above = one.top + one.height + 4 <= other.top or other.top + other.height < one.top
            assert beside or above


def test_one_and_five_has_one_cell_of_four_times_the_size():
    cells = boxes(grid_for(Layout.ONE_AND_FIVE, 6), Box(0, 0, 604, 604), 4)
    assert len(cells) == 6
    assert (cells[0].width, cells[1].width) == (396, 196)


@given(
    layout=st.sampled_from(Layout),
    count=st.integers(1, 40),
    width=st.integers(400, 4000),
    height=st.integers(300, 3000),
    shape=st.sampled_from([16 / 9, 4 / 3, 1.0, 9 / 16]),
)
def test_cells_take_the_shape_of_the_pictures(layout, count, width, height, shape):
    grid = grid_for(layout, count)
    area = fitted(grid, Box(0, 0, width, height), 4, shape)
    assert area.left >= 0
    assert area.top >= 0
    assert area.width <= width + 1
    assert area.height <= height + 1
    assert area.width >= width - 1 or area.height >= height - 1, "as large as can be"
    for cell, box in zip(grid.cells, boxes(grid, area, 4), strict=True):
        if cell.columns * cell.rows == 1:
            assert abs(box.width - box.height * shape) <= 2 + 2 * shape


def test_pictures_share_a_shape_only_when_all_have_it():
    assert common_shape([(1280, 720), None, (640, 360), (1366, 768)]) == 1280 / 720
    assert common_shape([(1280, 720), (640, 480)]) is None
    assert common_shape([None]) is None
    assert common_shape([(10, 0)]) is None
