"""The unit and the script that make a computer a camera node.

A whole installation, with systemd as it runs on a Raspberry Pi, takes a computer of its own; here
is what can be told without one.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netgear_engine.node.configuration.config import DEFAULT_FILE, SYSTEM_FOLDER
from netgear_engine.node.doctor.camera_checks import SERVICE_USER
from netgear_engine.node.doctor.computer_checks import UNIT

ROOT = Path(__file__).parents[2]
UNIT_FILE = ROOT / "packaging/node/netgear-server.service"
SCRIPT = ROOT / "packaging/node/install.sh"
PREFIX = "/opt/netgear-server"


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, check=False, **options
    )


def settings() -> dict[str, list[str]]:
    """Return the unit's keys, each with all of its values."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", UNIT_FILE.read_text(), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


# ---- the unit


def test_the_service_is_watched_and_always_comes_back():
    unit = settings()
    assert unit["Type"] == ["notify"]
    assert unit["Restart"] == ["always"]
    assert unit["StartLimitIntervalSec"] == ["0"]
    assert 10 <= int(unit["WatchdogSec"][0]) <= 60
    # Nothing of a node that has ended may keep a camera.
    assert unit["KillMode"] == ["mixed"]


def test_the_service_waits_for_the_network_but_does_not_need_it():
    unit = settings()
    assert unit["Wants"] == unit["After"] == ["network-online.target"]
    assert not {"Requires", "BindsTo", "Requisite"} & set(unit)


def test_unit_script_and_program_mean_the_same_places():
    unit, script = settings(), SCRIPT.read_text()
    assert UNIT_FILE.stem == UNIT
    assert unit["ExecStart"] == [f"{PREFIX}/bin/netgear-server --config {DEFAULT_FILE}"]
    assert unit["User"] == unit["Group"] == [SERVICE_USER]
    assert unit["SupplementaryGroups"] == ["video"]
    assert unit["WorkingDirectory"] == [str(SYSTEM_FOLDER)]
    assert unit["StateDirectory"] == [SYSTEM_FOLDER.name]
    for line in (
        f'prefix="{PREFIX}"', f'user="{SERVICE_USER}"', f'config="{DEFAULT_FILE}"',
        f'state="{SYSTEM_FOLDER}"',
    ):  # fmt: skip
        assert line in script


def test_cameras_may_be_used_though_most_devices_may_not():
    unit = settings()
    assert unit["DevicePolicy"] == ["closed"]
    allowed = {value.removesuffix(" rw") for value in unit["DeviceAllow"]}
    assert allowed >= {"char-video4linux", "char-media", "char-dma_heap", "/dev/vcio"}
    # systemd takes a path as it is written: a wildcard would allow nothing.
    assert not [device for device in allowed if set(device) & set("*?[")]
    assert "PrivateDevices" not in unit


def test_nothing_that_the_node_needs_is_hidden():
    unit = settings()
    # /proc/stat and /proc/meminfo tell the node's health; the clock is asked by adjtimex.
    assert not {"ProcSubset", "ProtectClock", "PrivateNetwork"} & set(unit)
    assert "clock_adjtime" in unit["SystemCallFilter"][0]
    assert "AF_NETLINK" in unit["RestrictAddressFamilies"][0]


def test_systemd_finds_the_unit_well_guarded():
    """The figure of `systemd-analyze security`: 0 is the best and 10 the worst."""
    analyze = tool("systemd-analyze")
    result = run(
        analyze, "security", "--offline=true", "--no-pager", "--threshold=30", str(UNIT_FILE)
    )
    if "unrecognized option" in result.stderr:
        pytest.skip("this systemd-analyze cannot judge a file")
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr


def test_systemd_can_read_the_unit(tmp_path):
    analyze = tool("systemd-analyze")
    unit = tmp_path / UNIT_FILE.name
    unit.write_text(UNIT_FILE.read_text().replace(f"{PREFIX}/bin/netgear-server", sys.executable))
    result = run(analyze, "verify", str(unit))
    assert UNIT_FILE.name not in result.stderr, result.stderr


# ---- the script


