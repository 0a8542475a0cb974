import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gui.wall.placement import (
    MOST_ZOOM,
    WHOLE,
    Area,
    Display,
    Zoom,
    panned,
    place,
    size_wanted,
    zoomed,
)

PICTURE, TILE = (1280, 720), (400, 300)

displays = st.builds(
    Display,
    fitting=st.sampled_from(["fit", "fill", "stretch"]),
    rotation=st.sampled_from([0, 90, 180, 270]),
    mirrored=st.booleans(),
)
sizes = st.tuples(st.integers(16, 4000), st.integers(16, 4000))
points = st.tuples(st.floats(-50, 4050), st.floats(-50, 4050))


def test_fit_shows_all_of_it_in_proportion():
    found = place(PICTURE, TILE, Display("fit"), Zoom())
    assert found.target == Area(0, 37, 400, 225)
    assert found.seen == WHOLE


def test_fill_covers_the_tile_and_cuts_both_sides_alike():
    found = place(PICTURE, TILE, Display("fill"), Zoom())
    assert found.target == Area(0, 0, 400, 300)
    assert found.seen == Area(0.125, 0, 0.75, 1)


def test_stretch_covers_the_tile_with_all_of_it():
    found = place(PICTURE, TILE, Display("stretch"), Zoom())
    assert (found.target, found.seen) == (Area(0, 0, 400, 300), WHOLE)


def test_a_picture_on_its_side_is_tall():
    found = place(PICTURE, TILE, Display("fit", 90), Zoom())
    assert (found.target.width, found.target.height) == (169, 300)


@given(
    picture=sizes,
    tile=sizes,
    display=displays,
    moves=st.lists(st.tuples(points, st.floats(0.3, 3)), max_size=8),
)
@example(picture=(16, 512), tile=(16, 16), display=Display("fit"), moves=[((0.0, 0.0), 2.0)])
@example(picture=(16, 4000), tile=(16, 16), display=Display("fit"), moves=[((0.0, 0.0), 2.0)])
def test_complaint_22_the_picture_never_leaves_the_tile(picture, tile, display, moves):
    zoom = Zoom()
    for point, factor in moves:
        now = place(picture, tile, display, zoom)
        zoom = zoomed(now, zoom, factor, point)
        zoom = panned(place(picture, tile, display, zoom), zoom, point)
        assert 1.0 <= zoom.factor <= MOST_ZOOM
    seen = place(picture, tile, display, zoom).seen
    assert seen.left >= 0 and seen.top >= 0
    assert seen.left + seen.width <= 1 + 1e-9
    assert seen.top + seen.height <= 1 + 1e-9


@given(across=st.floats(0.25, 0.75), down=st.floats(0.25, 0.75), factor=st.floats(2, 8))
def test_complaint_22_zooming_leaves_what_is_below_the_pointer_there(across, down, factor):
    display = Display("fit")
    before = place(PICTURE, TILE, display, Zoom())
    point = (
        before.target.left + across * before.target.width,
        before.target.top + down * before.target.height,
    )
    zoom = zoomed(before, Zoom(), factor, point)
    after = place(PICTURE, TILE, display, zoom)
    assert after.seen.left + across * after.seen.width == pytest.approx(across)
    assert after.seen.top + down * after.seen.height == pytest.approx(down)


def test_zooming_out_ends_with_the_whole_picture():
    zoom = Zoom(2.0, 0.9, 0.9)
    now = place(PICTURE, TILE, Display(), zoom)
    assert zoomed(now, zoom, 0.4, (10, 10)) == Zoom()


def test_dragging_moves_the_picture_with_the_pointer():
    zoom = Zoom(4.0, 0.5, 0.5)
    now = place(PICTURE, TILE, Display(), zoom)
    moved = panned(now, zoom, (40, 0))
    after = place(PICTURE, TILE, Display(), moved)
    assert now.seen.left - after.seen.left == pytest.approx(0.1 * 0.25)
    assert panned(now, Zoom(), (40, 40)) == Zoom()


def test_complaint_22_a_zoomed_picture_is_wanted_larger():
    assert size_wanted(TILE, Display(), Zoom()) == (400, 300)
    assert size_wanted(TILE, Display(), Zoom(4.0)) == (1600, 1200)
    assert size_wanted(TILE, Display("fit", 90), Zoom()) == (300, 400)
    assert size_wanted(TILE, Display("fill"), Zoom()) == (400, 400)


def test_the_whole_picture_lies_around_what_is_seen():
    now = place(PICTURE, TILE, Display("stretch"), Zoom(2.0, 0.25, 0.25))
    assert now.whole == Area(0, 0, 800, 600)
