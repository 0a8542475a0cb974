"""`make demo`: the window with four cameras, or a picture of it where there is no display."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from gui.program.display_check import check_display, wanted_platform

_SECONDS = "15"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", type=Path, required=True)
    picture = parser.parse_args().picture.resolve()
    environment = dict(os.environ)
    command = [str(Path(sys.executable).with_name("netgear-monitor")), "--demo"]
    platform = wanted_platform(environment)
    if platform in (None, "offscreen"):
        platform = environment["QT_QPA_PLATFORM"] = "offscreen"
        # Qt's offscreen plugin repeats that it has no window manager to give size hints to.
        environment.setdefault("QT_LOGGING_RULES", "default.warning=false")
        command += ["--exit-after", _SECONDS, "--screenshot", str(picture)]
        print(
            f"There is no display: the demo runs for {_SECONDS} s and saves a picture.", flush=True
        )
        picture.unlink(missing_ok=True)
    if line := check_display(environment):
        print(line, file=sys.stderr)
        return 1
    try:
        code = subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0  # Ctrl+C reaches the window too, which closes by itself
    if platform == "offscreen" and code == 0:
        if not picture.exists():
            print(f"No picture was saved at {picture}.", file=sys.stderr)
            return 1
        print(f"The picture is {picture}.")
    return code


if __name__ == "__main__":
    sys.exit(main())
