"""Checks of `netgear-server doctor`: Python, its packages and the camera libraries."""

import contextlib
import importlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netgear_engine.node.doctor import pi_camera_probe
from netgear_engine.node.doctor.computer import Computer, Output
from netgear_engine.node.doctor.finding import Finding, fault, ok, warning

# The name to import, the name on PyPI, the smallest version (as in pyproject.toml), apt's name.
_BASE = (
    ("zmq", "pyzmq", (24,), "python3-zmq"),
    ("numpy", "numpy", (1, 24), "python3-numpy"),
    ("simplejpeg", "simplejpeg", (1, 6), "python3-simplejpeg"),
    ("msgspec", "msgspec", (0, 18), ""),
)

_APT_FOLDER = "usr/lib/python3/dist-packages"
_APT_CAMERA = "sudo apt install --no-install-recommends python3-picamera2"


def check_python() -> Iterator[Finding]:
    """Tell which Python runs the node."""
    version = ".".join(str(number) for number in sys.version_info[:3])
    kind = "" if sys.prefix == sys.base_prefix else ", a virtual environment"
    yield ok("Python", f"{version}, {sys.executable}{kind}")


def check_packages(computer: Computer) -> Iterator[Finding]:
    """Check the packages that the node cannot do without."""
    for module, package, smallest, apt in _BASE:
        remedy = f"sudo apt install {apt}" if apt else f"{sys.executable} -m pip install {package}"
        name = f"Package {package}"
        try:
            imported: Any = importlib.import_module(module)
        except (ImportError, ValueError) as error:
            # numpy of another version is a ValueError: "numpy.dtype size changed".
            yield fault(name, f"cannot be used: {error}", remedy)
            continue
        version = _version(package, imported)
        if _numbers(version) < smallest:
            wanted = ".".join(str(number) for number in smallest)
            yield fault(name, f"{version} is too old, {wanted} is the least", remedy)
        else:
            yield _place(name, f"{version}, {_folder(imported)}", package, imported, computer)


def check_opencv() -> Iterator[Finding]:
    """Check OpenCV, which webcams, video files and network cameras need."""
    try:
        opencv: Any = importlib.import_module("cv2")
    except (ImportError, ValueError) as error:
        yield fault("OpenCV", f"cannot be used: {error}", "sudo apt install python3-opencv")
    else:
        yield ok("OpenCV", f"{opencv.__version__}, {_folder(opencv)}")


def _place(name: str, found: str, package: str, imported: Any, computer: Computer) -> Finding:
    """Warn of a package from pip that hides apt's, for which the camera libraries were built."""
    apt = computer.root / _APT_FOLDER
    hides = package in {"numpy", "simplejpeg"} and (apt / package).exists()
    if hides and computer.is_raspberry_pi() and not _folder(imported).is_relative_to(apt):
        remedy = f"{sys.executable} -m pip uninstall {package}"
        return warning(name, f"{found}, hides apt's, for which picamera2 was built", remedy)
    return ok(name, found)


def _version(package: str, imported: Any) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return str(getattr(imported, "__version__", ""))


def _numbers(version: str) -> tuple[int, ...]:
    """Return a version's leading numbers; of an unknown version something large."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    return numbers or (9999,)


def _folder(imported: Any) -> Path:
    return Path(str(imported.__file__)).parent.parent


@dataclass(frozen=True, slots=True)
class PiCameras:
    """What the camera libraries said; `missing` is the first that gave nothing, and why."""

    versions: dict[str, str] = field(default_factory=dict)
    cameras: tuple[dict[str, Any], ...] = ()
    missing: str = ""
    reason: str = ""


def ask_pi_cameras(computer: Computer) -> PiCameras:
    """Ask libcamera and picamera2, in a process that may fail or hang."""
    if getattr(sys, "frozen", False):
        return PiCameras(missing="libcamera", reason="this program was bundled without it")
    # -P keeps this folder, in which the probe lies, out of the modules it finds.
    answer = computer.run(computer.python, "-P", str(pi_camera_probe.__file__))
    answers: dict[str, Any] = {}
    for line in answer.output.splitlines():
        # The libraries may print lines of their own.
        with contextlib.suppress(ValueError, TypeError):
            answers.update(json.loads(line))
    missing = next(
        (name for name in ("libcamera", "picamera2", "cameras") if name not in answers), ""
    )
    return PiCameras(
        {name: answers[name] for name in ("libcamera", "picamera2") if name in answers},
        tuple(answers.get("cameras", ())),
        missing,
        _reason(answer) if missing else "",
    )


def _reason(answer: Output) -> str:
    if answer.code is not None and answer.code < 0:
        return f"it ended Python with signal {-answer.code}"
    return answer.last_words()


def check_libraries(
    computer: Computer, pi_cameras: PiCameras, *, needed: bool
) -> Iterator[Finding]:
    """Check libcamera and picamera2; `needed` when a Raspberry Pi camera is to be used."""
    for name in ("libcamera", "picamera2"):
        version = pi_cameras.versions.get(name)
        if version is not None:
            yield ok(name, version or "of an unknown version")
        elif name == pi_cameras.missing:
            yield _missing(name, pi_cameras.reason, computer, needed=needed)


def _missing(name: str, reason: str, computer: Computer, *, needed: bool) -> Finding:
    if not needed and not computer.is_raspberry_pi():
        return ok(name, "not there; only Raspberry Pi cameras need it")
    tell = fault if needed else warning
    if (computer.root / _APT_FOLDER / name).exists() and "No module named" in reason:
        return tell(
            name,
            f"installed by apt, but {sys.executable} does not see it",
            "make the virtual environment with the system's Python: "
            "/usr/bin/python3 -m venv --system-site-packages FOLDER",
        )
    return tell(name, f"cannot be used: {reason}", _APT_CAMERA)
