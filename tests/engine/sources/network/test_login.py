"""The example of RFC 2069, and what real cameras ask for."""

import re
from hashlib import md5
from urllib.parse import urlsplit

import pytest

from netgear_engine.sources.network.login import Login

LOGIN = Login("me", "p@ss")


def test_user_and_password_are_read_unescaped():
    assert Login.of(urlsplit("rtsp://me:p%40ss@cam/live")) == LOGIN
    assert Login.of(urlsplit("rtsp://cam/live")) is None


def test_a_digest_proves_the_password_without_telling_it():
    told = LOGIN.answer(
        ['Basic realm="x"; q', 'Digest realm="cam", nonce="7"'][1:], "DESCRIBE", "rtsp://cam/live"
    )
    halves = (md5(b"me:cam:p@ss").hexdigest(), md5(b"DESCRIBE:rtsp://cam/live").hexdigest())
    proof = md5(f"{halves[0]}:7:{halves[1]}".encode()).hexdigest()
    assert re.search(r'response="(\w+)"', told)[1] == proof
    assert 'uri="rtsp://cam/live"' in told
    assert "p@ss" not in told


@pytest.mark.parametrize(
    "challenge", ['Digest realm="cam", nonce="7", algorithm=ROT13', "Hope", ""]
)
def test_an_unknown_way_is_not_gone(challenge):
    assert LOGIN.answer([challenge], "GET", "/") == ""
