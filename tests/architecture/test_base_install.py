"""The engine has to run where only the base install is: no Qt, no OpenCV, no camera library."""

import subprocess
import sys

from tests.architecture.source_tree import ROOT

OPTIONAL = (
    "PySide6", "shiboken6", "qasync", "cv2", "imutils", "psutil", "paramiko", "picamera2",
    "libcamera", "vidgear", "sdnotify",
)  # fmt: skip

# Runs in a fresh interpreter in which the optional packages cannot be imported.
IMPORT_ALL = """
import importlib, pkgutil, sys
for name in {optional!r}:
    sys.modules[name] = None
import netgear_engine
names = ["netgear_engine"]
for module in pkgutil.walk_packages(netgear_engine.__path__, "netgear_engine."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        names.append(module.name)
print(len(names))
"""


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def test_every_module_of_the_engine_imports_without_the_extras():
    result = run_python("-c", IMPORT_ALL.format(optional=OPTIONAL))
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 20


def test_importing_the_engine_brings_in_no_extra():
    code = "import sys, netgear_engine; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    result = run_python("-c", code)
    assert result.returncode == 0, result.stderr
    assert not set(OPTIONAL) & set(result.stdout.split())


def test_the_node_says_what_it_can_without_the_extras():
    blocked = "; ".join(f"sys.modules[{name!r}] = None" for name in OPTIONAL)
    code = (
        f"import sys; {blocked}; sys.argv = ['netgear-server', '--help'];"
        "from netgear_engine.node.cli import main; sys.exit(main())"
    )
    result = run_python("-c", code)
    assert result.returncode == 0, result.stderr
    assert "--connect" in result.stdout