def script(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return run("bash", str(SCRIPT), *arguments, **options)


def test_the_script_is_clean():
    result = run(tool("shellcheck"), str(SCRIPT))
    assert result.returncode == 0, result.stdout


def test_the_script_can_be_run_and_tells_its_options():
    assert os.access(SCRIPT, os.X_OK)
    result = script("--help")
    assert result.returncode == 0, result.stderr
    offered = set(re.findall(r"--[a-z-]+", result.stdout))
    taken = set(re.findall(r"^      (?:-h \| )?(--[a-z-]+)\)", SCRIPT.read_text(), re.MULTILINE))
    assert offered == taken - {"--help"}


def as_nobody() -> dict:
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--quickly"], "unknown option --quickly"),
        (["--prefix"], "--prefix needs a folder"),
        (["--prefix", "here"], "write the whole path"),
        (["--prefix", "/opt/my folder"], "use letters"),
        (["--purge"], "--purge goes with --uninstall"),
        ([], "this needs root"),
        (["--uninstall"], "this needs root"),
    ],
)
def test_what_cannot_be_is_refused(arguments, words, tmp_path):
    copy = shutil.copy(SCRIPT, tmp_path)  # where nobody can read it
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    result = run("bash", str(copy), *arguments, **as_nobody())
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="the script needs root before it looks")
def test_a_folder_that_is_not_the_scripts_is_never_removed(tmp_path):
    (tmp_path / "precious").touch()
    result = script("--uninstall", "--prefix", str(tmp_path))
    assert result.returncode == 1
    assert "Nothing was removed" in result.stderr
    assert (tmp_path / "precious").exists()


def test_pip_never_brings_what_apt_has():
    """Every call of pip leaves dependencies alone, and asks for one only when it is missing."""
    text = SCRIPT.read_text().replace("\\\n", " ")
    calls = [line for line in text.splitlines() if "pip install" in line and "-m" in line]
    assert len(calls) == 2
    assert all("--no-deps" in line for line in calls)
    needed = re.search(r"local needed=\((.*)\)", text)
    welcome = re.search(r"local welcome=\((.*)\)", text)
    assert needed and {"python3-numpy", "python3-zmq", "python3-sdnotify"} <= set(needed[1].split())
    assert welcome and {"python3-simplejpeg", "python3-picamera2"} <= set(welcome[1].split())
    assert "--system-site-packages" in text


def test_a_missing_package_is_taken_from_pip_and_one_that_is_there_is_not(tmp_path):
    """The script's own function, with a Python that notes what is asked of it."""
    noted = tmp_path / "noted"
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >>"{noted}"\n'
        'case "$2" in "import absent") exit 1 ;; esac\n'
    )  # fmt: skip
    python.chmod(0o755)
    functions = SCRIPT.read_text().rpartition('main "$@"')[0]
    calls = (
        'install_missing_package numpy "numpy>=1.24"; install_missing_package absent "absent>=2"'
    )
    result = run("bash", "-c", f'{functions}\nprefix="{tmp_path}"\n{calls}')
    assert result.returncode == 0, result.stderr
    asked = noted.read_text().splitlines()
    assert asked[0] == "-c import numpy"
    assert asked[1] == "-c import absent"
    assert len(asked) == 3
    assert asked[2].endswith("--no-deps --only-binary :all: absent>=2")


def test_what_apt_offers_is_seen(tmp_path):
    """Also when apt-cache says much, which a pipe into grep once made look like nothing."""
    apt_cache = tmp_path / "apt-cache"
    apt_cache.write_text(
        "#!/usr/bin/env python3\n"
        "import sys\n"
        "candidate = '1.6.6-1' if sys.argv[2] == 'there' else '(none)'\n"
        "print(f'{sys.argv[2]}:\\n  Installed: (none)\\n  Candidate: {candidate}')\n"
        "print('  Version table:\\n' * 20000)\n"
    )
    apt_cache.chmod(0o755)
    functions = SCRIPT.read_text().rpartition('main "$@"')[0]
    calls = "is_available there && ! is_available absent && echo right"
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    result = run("bash", "-c", f"{functions}\n{calls}", env=environment)
    assert result.stdout == "right\n", result.stderr
