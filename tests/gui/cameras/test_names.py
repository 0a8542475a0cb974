import pytest

from gui.cameras.entry import CameraEntry
from gui.cameras.key import CameraKey
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


ALIKE = (
    *("Va\u200bult", "Vault\u202e", " VAULT", "\uff36ault", "V\u0430ult", "Vau1t", "Vau  lt"),
    *("V\u0251ult", "Vau\u04cft", "Vau\u01c0t"),
)


@pytest.mark.parametrize("other", ALIKE)
def test_two_names_that_look_the_same_are_said_to(other):
    names = CameraNames({"5566": "Vault"})
    names.receive({"5566": status_of(5566), "5567": status_of(5567, name=other)})
    assert names.of("5566") == "Vault (5566)"
    assert names.of("5567").endswith("(5567)")
    names.receive({"5567": status_of(5567, name="Dock")})
    assert [names.of(key) for key in ("5566", "5567")] == ["Vault", "Dock"]


def test_what_a_camera_calls_itself_is_cleaned_too():
    names = CameraNames()
    names.receive({"5566": status_of(5566, name="Front\n\u202egate " + "x" * 60_000)})
    assert names.of("5566") == "Front gate " + "x" * 69


def test_a_camera_that_calls_itself_as_another_s_port_is_told_from_it():
    names = CameraNames()
    names.receive({"5566": status_of(5566), "5567": status_of(5567, name="Port 5566")})
    assert [names.of(key) for key in ("5566", "5567")] == ["Port 5566 (5566)", "Port 5566 (5567)"]


def test_one_that_is_gone_is_compared_with_no_longer():
    names = CameraNames({"5566": "Vault"})
    names.receive({"5567": status_of(5567, name="vault")})
    names.forget("5567")
    assert names.of("5566") == "Vault"


def test_a_name_is_one_line_of_eighty_letters_that_can_be_seen():
    entry = CameraEntry(CameraKey("5566"), " Front\n\u202egate\x1b\x07\u200b ", "y" * 5000)
    assert (entry.name, entry.group) == ("Front gate", "y" * 80)
