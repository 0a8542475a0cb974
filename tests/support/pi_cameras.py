"""Raspberry Pi cameras for tests, under the real picamera2: libcamera's virtual ones or drawn ones.

Where Python finds libcamera, cameras and faults are those of its virtual pipeline handler with a
Pi's image processor. Elsewhere tests/support/fake_libcamera takes its place.

`python -m tests.support.pi_cameras` fetches picamera2; `make test` does so while it installs.
"""

import gc
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg

from netgear_engine.frame import CapturedFrame, Pixels

# Pure Python, so they are read as they are.
WHEELS = {"picamera2": "0.3.38", "videodev2": "0.0.4", "piexif": "1.1.3"}
CACHE = Path(__file__).parents[2] / ".venv" / "cache" / "picamera2"

_FAKE = Path(__file__).parent / "fake_libcamera"

PI_ID = "/base/soc/i2c0mux/i2c@1/imx708@1a"
USB_ID = "/base/soc/usb@7e980000/hub@1/webcam-1:1.0-046d:0825"
SENSOR_SIZE = (2304, 1296)

ONE_PI_CAMERA = {
    "Pi0": {
        "id": PI_ID,
        "raspberry_pi": True,
        "supported_formats": [
            {"width": 1536, "height": 864, "frame_rates": [1, 120]},
            {"width": SENSOR_SIZE[0], "height": SENSOR_SIZE[1], "frame_rates": [1, 56]},
        ],
        "test_pattern": "bars",
        "location": "CameraLocationBack",
        "model": "imx708",
    }
}
PI_AND_USB_CAMERA = ONE_PI_CAMERA | {
    "Usb0": {
        "id": USB_ID,
        "supported_formats": [
            {"width": 640, "height": 480, "frame_rates": [5, 30]},
            {"width": 1280, "height": 720, "frame_rates": [5, 30]},
        ],
        "test_pattern": "bars",
        "location": "CameraLocationExternal",
        "model": "USB Webcam",
    }
}

# In the top rows of every picture: the bits of its number, the highest first, black 0 and white 1.
_BITS = 32


def fetch_wheels(folder: Path = CACHE) -> None:
    """Download picamera2 and what it imports into `folder`, as files; pip would want a compiler."""
    if all(any(folder.glob(f"{name}-*.whl")) for name in WHEELS):
        return
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:", "--dest", str(folder)]
    command += [f"{name}=={version}" for name, version in WHEELS.items()]
    subprocess.run(command, check=True, timeout=120)


def why_not() -> str:
    """Return why picamera2 cannot be had here; empty when it can, and then it is ready."""
    if sys.platform != "linux":
        return "picamera2 loads on Linux only"
    if importlib.util.find_spec("picamera2") is None:
        sys.path += [str(wheel) for wheel in sorted(CACHE.glob("*.whl"))]
        if importlib.util.find_spec("picamera2") is None:
            return "picamera2 is not there: make test fetches it"
    if importlib.util.find_spec("libcamera") is None:
        _use_fake_libcamera()
    return ""


def is_real_libcamera() -> bool:
    """Tell if libcamera itself is at work; ask after `why_not`."""
    import libcamera

    return not str(libcamera.__file__).startswith(str(_FAKE))


def _use_fake_libcamera() -> None:
    sys.path.insert(0, str(_FAKE))
    import pi_dma_memory  # type: ignore[import-not-found]  # on the path only now
    from picamera2.allocators import dmaallocator

    dmaallocator.DmaHeap = pi_dma_memory.MemoryHeap
    dmaallocator.fcntl = pi_dma_memory


class PiCameras:
    """Which cameras there are, and what ails them."""

    def __init__(self, folder: Path) -> None:
        self._cameras = folder / "cameras.yaml"
        self._fault = folder / "fault"
        os.environ["LIBCAMERA_VIRTUAL_FAULT_FILE"] = str(self._fault)
        self.plug_in(ONE_PI_CAMERA)
        self.fault("")
        # A test without cameras may have looked for some.
        self._forget()

    def plug_in(self, cameras: dict[str, Any]) -> None:
        """Let there be these cameras and no others when libcamera looks for some next."""
        # JSON is YAML too.
        self._cameras.write_text("%YAML 1.1\n---\n" + json.dumps(cameras))
        os.environ["LIBCAMERA_VIRTUAL_CONFIG_FILE"] = str(self._cameras)

    def fault(self, word: str) -> None:
        """Let all cameras have this fault: stall, timeout, error, busy or startfail; "" is none."""
        self._fault.write_text(word)

    def close(self) -> None:
        """Let libcamera forget these cameras."""
        del os.environ["LIBCAMERA_VIRTUAL_CONFIG_FILE"]
        del os.environ["LIBCAMERA_VIRTUAL_FAULT_FILE"]
        self._forget()

    @staticmethod
    def _forget() -> None:
        """Let libcamera look for cameras anew: it does so once for each manager."""
        from picamera2 import Picamera2

        Picamera2._cm._cms = None
        gc.collect()  # the manager goes when nothing knows it any more, in cycles or not


def pixels_of(frame: CapturedFrame | None) -> Pixels:
    """Return a frame's JPEG as pixels."""
    assert frame is not None
    assert frame.jpeg is not None
    pixels: Pixels = simplejpeg.decode_jpeg(frame.jpeg, "BGR")
    return pixels


def number_of(frame: CapturedFrame | None) -> int:
    """Return the number that the camera has drawn into a frame; they count from 0 at each start."""
    return number_in(pixels_of(frame))


def number_in(pixels: Pixels) -> int:
    """Return the number that is drawn into a whole picture, of any depth."""
    cell = 16 if pixels.shape[1] >= 512 else 8
    bits = pixels[cell // 2, cell // 2 : _BITS * cell : cell, 1] > 128
    return int("".join("1" if bit else "0" for bit in bits), 2)


def size_of(frame: CapturedFrame | None) -> tuple[int, int]:
    """Return a frame's width and height."""
    height, width, _ = pixels_of(frame).shape
    return width, height


def scene_of(frame: CapturedFrame | None) -> Any:
    """Return a frame's brightness without the rows that its number is in."""
    return pixels_of(frame)[16:, :, 1].astype(np.int16)


if __name__ == "__main__":
    fetch_wheels()
