import re
import shlex

import msgspec
import pytest

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import as_toml
from netgear_engine.node.configuration.keys import (
    CAMERA_KEYS,
    NODE_KEYS,
    Parser,
    add_file_flags,
    add_setting_flags,
    defaults,
    given_settings,
)
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Sensor, Transform
from netgear_engine.written_values import WrongValueError
from tests.architecture.source_tree import ROOT

KEYS = {key.name: key for key in (*CAMERA_KEYS, *NODE_KEYS)}


def test_every_setting_has_a_key():
    assert [key.name for key in CAMERA_KEYS] == list(CameraConfig.__struct_fields__)
    assert {"cameras", *(key.name for key in NODE_KEYS)} == set(NodeConfig.__struct_fields__)


def test_every_option_of_picamera2_is_a_setting():
    assert set(PiCameraOptions.__struct_fields__) <= KEYS.keys()


def test_defaults_are_those_of_the_structures():
    camera = CameraConfig(source="0", connect=())
    for name, default in defaults(CameraConfig).items():
        assert getattr(camera, name) == default
    assert set(CameraConfig.__struct_fields__) - defaults(CameraConfig).keys() == {
        "source", "connect",
    }  # fmt: skip
    assert "state_folder" not in defaults(NodeConfig)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("quality", "70", 70),
        ("fps", "12.5", 12.5),
        ("fps", "30", 30.0),
        ("pattern", "2", 2),
        ("name", "12", "12"),
        ("source", "0", "0"),
        ("size", "640x360", (640, 360)),
        ("controls", '{"Brightness": 0.1}', {"Brightness": 0.1}),
    ],
)
def test_a_flag_s_text_is_read_as_what_it_means(name, text, value):
    assert KEYS[name].read_flag(text) == value


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("quality", "0", "'0' is not a JPEG quality, 1 to 100"),
        ("quality", "85.5", "'85.5' is not a JPEG quality, 1 to 100"),
        ("fps", "nan", "'nan' is not a number of frames a second, 0.01 to 1000"),
        ("fps", "fast", "'fast' is not a number of frames a second, 0.01 to 1000"),
        ("buffer_count", "33", "'33' is not a number of buffers, 1 to 32"),
        ("secure", "3", "'3' is not 0, 1 or 2"),
    ],
)
def test_a_wrong_flag_is_named_as_it_was_typed(name, text, complaint):
    with pytest.raises(WrongValueError) as caught:
        KEYS[name].read_flag(text)
    assert str(caught.value) == complaint


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_every_key_says_what_it_means_in_a_sentence(key):
    assert key.meaning.endswith(".")
    assert key.flag == f"--{key.name.replace('_', '-')}"


def test_the_manual_s_tables_have_all_keys_and_their_true_defaults():
    manual = (ROOT / "docs" / "node.md").read_text(encoding="utf-8")
    manual = manual[manual.index("\n## Configuration") : manual.index("\n## Command line")]
    rows = re.findall(r"^\| `(\w+)` \| .*? \| ([^|]*) \| [^|]* \|$", manual, re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(KEYS)
    known = defaults(CameraConfig) | defaults(NodeConfig)
    for name, default in rows:
        if default in {"needed", "none"} or not isinstance(known.get(name), int | float | bool):
            assert not known.get(name) or name == "transform"
        else:
            assert default == as_toml(known[name])


def test_types_are_not_bent():
    for struct, keys in ((CameraConfig, CAMERA_KEYS), (NodeConfig, NODE_KEYS)):
        types = {field.name: field.type for field in msgspec.structs.fields(struct)}
        for key in keys:
            if types[key.name] is not str:
                with pytest.raises(WrongValueError):
                    key.read("no such value")


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
