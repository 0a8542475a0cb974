import io
import re
import sys

import msgspec
import pytest

from netgear_engine.node.configuration.config import CameraConfig, NodeConfig
from netgear_engine.node.doctor import doctor
from netgear_engine.node.doctor.computer import Computer
from netgear_engine.node.doctor.doctor import check_file, run_doctor
from netgear_engine.node.doctor.finding import Outcome, fault, ok, warning
from netgear_engine.sending.receiver_address import Receiver
from tests.support.free_ports import free_port
from tests.support.raspberry_pi import lay_camera_libraries, lay_pi_files, vcgencmd

LINE = re.compile(r"(ok|warning|fault) +(\S.*?)  +(\S.*)")


@pytest.fixture
def raspberry_pi(tmp_path, monkeypatch) -> Computer:
    """Return a Raspberry Pi with one camera, on which all is well."""
    root = lay_pi_files(tmp_path / "root")
    monkeypatch.setenv("PYTHONPATH", str(lay_camera_libraries(tmp_path / "libraries")))
    monkeypatch.setattr(doctor, "check_clock", lambda: iter([ok("Clock", "synchronised")]))
    monkeypatch.setattr(doctor, "check_group", lambda cameras: iter([ok("Group video", "in it")]))
    return Computer(root=root, vcgencmd=vcgencmd(tmp_path, "print('throttled=0x0')"))


def config(tmp_path, *receivers: Receiver, source: str = "picamera2:0") -> NodeConfig:
    camera = CameraConfig(source=source, connect=receivers, name="Front gate")
    return NodeConfig(cameras=(camera,), state_folder=str(tmp_path))


def run(settings: NodeConfig | None, computer: Computer) -> tuple[int, str]:
    out = io.StringIO()
    code = run_doctor(settings, out=out, computer=computer)
    return code, out.getvalue()


def test_a_node_without_faults(raspberry_pi, tmp_path):
    code, text = run(config(tmp_path), raspberry_pi)
    assert code == 0, text
    assert text.splitlines()[0].endswith("on Raspberry Pi 4 Model B Rev 1.4")
    assert text.splitlines()[-1] == "All is well."
    names = [match[2] for match in map(LINE.fullmatch, text.splitlines()) if match]
    assert names == [
        "Python", "Package pyzmq", "Package numpy", "Package simplejpeg", "Package msgspec",
        "libcamera", "picamera2", "Cameras", "Camera Front gate", "Group video", "Camera memory",
        "Power", "Clock", "Keys", "State folder", "Service",
    ]  # fmt: skip


def test_a_fault_says_what_to_do_and_gives_1(raspberry_pi, tmp_path):
    receiver = Receiver("127.0.0.1", free_port())
    code, text = run(config(tmp_path, receiver), raspberry_pi)
    assert code == 1
    lines = text.splitlines()
    place = next(place for place, line in enumerate(lines) if f"Monitor {receiver}" in line)
    assert lines[place].startswith("fault ")
    assert lines[place + 1].strip().startswith("-> start netgear-monitor")
    assert lines[-1] == "1 fault, no warnings."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_password_for_all_to_read_is_told_whatever_its_file_is_called(tmp_path):
    file = tmp_path / "yard: north.toml"
    file.write_text('source = "rtsp://me:s3cret@cam"\n')
    file.chmod(0o644)
    (finding,) = check_file(file, ())
    assert finding.found == (f"{file} has a password in it and may be read by others (mode 0644)")
    assert finding.remedy == f"chmod 600 {file}"
    file.write_bytes(file.read_bytes() + bytes(17 * 1024 * 1024))
    assert not list(check_file(file, ())), "what is no such file is not read to its end"


def test_what_was_found_stands_in_one_column(raspberry_pi, tmp_path):
    receivers = (Receiver("127.0.0.1", free_port()), Receiver("::1", free_port()))
    _, text = run(config(tmp_path, *receivers), raspberry_pi)
    findings = [match for match in map(LINE.fullmatch, text.splitlines()) if match]
    assert len({match.start(3) for match in findings}) == 1
    remedies = [line for line in text.splitlines() if "-> " in line]
    assert {line.index("->") for line in remedies} == {findings[0].start(3)}


def test_without_a_configuration_only_the_computer_is_looked_at(raspberry_pi):
    code, text = run(None, raspberry_pi)
    assert code == 0
    assert "sudo netgear-server init" in text
    assert "Monitor" not in text
    assert text.splitlines()[-1] == "no faults, 1 warning."


def test_opencv_is_looked_at_only_where_it_is_needed(raspberry_pi, tmp_path):
    assert "OpenCV" not in run(config(tmp_path), raspberry_pi)[1]
    assert "OpenCV" in run(config(tmp_path, source="/dev/video0"), raspberry_pi)[1]


@pytest.mark.parametrize(
    ("user", "keys", "folder"),
    [
        ("root", "", "service/.vidgear"),
        ("root", "named", "named"),
        ("pi", "", "pi/.vidgear"),
    ],
)
def test_root_is_told_of_the_keys_of_the_service(
    raspberry_pi, tmp_path, monkeypatch, user, keys, folder
):
    monkeypatch.setattr(doctor, "home_of", lambda name: tmp_path / "service")
    monkeypatch.setattr(doctor, "present_user", lambda: user)
    monkeypatch.setenv("HOME", str(tmp_path / "pi"))
    settings = msgspec.structs.replace(
        config(tmp_path), secure=1, keys=keys and str(tmp_path / keys)
    )
    _, text = run(settings, raspberry_pi)
    assert f"{tmp_path}/{folder}/keys/private_keys/client.key_secret is missing" in text


def test_this_computer_can_be_looked_at(tmp_path):
    code, text = run(config(tmp_path, source="test-pattern"), Computer())
    assert ("fault " in text) is (code == 1)


def test_outcomes_are_words():
    findings = [ok("a", "b"), warning("a", "b", "c"), fault("a", "b", "c")]
    assert [one.outcome for one in findings] == list(Outcome)
    assert [one.value for one in Outcome] == ["ok", "warning", "fault"]
