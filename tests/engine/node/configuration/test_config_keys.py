import re

import msgspec
import pytest

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS, defaults
from netgear_engine.node.configuration.config_values import WrongValueError
from netgear_engine.node.configuration.init_text import as_toml
from netgear_engine.sources.pi_camera.options import PiCameraOptions
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
