import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import ConfigError
from netgear_engine.node.configuration.config_keys import CAMERA_KEYS, NODE_KEYS
from netgear_engine.node.configuration.config_reading import read_config
from netgear_engine.node.configuration.init_text import as_toml
from netgear_engine.sending.receiver_address import Receiver

DESK, YARD = Receiver("desk", 5566), Receiver("yard", 5567)
ONE = 'source = "test-pattern"\nconnect = "desk:5566"\nquality = 70\nled = "ACT"\n'
TWO = """
    secure = 0
    [[camera]]
    source = "test-pattern"
    connect = "desk:5566"
    [[camera]]
    source = "test-pattern:2"
    connect = "yard:5567"
    name = "Yard"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "node.toml"

    def file(content):
        path.write_text(content, encoding="utf-8")
        return path

    return file


def faults(file, flags, **options):
    with pytest.raises(ConfigError) as caught:
        read_config(file, flags, **options)
    return list(caught.value.faults)


def test_flags_alone_describe_a_camera():
    config = read_config(None, {"source": "0", "connect": (DESK,), "allow_commands": True})
    assert config.cameras == (CameraConfig(source="0", connect=(DESK,)),)
    assert config.allow_commands is True


def test_a_file_alone_describes_cameras(file):
    config = read_config(file(TWO), {})
    assert config.cameras == (
        CameraConfig(source="test-pattern", connect=(DESK,)),
        CameraConfig(source="test-pattern:2", connect=(YARD,), name="Yard"),
    )


@pytest.mark.parametrize("content", [ONE, f"led = 'ACT'\n[[camera]]\n{ONE.partition('led')[0]}"])
def test_flags_win_over_the_file(file, content):
    config = read_config(file(content), {"quality": 50, "connect": (YARD,), "led": ""})
    assert config.cameras == (CameraConfig(source="test-pattern", connect=(YARD,), quality=50),)
    assert config.led == ""


def test_another_source_may_leave_settings_of_the_file_s_source_unused(file):
    path = file('source = "picamera2:0"\nconnect = "desk:5566"\ntransform = "hflip"\n')
    assert read_config(path, {"source": "test-pattern"}).cameras[0].source == "test-pattern"
    (fault,) = faults(path, {"source": "test-pattern", "queue": False})
    assert fault == "--queue: is for Raspberry Pi cameras, and the source is test-pattern"


def test_a_flag_stands_for_what_the_file_lacks(file):
    config = read_config(file('source = "test-pattern"\n'), {"connect": (DESK,)})
    assert config.cameras == (CameraConfig(source="test-pattern", connect=(DESK,)),)


def test_flags_for_the_node_suit_several_cameras_and_those_for_a_camera_do_not(file):
    path = file(TWO)
    assert read_config(path, {"led": "ACT"}).led == "ACT"
    (fault,) = faults(path, {"quality": 50, "size": (640, 360)})
    assert fault == (
        f"{path} has 2 cameras, and --size, --quality cannot say which of them is meant: change it "
        "in the file, or leave the file out with --no-config"
    )


def test_what_is_missing_is_told_in_the_words_of_where_it_should_be(file):
    assert faults(None, {}) == [
        "missing: --connect HOST:PORT and --source SOURCE; or write a configuration file with: "
        "netgear-server init"
    ]
    assert faults(None, {"source": "test-pattern"})[0].startswith(
        "missing: --connect HOST:PORT; or"
    )
    path = file("")
    assert faults(path, {}) == [
        f'{path}: source is missing: write, for instance, source = "test-pattern"',
        f'{path}: connect is missing: write, for instance, connect = ["192.168.1.20:5566"]',
    ]
    path = file('[[camera]]\nname = "Gate"\nsource = "test-pattern"\n')
    assert faults(path, {})[0].startswith(f'{path}: camera 1 "Gate": connect is missing')


@pytest.mark.parametrize(
    "content", ["[[cameras]]\n", "sorce = '0'\nconnect = 'a:1'\n", "camera = 3"]
)
def test_what_is_misspelt_is_not_missing_as_well(file, content):
    assert len(faults(file(content), {})) == 1


def test_faults_of_one_kind_do_not_hide_those_of_another(file):
    path = file("""
        secure = 1
        keys = "/nowhere"
        led = "no such light"
        [[camera]]
        source = "gone.mp4"
        qualty = 3
        connect = "desk:5566"
        [[camera]]
        source = "nonsense"
        connect = "desk:5566"
    """)
    found = faults(path, {}, thorough=True)
    told = ["qualty", "nonsense", "desk:5566", "/nowhere/keys", "gone.mp4", "no such light"]
    assert [word for word in told if not any(word in fault for fault in found)] == []
    assert len(found) == len(told)
    assert all(fault.startswith(f"{path}: ") for fault in found)


def test_what_this_computer_lacks_now_does_not_keep_it_from_starting(file):
    path = file('source = "gone.mp4"\nconnect = "desk:5566"\nled = "no such light"\n')
    assert read_config(path, {}).led == "no such light"


def test_a_fault_is_one_line_that_does_nothing_to_a_terminal(file):
    path = file('source = "\\u001b[2J\\nnonsense.mp4"\nconnect = "desk:5566"\n')
    (fault,) = faults(path, {}, thorough=True)
    assert fault == f"{path}: source: the video file ?[2J?nonsense.mp4 does not exist"


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["hflip", "output_size", "x", ""]), inner, max_size=2),
    ),
    max_leaves=4,
)
NAMES = st.sampled_from([*(key.name for key in (*CAMERA_KEYS, *NODE_KEYS)), "camera", "nmae"])
TABLES = st.dictionaries(NAMES, VALUES, max_size=5)


@settings(max_examples=150, deadline=None)
@given(above=TABLES, cameras=st.lists(TABLES, max_size=2))
def test_whatever_a_file_says_it_is_a_configuration_or_faults(tmp_path_factory, above, cameras):
    lines = [f"{json.dumps(name)} = {as_toml(value)}" for name, value in above.items()]
    for camera in cameras if "camera" not in above else ():
        lines.append("[[camera]]")
        lines += [f"{json.dumps(name)} = {as_toml(value)}" for name, value in camera.items()]
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    try:
        assert isinstance(read_config(path, {}, thorough=True), NodeConfig)
    except ConfigError as error:
        assert all(fault.isprintable() for fault in error.faults)
