"""A camera for the real OpenCV and the real ioctls, where no camera is plugged in."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_SOURCE = Path(__file__).with_suffix(".c")
_ROOT = _SOURCE.parents[2]


class V4l2Camera:
    """Runs Python programs for which `node` is a V4L2 camera with these pictures, 320x240.

    Skips the test where there is no compiler or no header of V4L2.
    """

    def __init__(self, folder: Path, pictures: list[bytes], pixel_format: str = "MJPG") -> None:
        self.node = folder / "video7"
        self.node.touch()
        frames = folder / "frames"
        frames.mkdir()
        for number, picture in enumerate(pictures):
            (frames / str(number)).write_bytes(picture)
        self._surroundings = os.environ | {
            "LD_PRELOAD": _build(folder),
            "CAMERA_NODE": str(self.node),
            "CAMERA_FRAMES": str(frames),
            "CAMERA_FORMAT": pixel_format,
            "CAMERA_FPS": "100",
        }

    def run(self, program: str) -> Any:
        """Run the program, which finds `node` in sys.argv[1]; return the JSON that it prints."""
        run = subprocess.run(
            [sys.executable, "-c", program, self.node],
            cwd=_ROOT,
            env=self._surroundings,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)


def _build(folder: Path) -> str:
    compiler = shutil.which("cc")
    if compiler is None or not Path("/usr/include/linux/videodev2.h").exists():
        pytest.skip("needs a C compiler and linux/videodev2.h to make a V4L2 camera")
    library = folder / "v4l2_camera.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, _SOURCE, "-ldl"],
        check=True,
    )
    return str(library)
