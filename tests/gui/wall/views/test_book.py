import pytest

from gui.wall.layouts import Layout
from gui.wall.views.book import ViewBook
from gui.wall.views.view import View, with_camera_in, with_layout


@pytest.fixture
def book():
    return ViewBook([View("Yard", slots=(1, None, 2)), View("Indoors", slots=(3,)), View("All")])


def test_without_views_there_is_one_of_everything():
    assert ViewBook().names() == ["All"]
    assert ViewBook().views[0].everything


def test_complaint_17_changing_one_view_leaves_the_others_alone(book):
    indoors, everything = book.of("Indoors"), book.of("All")
    yard = book.of("Yard")
    book.keep(with_layout(with_camera_in(yard, yard.slots, 1, 9), Layout.FOUR))
    assert book.of("Yard").slots == (1, 9, 2)
    assert (book.of("Indoors"), book.of("All")) == (indoors, everything)


def test_a_name_is_given_once(book):
    assert book.add(View("Yard")).name == "Yard 2"
    assert book.add(View("Yard")).name == "Yard 3"
    assert book.rename("Indoors", "Yard").name == "Yard 4"
    assert book.rename("Yard 4", "Yard 4").name == "Yard 4"
    assert book.rename("All", "  ").name == "View"
    assert book.names() == ["Yard", "Yard 4", "View", "Yard 2", "Yard 3"]


def test_views_follow_each_other_round_and_round(book):
    assert book.after("All").name == "Yard"
    assert book.after("Yard", -1).name == "All"
    assert (book.at(1).name, book.at(3)) == ("Indoors", None)


def test_the_last_view_stays(book):
    assert book.remove("Indoors")
    assert book.remove("Yard")
    assert not book.remove("All")
    assert book.names() == ["All"]


def test_a_tab_can_be_moved(book):
    book.move("All", 0)
    assert book.names() == ["All", "Yard", "Indoors"]


def test_a_view_that_is_gone_gives_the_first(book):
    assert book.of("Attic").name == "Yard"
