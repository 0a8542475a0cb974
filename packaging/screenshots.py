"""`make screenshots`: the window in its main states, as pictures in a folder.

Every picture is made twice: 1280x800, and 3840x2160 on a screen with twice the resolution. The
window is the real one; its cameras are staged and its clock stands still, so that two runs differ
only where the program does.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

_SCENES = Path(__file__).with_name("staged_scenes.py")
_SIZES = {"1280x800": ("1280x800", 1), "3840x2160": ("1920x1080", 2)}


def main() -> int:
    """Start one process for each size: Qt reads the scale when it starts."""
    options = _options()
    codes = []
    for name in options.sizes:
        size, scale = _SIZES[name]
        surroundings = {
            **os.environ,
            "PYTHONPATH": str(_SCENES.parents[1]),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(scale),
            # Qt's offscreen plugin repeats that it has no window manager.
            "QT_LOGGING_RULES": "default.warning=false",
        }
        command = [sys.executable, str(_SCENES), str(options.folder / name), size, *options.only]
        codes.append(subprocess.run(command, env=surroundings, check=False).returncode)
    print(f"The pictures are in {options.folder.resolve()}.")
    return max(codes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sizes", nargs="+", choices=_SIZES, default=list(_SIZES))
    parser.add_argument("--only", nargs="+", metavar="SCENE", default=[], help="these scenes only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
