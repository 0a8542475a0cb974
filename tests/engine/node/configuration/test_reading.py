import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgear_engine.node.configuration import reading
from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import ConfigError, as_toml
from netgear_engine.node.configuration.keys import CAMERA_KEYS, NODE_KEYS
from netgear_engine.node.configuration.reading import (
    Draft,
    Origin,
    camera_faults,
    missing_film,
    missing_led,
    node_faults,
    read_config,
)
from netgear_engine.security.curve_keys import RECEIVER, SENDER, make_keys, public_file
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


@settings(max_examples=150)
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


FILE = Origin("node.toml")


def camera(number=1, **values):
    return Draft(Origin(f"camera {number}"), values, values.keys(), ())


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"source": "test-patern"},
            "source: unknown source 'test-patern'; a source is one of: ",
        ),
        ({"source": "test-patern"}, "did you mean test-pattern?"),
        ({"source": ""}, "source: unknown source ''"),
        (
            {"source": "0", "transform": None},
            "transform: is for Raspberry Pi cameras, and the source is 0",
        ),
        (
            {"source": "http://me:secret@cam/live", "queue": False},
            "queue: is for Raspberry Pi cameras, and the source is http://...@cam/live",
        ),
        (
            {"source": "picamera2:0", "size": (1281, 720)},
            "size: 1281x720: a Raspberry Pi camera takes even numbers",
        ),
        (
            {"source": "0", "connect": (Receiver("a", 1), Receiver("b", 1), Receiver("a", 1))},
            "connect: a:1 is there twice",
        ),
    ],
)
def test_a_camera_that_cannot_be(values, fault):
    (found,) = camera_faults([camera(**values)])
    assert found.startswith("camera 1: ")
    assert fault in found


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"source": "test-pattern", "size": (1281, 721), "loop": True},
        {"source": "picamera2:0", "controls": {"Brightness": 0.1}, "size": (1280, 720)},
        {"source": "picamera:0", "transform": None},
        {"source": "/dev/video7"},
        {"source": "rtsp://cam/live"},
    ],
)
def test_a_camera_that_can_be(values):
    assert list(camera_faults([camera(**values)])) == []


def test_what_is_written_for_all_cameras_need_not_suit_each():
    draft = Draft(FILE, {"source": "0", "queue": False}, {"source"}, ())
    assert list(camera_faults([draft])) == []


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        (
            {"connect": (Receiver("desk.local", 5566),)},
            {"connect": (Receiver("a", 1), Receiver("Desk.local", 5566))},
            "connect: desk.local:5566 is camera 1's already: each camera needs a port of its own",
        ),
        (
            {"connect": (Receiver("localhost", 5566),)},
            {"connect": (Receiver("127.0.0.1", 5566),)},
            "connect: 127.0.0.1:5566 is camera 1's already",
        ),
        ({"name": "Gate"}, {"name": "Gate"}, "name: Gate is camera 1's already"),
        ({"source": "0"}, {"source": "/dev/video0"}, "source: /dev/video0 is camera 1's already"),
        ({"source": "picamera2:0"}, {"source": "picamera2:0"}, "source: picamera2:0 is camera 1's"),
    ],
)
def test_two_cameras_that_are_in_each_other_s_way(first, second, fault):
    (found,) = camera_faults([camera(1, **first), camera(2, **second)])
    assert found.startswith("camera 2: ")
    assert fault in found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"connect": (Receiver("a", 1),)}, {"connect": (Receiver("a", 2), Receiver("b", 1))}),
        ({"name": ""}, {"name": ""}),
        ({"source": "test-pattern"}, {"source": "test-pattern"}),
        ({"source": "rtsp://cam/live"}, {"source": "rtsp://cam/live"}),
        ({"source": "picamera2:0"}, {"source": "picamera2:1"}),
        ({"source": "wrng"}, {"source": "test-pattern"}),
    ],
)
def test_two_cameras_that_can_be_together(first, second):
    found = list(camera_faults([camera(1, **first), camera(2, **second)]))
    assert [fault for fault in found if "already" in fault] == []


