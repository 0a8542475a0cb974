"""`make demo`: the window with four cameras, or a picture of it where there is no display."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

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
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        try:
            code = subprocess.run(
                [*command, "--report", str(report)], env=environment, check=False
            ).returncode
        except KeyboardInterrupt:
            return 0  # Ctrl+C reaches the window too, which closes by itself
        if platform == "offscreen" and code == 0:
            return tell(picture, json.loads(report.read_bytes()))
    return code


def tell(picture: Path, report: dict[str, Any]) -> int:
    """Say where the picture is, and whether it is worth looking at; return the exit code."""
    if not picture.exists():
        print(f"No picture was saved at {picture}.", file=sys.stderr)
        return 1
    print(f"The picture is {picture}.")
    states = [port["state"] for port in report["ports"].values()]
    late = sum(state != "LIVE" for state in states)
    if late:
        print(
            f"{late} of {len(states)} cameras were not live when it was taken: "
            "this computer is too busy to play them. Try again later."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
