import msgspec
import pytest

from gui.cameras.entry import CameraEntry
from gui.settings.schema import PortsError, Settings, parse_ports


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("5566", (5566,)),
        ("5570-5573, 5566,5567", (5566, 5567, 5570, 5571, 5572, 5573)),
        ("65535", (65535,)),
    ],
)
def test_ports_and_ranges_are_read(text, ports):
    assert parse_ports(text) == ports


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a port"),
        ("5566,", "is not a port"),
        ("5566-", "is not a port"),
        ("-1", "is not a port"),
        ("\N{ARABIC-INDIC DIGIT FIVE}", "is not a port"),
        ("0", "1 to 65535"),
        ("65536", "1 to 65535"),
        ("5573-5570", "the smaller one first"),
        ("1-60000", "at most 256"),
        ("5566,5566", "port 5566 is there twice"),
        ("5566-5570,5568", "port 5568 is there twice"),
        ("1-200,301-500", "at most 256"),
    ],
)
def test_what_is_wrong_with_ports_is_said(text, words):
    with pytest.raises(PortsError, match=words):
        parse_ports(text)


def test_the_defaults_pass_their_own_checks():
    assert msgspec.convert(msgspec.to_builtins(Settings()), Settings) == Settings()
    assert Settings().port_numbers() == (5566, 5567, 5568, 5569)


def test_names_are_by_key():
    assert Settings(camera=(CameraEntry("5566", "Front gate"),)).camera_names() == {
        "5566": "Front gate"
    }


def test_cameras_are_in_the_order_of_their_ports():
    cameras = tuple(map(CameraEntry, ("10000", "5567")))
    settings = Settings(ports="5566", camera=cameras)
    assert settings.camera_keys() == ("5566", "5567", "10000")
    assert settings.port_numbers() == (5566, 5567, 10000)