def test_keys_without_security_are_a_mistake():
    (fault,) = node_faults({"keys": "/k"}, FILE)
    assert fault.startswith("node.toml: keys needs secure = 1 or 2: without it the pictures go")
    (fault,) = node_faults({"keys": "/k"}, Origin("node.toml", {"keys"}))
    assert fault.startswith("--keys needs --secure 1 or 2: without it the pictures go in the clear")


def test_keys_have_to_be_there(tmp_path):
    (fault,) = node_faults({"secure": 1, "keys": str(tmp_path)}, FILE)
    assert fault.startswith(f"node.toml: keys: {tmp_path}/keys/private_keys/client.key_secret is")
    assert f"netgear-server --make-keys {tmp_path}" in fault
    make_keys(tmp_path, names=(SENDER,))
    (fault,) = node_faults({"secure": 2, "keys": str(tmp_path)}, FILE)
    assert f"{public_file(tmp_path, RECEIVER)} is missing" in fault
    make_keys(tmp_path, names=(RECEIVER,))
    assert list(node_faults({"secure": 2, "keys": str(tmp_path)}, FILE)) == []


def test_keys_in_the_usual_folder_are_missed_under_the_name_secure(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (fault,) = node_faults({"secure": 1}, FILE)
    assert fault.startswith(f"node.toml: secure: {tmp_path}/.vidgear/keys/private_keys/")


def test_a_film_that_is_not_there(tmp_path):
    film = tmp_path / "gone.mp4"
    (fault,) = missing_film(camera(source=str(film)))
    assert fault == f"camera 1: source: the video file {film} does not exist"
    film.touch()
    assert list(missing_film(camera(source=str(film)))) == []
    assert list(missing_film(camera(source="/dev/video99"))) == []
    assert list(missing_film(camera(source="nonsense"))) == []


def test_an_led_that_is_not_there(tmp_path, monkeypatch):
    (tmp_path / "ACT").mkdir()
    monkeypatch.setattr(reading, "LEDS", tmp_path)
    (fault,) = missing_led("ACT1", FILE)
    assert fault == f"node.toml: led: {tmp_path} has no 'ACT1'; did you mean ACT?"
    assert list(missing_led("ACT", FILE)) == list(missing_led("", FILE)) == []


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (f'connect = "h:{"1" * 5000}"', "too long to be HOST:PORT"),
        (f"fps = 0x{'F' * 5000}", "too many digits"),
        (f"fps = 1{'0' * 400}", "frames a second"),
        (f"controls = {{ Brightness = 1{'0' * 400} }}", "Brightness"),
        (f"size = [1{'0' * 400}, 2]", "size"),
        (f'name = "{"x" * 5000}"', "5000 letters, 80 are allowed"),
        ('name = "Gate\\u202e"', "cannot be seen"),
        ('name = "Gate\\u200b"', "cannot be seen"),
        ('connect = "0.0.0.0:5566"', "an address to listen on"),
        ('connect = "[::]:5566"', "an address to listen on"),
        ('source = "rtsp://me:a/b@cam/live"', "%2F for /"),
        ('source = "rtsp://me:a#b@cam/live"', "%23 for #"),
        ('source = "http://me:a?b@cam:80/live"', "%3F for ?"),
    ],
)
def test_values_beyond_all_bounds_are_one_short_line_each(tmp_path, lines, complaint):
    file = tmp_path / "node.toml"
    given = {"source": '"test-pattern"', "connect": '"desk:5566"'}
    given.pop(lines.partition(" ")[0], None)
    file.write_text("\n".join([*(f"{name} = {value}" for name, value in given.items()), lines]))
    with pytest.raises(ConfigError) as caught:
        read_config(file, {}, thorough=True)
    (fault,) = caught.value.faults
    assert complaint in fault
    assert len(fault) < 400


@pytest.mark.parametrize(
    "source", ["rtsp://me:pw@cam:554/a@b", "http://cam:80/a@b", "http://cam/a:b@c", "http://[::1]/"]
)
def test_addresses_that_are_right_are_not_complained_of(tmp_path, source):
    file = tmp_path / "node.toml"
    file.write_text(f'source = "{source}"\nconnect = "desk:5566"\nname = "門\\u00a0門"\n')
    assert read_config(file, {}).cameras[0].source == source
