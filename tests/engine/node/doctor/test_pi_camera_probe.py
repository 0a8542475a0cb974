import json
import os
import subprocess
import sys

from netgear_engine.node.doctor import pi_camera_probe
from tests.support.raspberry_pi import lay_camera_libraries


def probe(folder) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", pi_camera_probe.__file__],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip


def told(result: subprocess.CompletedProcess[str]) -> dict:
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    return {name: value for line in lines for name, value in json.loads(line).items()}


def test_it_tells_versions_and_cameras(tmp_path):
    result = probe(lay_camera_libraries(tmp_path))
    assert result.returncode == 0, result.stderr
    facts = told(result)
    assert facts["libcamera"] == "v0.3.2+rpt20241119"
    assert facts["picamera2"] == "0.3.22"
    assert [camera["Model"] for camera in facts["cameras"]] == ["imx708"]


def test_what_came_before_a_failure_is_told(tmp_path):
    result = probe(lay_camera_libraries(tmp_path, picamera2="import nothing_of_that_name"))
    assert result.returncode != 0
    assert list(told(result)) == ["libcamera"]
    assert "nothing_of_that_name" in result.stderr.splitlines()[-1]
