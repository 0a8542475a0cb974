from pathlib import Path

import pytest

from netgear_engine.node.configuration.config_file import ConfigError, read_file
from netgear_engine.sending.receiver_address import Receiver


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


def test_a_file_of_others(tmp_path, monkeypatch):
    # Root, who often runs the tests, may read everything.
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(ConfigError, match=r"may not be read by this user: put sudo before"):
        read_file(tmp_path / "node.toml")
