import shlex

import pytest

from netgear_engine.node.configuration.config_flags import (
    Parser,
    add_file_flags,
    add_setting_flags,
    given_settings,
)
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import Sensor, Transform


@pytest.fixture
def parser():
    parser = Parser("run")
    add_file_flags(parser)
    add_setting_flags(parser)
    return parser


def test_every_key_has_a_flag(parser):
    flags = parser.format_help()
    for key in (*CAMERA_KEYS, *NODE_KEYS):
        assert f"{key.flag} " in flags or f"{key.flag}\n" in flags or f"{key.flag}," in flags


def test_what_is_not_given_is_not_there(parser):
    assert given_settings(parser.parse_all([])) == {}


ALL_FLAGS = """
--source picamera2:0 --connect a:1 --connect b:2 --name Gate --pattern 2 --size 640x360 --fps 10
--quality 70 --no-loop --controls '{"AwbEnable": false}' --transform hflip,vflip --buffer-count 4
--no-queue --sensor 2304x1296:10 --format RGB888 --secure 2 --keys /k --no-allow-commands
--state-folder /s --led ACT
"""


def test_all_flags_together(parser):
    assert given_settings(parser.parse_all(shlex.split(ALL_FLAGS))) == {
        "source": "picamera2:0",
        "connect": (Receiver("a", 1), Receiver("b", 2)),
        "name": "Gate",
        "pattern": 2,
        "size": (640, 360),
        "fps": 10.0,
        "quality": 70,
        "loop": False,
        "controls": {"AwbEnable": False},
        "transform": Transform(hflip=True, vflip=True),
        "buffer_count": 4,
        "queue": False,
        "sensor": Sensor((2304, 1296), 10),
        "format": "RGB888",
        "secure": 2,
        "keys": "/k",
        "allow_commands": False,
        "state_folder": "/s",
        "led": "ACT",
    }


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--qualty", "3"], "unknown: --qualty 3; did you mean --quality?"),
        (["--buffercount=3"], "did you mean --buffer-count?"),
        (["--qual", "3"], "unknown: --qual 3"),
        (["node.toml"], "unknown: node.toml; a file is named with --config FILE"),
        (["--size", "big"], "--size: 'big' is not a size, as in 1280x720"),
        (["--sensor", "1x"], "--sensor: '1x' is not a sensor mode"),
        (["--config", "a", "--no-config"], "not allowed with argument --config"),
        (["--name", "x", "check"], "write check before the flags: netgear-server check ..."),
    ],
)
def test_a_wrong_flag_is_one_line_that_helps(parser, arguments, complaint, capsys):
    with pytest.raises(SystemExit) as caught:
        parser.parse_all(arguments, commands={"check"})
    error = capsys.readouterr().err
    assert caught.value.code == 2
    assert error.count("\n") == 1
    assert complaint in error
