"""The folder that `make bundle` made, run as on a computer that has nothing of ours."""

import json
import os
import pkgutil
import re
import subprocess
from pathlib import Path

import cv2
import psutil
import pytest

import gui
import netgear_engine
from netgear_engine.clock import SystemClock
from netgear_engine.version import VERSION
from tests.support.free_ports import free_port

pytestmark = [pytest.mark.bundle, pytest.mark.timeout(120)]

ROOT = Path(__file__).parents[2]
QT_MODULES = {"Core", "Gui", "Widgets", "Svg", "DBus", "OpenGL", "XcbQpa"}


@pytest.fixture(scope="module")
def bundle() -> Path:
    folder = Path(os.environ.get("NETGEAR_BUNDLE", "dist/netgear-monitor")).resolve()
    if not (folder / "netgear-monitor").exists():
        pytest.fail(f"there is no bundle in {folder}: make bundle")
    return folder


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the bundle from an empty environment, without a display."""
    command = ["env", "-i", "QT_QPA_PLATFORM=offscreen", str(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd="/")


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of the processes that run out of the bundle."""
    return [
        " ".join(process.info["cmdline"] or [])
        for process in psutil.process_iter(["exe", "cmdline"])
        if (process.info["exe"] or "").startswith(str(folder))
    ]


def test_the_demo_runs_out_of_the_bundle_alone(bundle, tmp_path):
    report_file, picture = tmp_path / "r.json", tmp_path / "window.png"
    arguments = ["--demo", "4", "--exit-after", "20"]
    arguments += ["--report", str(report_file), "--screenshot", str(picture)]
    result = run(bundle / "netgear-monitor", *arguments)
    assert result.returncode == 0, result.stderr
    report = json.loads(report_file.read_text())
    assert report["version"] == VERSION
    ports = report["ports"]
    assert [port["state"] for port in ports.values()] == ["LIVE"] * 4, result.stderr
    assert all(port["painted"] > 0 for port in ports.values()), ports
    assert len({port["name"] for port in ports.values()}) == 4
    assert "Traceback" not in result.stderr
    # Four cameras in a window: neither plain nor dark.
    assert cv2.imread(str(picture)).std() > 20
    assert processes_of(bundle) == []


def test_the_server_runs_out_of_the_bundle_alone(bundle):
    result = run(bundle / "netgear-server", "--version")
    assert (result.returncode, result.stdout.strip()) == (0, f"netgear-server {VERSION}")


def test_the_server_plays_a_video_file(bundle, sample_video):
    """OpenCV is imported when it is needed, which PyInstaller cannot see."""
    clip = str(sample_video("carphone_distorted"))
    receiver = f"127.0.0.1:{free_port()}"
    result = run(bundle / "netgear-server", "--connect", receiver, "--source", clip)
    assert result.returncode == 0, result.stderr
    assert "sending" in result.stdout


def test_every_resource_is_in_the_bundle(bundle):
    def files(folder: Path) -> dict[str, bytes]:
        return {
            str(file.relative_to(folder)): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file() and file.suffix not in {".py", ".pyc"}
        }

    ours = files(ROOT / "resources")
    assert len(ours) > 20
    assert files(bundle / "_internal" / "resources") == ours


@pytest.mark.parametrize(
    ("program", "packages"),
    [("netgear-monitor", [gui, netgear_engine]), ("netgear-server", [netgear_engine])],
)
def test_every_module_is_in_the_bundle(bundle, program, packages):
    """One that is imported by its name, or late, is not found by PyInstaller alone."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(bundle / program))
    packed = set(archive.open_embedded_archive("PYZ.pyz").toc)
    ours = {
        module.name
        for package in packages
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    }
    assert len(ours) > 100
    assert ours - packed == set()


def test_nothing_of_qt_5_and_no_unused_part_of_qt_6(bundle):
    names = [file.name for file in bundle.rglob("*") if file.is_file()]
    assert [name for name in names if re.search(r"qt-?5", name, re.IGNORECASE)] == []
    modules = {found[1] for name in names if (found := re.match(r"libQt6(\w+)\.so", name))}
    assert {name for name in modules if not name.startswith(("Wayland", "WlShell"))} <= QT_MODULES


def test_size_and_start_time_are_told(bundle, tmp_path):
    files = [file for file in bundle.rglob("*") if file.is_file() and not file.is_symlink()]
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    report_file = tmp_path / "r.json"
    clock = SystemClock()
    started = clock.monotonic()
    result = run(
        bundle / "netgear-monitor",
        *("--listen", "127.0.0.1", "--ports", str(free_port())),
        *("--exit-after", "0.5", "--report", str(report_file)),
    )
    seconds = clock.monotonic() - started - json.loads(report_file.read_text())["uptime_s"]
    assert result.returncode == 0, result.stderr
    print(f"\nbundle: {megabytes:.0f} MB, {len(files)} files; starts and ends in {seconds:.1f} s")
    assert seconds < 15
