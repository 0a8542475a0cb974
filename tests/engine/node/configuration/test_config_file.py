import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

if sys.platform != "win32":
    import grp
from hypothesis import given
from hypothesis import strategies as st

from netgear_engine.node.configuration import config_file
from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.configuration.config_file import (
    NO_DEFAULT,
    ConfigError,
    as_toml,
    init_text,
    read_file,
    write_new,
)
from netgear_engine.node.configuration.keys import CAMERA_KEYS, NODE_KEYS, defaults
from netgear_engine.node.configuration.reading import read_config
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import Sensor, Transform


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "node.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path)

    return read


@pytest.fixture
def faults(read, tmp_path):
    """What is wrong with a file, the folder left out of its name."""

    def faults(content):
        return [fault.removeprefix(f"{tmp_path}/") for fault in read(content).faults]

    return faults


def test_a_file_may_be_about_one_camera(read):
    content = read('source = "0"\nconnect = "a:1"\nsecure = 1\n')
    assert content.faults == []
    assert not content.has_tables
    assert content.node.values == {"secure": 1}
    assert [camera.values for camera in content.cameras] == [
        {"source": "0", "connect": (Receiver("a", 1),)}
    ]


def test_what_stands_above_the_tables_is_for_all_cameras(read):
    content = read("""
        quality = 70
        fps = 10
        [[camera]]
        source = "0"
        [[camera]]
        source = "test-pattern"
        quality = 60
    """)
    assert content.faults == []
    assert content.has_tables
    assert [camera.values for camera in content.cameras] == [
        {"quality": 70, "fps": 10.0, "source": "0"},
        {"quality": 60, "fps": 10.0, "source": "test-pattern"},
    ]
    assert [camera.own for camera in content.cameras] == [{"source"}, {"source", "quality"}]


def test_a_single_table_without_double_brackets_is_a_camera(read):
    assert read('[camera]\nsource = "0"\n').cameras[0].values == {"source": "0"}


def test_controls_may_be_a_table_of_their_own(read):
    content = read('[[camera]]\nsource = "picamera2:0"\n[camera.controls]\nBrightness = 0.1\n')
    assert content.cameras[0].values["controls"] == {"Brightness": 0.1}


def test_windows_text_is_read(read):
    assert read(b'\xef\xbb\xbfname = "G\xc3\xbcte"\r\n').cameras[0].values == {"name": "Güte"}


def test_all_faults_are_told_at_once(faults):
    assert faults("""
        qualty = 30
        quality = "85"
        name = "All"
        [[camera]]
        name = "Front gate"
        fps = 0
        secure = 2
        [[camera]]
        source = 0
        sise = "1x1"
    """) == [
        "node.toml: qualty: unknown key; did you mean quality?",
        "node.toml: quality: '85' is not a JPEG quality, 1 to 100: write it without quotes",
        'node.toml: camera 1 "Front gate": secure: is for all cameras: write it above the first '
        "[[camera]]",
        'node.toml: camera 1 "Front gate": fps: 0 is not a number of frames a second, 0.01 to 1000',
        'node.toml: camera 2: source: 0 is not text in quotes, as in "0"',
        "node.toml: camera 2: sise: unknown key; did you mean size?",
        "node.toml: name: is each camera's own: write it below its [[camera]]",
    ]  # fmt: skip


def test_a_key_like_no_other_is_answered_with_all_keys(faults):
    (fault,) = faults("framerate = 3\n")
    assert "framerate: unknown key; the keys are secure, keys, " in fault
    assert "fps" in fault


@pytest.mark.parametrize("camera", ['"0"', "3", '["0"]', "[[]]"])
def test_cameras_that_are_no_tables(faults, camera):
    (fault,) = faults(f"camera = {camera}\n")
    assert fault.endswith("is not a camera: begin each camera with the line [[camera]]")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            "connect = 1.2.3.4:5\n",
            "(at line 1, column 14): connect = 1.2.3.4:5: put text in quotes",
        ),
        ('\n\nconnect = "a\n', '(at line 3, column 13): connect = "a'),
        ("a = 1\na = 2\n", "(at line 2, column 6): a = 2"),
        ('a = "rtsp://me:secret@cam" b\n', '(at line 1, column 28): a = "rtsp://...@cam" b'),
        ("a = [\n", "is not written as TOML: "),
        (f"a = {'9' * 5000}\n", "is not written as TOML: "),
        ("a = " + "[" * 5000, "is not written as TOML: "),
        (b"a = 1\nb = '\xff'\n", "line 2 is not text in UTF-8"),
    ],
)
def test_what_is_not_toml_is_told_with_its_place(read, content, complaint):
    with pytest.raises(ConfigError) as caught:
        read(content)
    (fault,) = caught.value.faults
    assert "node.toml" in fault
    assert complaint in fault
    assert "secret" not in fault


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError, match="does not exist: make it with: netgear-server init"):
        read_file(tmp_path / "gone.toml")
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read_file(tmp_path)


def test_a_file_without_an_end_is_not_read(tmp_path):
    path = tmp_path / "film.mp4"
    path.touch()
    os.truncate(path, 17 * 1024 * 1024)
    with pytest.raises(ConfigError, match="far too large"):
        read_file(path)


def test_a_file_of_others(tmp_path, monkeypatch):
    # Root, who often runs the tests, may read everything.
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ConfigError, match=r"may not be read by this user: put sudo before"):
        read_file(tmp_path / "node.toml")


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
    assert key.read(tomllib.loads(f"value = {key.example}")["value"]) is not None


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


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root gives a file away"
)
def test_the_usual_file_with_a_password_stays_readable_for_the_service(tmp_path, monkeypatch):
    file = tmp_path / "usual.toml"
    group = grp.getgrgid(os.getegid()).gr_name
    monkeypatch.setattr(config_file, "DEFAULT_FILE", str(file))
    monkeypatch.setattr(config_file, "SERVICE_USER", group)
    text = 'source = "rtsp://me:s3cret@cam"\n'
    assert config_file.write_new(file, text, overwrite=False) == ""
    assert file.stat().st_mode & 0o777 == 0o640
    assert not list(config_file.open_to_others(file))
    file.chmod(0o644)
    ((_, remedy),) = config_file.open_to_others(file)
    assert remedy == f"chmod 640 {file}"
    assert config_file.write_new(file, text, overwrite=True) == ""
    assert file.stat().st_mode & 0o777 == 0o640
