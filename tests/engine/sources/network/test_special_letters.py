import pytest

from netgear_engine.sources.network.special_letters import (
    has_unescaped_signs,
    special_letters_hint,
)


@pytest.mark.parametrize(
    ("address", "is_odd"),
    [
        ("rtsp://me:pa@ss@cam/live", True),
        ("http://me:pa/ss@cam/live", True),
        ("http://me:pa%40ss@cam/live", False),
        ("http://me:pass@cam/live", False),
        ("http://cam/live", False),
    ],
)
def test_letters_that_end_a_password_are_noticed(address, is_odd):
    assert ("%40" in special_letters_hint(address)) == is_odd


@pytest.mark.parametrize(
    ("address", "has_some"),
    [
        ("rtsp://me:a/b@cam/live", True),
        ("rtsp://me:a%2Fb@cam/live", False),
        ("rtsp://cam:554/live@2", False),
    ],
)
def test_letters_that_end_the_host_are_noticed(address, has_some):
    assert has_unescaped_signs(address) == has_some
