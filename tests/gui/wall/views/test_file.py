import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.wall.layouts import Layout
from gui.wall.views.file import WallFile, WallFileError, WindowPlace, read_text, write_text
from gui.wall.views.view import View, everything, with_merged

merged = with_merged(
    View("Merged", Layout.THREE, slots=("1", "2", "3")), ("1", "2", "3"), 0, [0, 1]
)

views = st.builds(
    View,
    name=st.text(min_size=1, max_size=20).filter(str.isprintable),
    layout=st.sampled_from(Layout),
    slots=st.lists(st.none() | st.integers(1, 65535).map(str), max_size=30).map(tuple),
    everything=st.booleans(),
    dwell_s=st.floats(1, 3600),
)


@given(found=st.lists(views, min_size=1, max_size=6, unique_by=lambda view: view.name))
def test_complaint_18_what_is_written_is_read_bit_for_bit(found):
    places = (WindowPlace("Yard", "HDMI-1", -1920, 0, 1920, 1080, True, selected="5566"),)
    wall = WallFile(view=tuple(found), window=places)
    assert read_text(write_text(wall)) == wall


def test_merged_cells_are_kept():
    wall = WallFile(view=(everything(), merged))
    assert read_text(write_text(wall)) == wall


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("view = ", "nd of file|Empty|Unexpected"),
        ("view = 5", "not iterable"),
        ("view = []", "one view at least"),
        ('[[view]]\nname = "A"\n[[view]]\nname = "A"', "two views are called 'A'"),
        ('[[view]]\nname = "A"\nlayout = "9x9"', "Invalid enum"),
        ("version = 2", "version"),
        ('[[view]]\nname = "A"\nslots = "x"', "slots"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text, words):
    with pytest.raises(WallFileError, match=words):
        read_text(text)


def test_files_with_port_numbers_are_taken_over():
    text = '[[view]]\nname = "A"\nslots = [5566, 0, 5567]\n'
    text += "[[window]]\nselected = 5566\nenlarged = 5567\n"
    wall = read_text(text)
    assert wall.view == (View("A", slots=("5566", None, "5567")),)
    assert wall.window == (WindowPlace(selected="5566", enlarged="5567"),)
