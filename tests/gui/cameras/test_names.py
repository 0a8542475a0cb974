from gui.cameras.names import CameraNames, place_words
from tests.support.synthetic import status_of


def test_the_operator_s_name_comes_first_then_the_camera_s_own_then_the_port():
    names = CameraNames({"5566": "Front gate"})
    assert [names.of(key) for key in ("5566", "5567")] == ["Front gate", "Port 5567"]
    names.receive({"5566": status_of(5566, name="pi-1"), "5567": status_of(5567, name="pi-2")})
    assert [names.of(key) for key in ("5566", "5567")] == ["Front gate", "pi-2"]
    names.receive({"5567": status_of(5567, name="")})
    assert names.of("5567") == "pi-2", "a name once told stays"


def test_a_name_that_is_chosen_anew_replaces_the_one_before():
    names = CameraNames({"5566": "Front gate"})
    names.choose({"5567": "Dock"})
    assert (names.of("5566"), names.of("5567")) == ("Port 5566", "Dock")


def test_what_a_camera_called_itself_is_forgotten_with_it():
    names = CameraNames()
    names.receive({"5566": status_of(5566, name="pi-2")})
    names.forget("5566")
    assert names.of("5566") == "Port 5566"


def test_a_camera_of_another_site_is_called_by_its_key():
    assert CameraNames().of("berlin/front-gate") == "berlin/front-gate"
    assert [place_words(key) for key in ("5566", "berlin/gate")] == ["port 5566", "berlin/gate"]
