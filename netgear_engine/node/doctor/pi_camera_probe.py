"""Tells what the camera libraries of a Raspberry Pi say; run by `netgear-server doctor`.

It runs as a process of its own, because a library that does not fit ends the process that imports
it, and one that hangs cannot be broken off. Each line it prints is a JSON object. What fails ends
it with a traceback.
"""

import importlib
import importlib.metadata
import json
import sys
from typing import Any


def main() -> None:
    """Print what libcamera, picamera2 and its list of cameras are, in this order."""
    libcamera: Any = importlib.import_module("libcamera")
    _print("libcamera", str(getattr(libcamera.CameraManager, "version", "")))
    picamera2: Any = importlib.import_module("picamera2")
    _print("picamera2", _version("picamera2"))
    _print("cameras", picamera2.Picamera2.global_camera_info())


def _print(name: str, value: object) -> None:
    sys.stdout.write(f"{json.dumps({name: value}, default=str)}\n")
    sys.stdout.flush()


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
