import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import read_file
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS, defaults
from netgear_engine.node.configuration.config_reading import read_config
from netgear_engine.node.configuration.init_text import NO_DEFAULT, as_toml, init_text, write_new
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import Sensor, Transform

ALL_KEYS = [(key, NodeConfig) for key in NODE_KEYS] + [(key, CameraConfig) for key in CAMERA_KEYS]


def entry(name):
    """The paragraph about a key: its comment, and what it is set to."""
    for paragraph in init_text({}).split("\n\n"):
        match = re.search(rf"(?ms)^(.*)^#?{name} = (.*?)( # fill in)?\n?\Z", paragraph)
        if match and not paragraph.startswith("#[["):
            return match[1], tomllib.loads(f"value = {match[2]}")["value"]
    raise AssertionError(f"{name} is not in the file")


@pytest.mark.parametrize(("key", "struct"), ALL_KEYS, ids=lambda value: getattr(value, "name", ""))
def test_every_key_is_there_with_its_meaning_and_its_true_default(key, struct):
    comment, value = entry(key.name)
    assert " ".join(comment.replace("#", " ").split()).startswith(key.meaning[:1].upper())
    assert key.meaning[1:] in " ".join(re.sub(r"(?m)^# ?", "", comment).split())
    default = defaults(struct).get(key.name)
    if key.name in {"source", "connect"}:
        return
    if default is None:
        assert NO_DEFAULT in comment
        key.read(value)
    else:
        assert key.read(value) == default


@pytest.mark.parametrize(
    "key", [key for key, _ in ALL_KEYS if key.example], ids=lambda key: key.name
)
def test_every_example_can_be(key):
    key.read(tomllib.loads(f"value = {key.example}")["value"])


def test_with_its_receiver_filled_in_it_is_right(tmp_path):
    path = tmp_path / "node.toml"
    path.write_text(init_text({}), encoding="utf-8")
    (camera,) = read_file(path).cameras
    assert camera.values == {"source": "test-pattern"}
    path.write_text(init_text({}).replace('[""]', '["desk:5566"]'), encoding="utf-8")
    assert read_config(path, {}, thorough=True).cameras == (
        CameraConfig(source="test-pattern", connect=(Receiver("desk", 5566),)),
    )


def test_with_every_comment_taken_away_it_can_still_be_read(tmp_path):
    path = tmp_path / "node.toml"
    text = re.sub(r"(?m)^#(?=\w+ = |\[\[)", "", init_text({}))
    path.write_text(text, encoding="utf-8")
    faults = read_file(path).faults
    assert [fault for fault in faults if "connect" not in fault] == []


SETTINGS = {
    "source": "picamera2:0", "connect": (Receiver("fe80::1", 5566), Receiver("desk", 5567)),
    "name": 'The "new" gate\\', "pattern": 2, "size": (640, 360), "fps": 12.5, "quality": 70,
    "loop": True, "controls": {"Brightness": 0.25, "AfMode": "Auto", "ScalerCrop": [0, 0, 9, 9]},
    "transform": Transform(vflip=True), "buffer_count": 4, "queue": False,
    "sensor": Sensor((2304, 1296), 10), "format": "RGB888",
}  # fmt: skip


def test_what_is_given_is_filled_in(tmp_path):
    path = tmp_path / "node.toml"
    about_node = {"allow_commands": True, "led": "ACT", "state_folder": "/data"}
    path.write_text(init_text(SETTINGS | about_node), encoding="utf-8")
    config = read_config(path, {})
    assert config.cameras == (CameraConfig(**SETTINGS),)
    assert (config.allow_commands, config.led, config.state_folder) == (True, "ACT", "/data")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written(text):
    assert tomllib.loads(f"value = {as_toml(text)}") == {"value": text}


def test_a_file_is_overwritten_only_when_asked_to(tmp_path):
    path = tmp_path / "node.toml"
    assert write_new(path, "one", overwrite=False) == ""
    assert "--force overwrites it" in write_new(path, "two", overwrite=False)
    assert path.read_text() == "one"
    assert write_new(path, "two", overwrite=True) == ""
    assert path.read_text() == "two"
    missing = tmp_path / "gone" / "node.toml"
    assert write_new(missing, "", overwrite=False).endswith("No such file or directory")
