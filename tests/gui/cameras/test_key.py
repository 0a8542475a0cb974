import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.cameras.key import key_of_port, key_order, port_of_key


@given(st.integers(1, 65535))
def test_a_port_is_the_key_of_its_camera(port):
    assert key_of_port(port) == str(port)
    assert port_of_key(key_of_port(port)) == port


@pytest.mark.parametrize(
    "key", ["berlin/front-gate", "berlin/5566", "", "05566", "5566 ", "\N{ARABIC-INDIC DIGIT FIVE}"]
)
def test_other_keys_have_no_port(key):
    assert port_of_key(key) is None


def test_ports_are_in_the_order_of_numbers_and_come_first():
    keys = ["berlin/gate", "10000", "5566", "athens/gate"]
    assert sorted(keys, key=key_order) == ["5566", "10000", "athens/gate", "berlin/gate"]
