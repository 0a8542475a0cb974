import sys
import types
from pathlib import Path

import numpy as np
import pytest

from netgear_engine.node.doctor.computer import Computer
from netgear_engine.node.doctor.finding import Finding, Outcome
from netgear_engine.node.doctor.software_checks import (
    PiCameras,
    ask_pi_cameras,
    check_libraries,
    check_opencv,
    check_packages,
    check_python,
)
from tests.support.raspberry_pi import lay_camera_libraries, lay_pi_files


def packages(computer: Computer) -> dict[str, Finding]:
    return {finding.name: finding for finding in check_packages(computer)}


def libraries(computer: Computer, *, needed: bool = True) -> list[Finding]:
    return list(check_libraries(computer, ask_pi_cameras(computer), needed=needed))


def test_python_and_the_base_packages_are_well_here():
    findings = [*check_python(), *check_packages(Computer())]
    assert [one.outcome for one in findings] == [Outcome.OK] * 5
    assert findings[0].found.startswith(sys.version.split()[0])
    assert np.__version__ in findings[2].found


@pytest.mark.parametrize("error", [ImportError, ValueError])
def test_a_package_that_does_not_load_is_a_fault(tmp_path, monkeypatch, error):
    code = f"raise {error.__name__}('numpy.dtype size changed')"
    (tmp_path / "simplejpeg.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "simplejpeg", raising=False)
    finding = packages(Computer())["Package simplejpeg"]
    assert finding.outcome is Outcome.FAULT
    assert "size changed" in finding.found
    assert finding.remedy == "sudo apt install python3-simplejpeg"


def test_a_package_that_is_too_old_is_a_fault(monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.17.2")
    finding = packages(Computer())["Package msgspec"]
    assert finding.outcome is Outcome.FAULT
    assert "0.17.2 is too old, 0.18" in finding.found
    assert finding.remedy.endswith("-m pip install msgspec")


def test_on_a_pi_a_numpy_of_pip_over_that_of_apt_is_a_warning(tmp_path):
    root = lay_pi_files(tmp_path)
    assert packages(Computer(root=root))["Package numpy"].outcome is Outcome.OK
    (root / "usr/lib/python3/dist-packages/numpy").mkdir(parents=True)
    finding = packages(Computer(root=root))["Package numpy"]
    assert finding.outcome is Outcome.WARNING
    assert "pip uninstall numpy" in finding.remedy


def test_opencv(monkeypatch):
    opencv = types.SimpleNamespace(__version__="4.6.0", __file__="/usr/lib/x/cv2/__init__.py")
    monkeypatch.setitem(sys.modules, "cv2", opencv)
    assert [one.found for one in check_opencv()] == ["4.6.0, /usr/lib/x"]
    monkeypatch.setitem(sys.modules, "cv2", None)
    (finding,) = check_opencv()
    assert finding.outcome is Outcome.FAULT
    assert finding.remedy == "sudo apt install python3-opencv"


def test_the_camera_libraries_and_cameras_are_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(lay_camera_libraries(tmp_path)))
    assert [(one.outcome, one.found) for one in libraries(Computer())] == [
        (Outcome.OK, "v0.3.2+rpt20241119"),
        (Outcome.OK, "0.3.22"),
    ]
    assert [camera["Model"] for camera in ask_pi_cameras(Computer()).cameras] == ["imx708"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise ImportError('libpisp.so.1: cannot open shared object file')", "libpisp.so.1"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "signal 11"),
    ],
)
def test_a_library_that_does_not_load_is_told(tmp_path, monkeypatch, code, reason):
    monkeypatch.setenv("PYTHONPATH", str(lay_camera_libraries(tmp_path, picamera2=code)))
    first, second = libraries(Computer())
    assert first.outcome is Outcome.OK
    assert second.outcome is Outcome.FAULT
    assert second.name == "picamera2"
    assert reason in second.found
    assert "apt install" in second.remedy


def test_a_library_that_hangs_is_given_up(tmp_path, monkeypatch):
    code = "import signal; signal.pause()"
    monkeypatch.setenv("PYTHONPATH", str(lay_camera_libraries(tmp_path, libcamera=code)))
    (finding,) = libraries(Computer(patience_s=0.3))
    assert (finding.name, finding.outcome) == ("libcamera", Outcome.FAULT)
    assert "no answer within" in finding.found


def missing() -> PiCameras:
    return PiCameras(missing="libcamera", reason="ModuleNotFoundError: No module named 'libcamera'")


@pytest.mark.parametrize(
    ("is_pi", "needed", "outcome"),
    [
        (False, False, Outcome.OK),
        (True, False, Outcome.WARNING),
        (False, True, Outcome.FAULT),
        (True, True, Outcome.FAULT),
    ],
)
def test_a_missing_library_matters_where_it_is_needed(tmp_path, is_pi, needed, outcome):
    root = lay_pi_files(tmp_path) if is_pi else tmp_path
    (finding,) = check_libraries(Computer(root=root), missing(), needed=needed)
    assert finding.outcome is outcome


def test_an_environment_that_does_not_see_apts_is_told_apart(tmp_path):
    (tmp_path / "usr/lib/python3/dist-packages/libcamera").mkdir(parents=True)
    (finding,) = check_libraries(Computer(root=tmp_path), missing(), needed=True)
    assert "--system-site-packages" in finding.remedy


def test_the_smallest_versions_are_those_of_the_project():
    from netgear_engine.node.doctor import software_checks

    text = (Path(__file__).parents[4] / "pyproject.toml").read_text()
    for _, package, smallest, _ in software_checks._BASE:
        assert f'"{package}>={".".join(map(str, smallest))}"' in text
