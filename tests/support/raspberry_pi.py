"""The files in which a Raspberry Pi 4 with Raspberry Pi OS Bookworm tells how it is."""

import sys
from pathlib import Path

_FILES = {
    "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0",
    "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
    "sys/class/thermal/thermal_zone0/temp": "49173\n",
    "proc/uptime": "184203.17 701893.45\n",
    "proc/stat": """cpu  3357 12 1203 701893 456 0 89 0 0 0
cpu0 821 3 310 175400 120 0 60 0 0 0
cpu1 845 3 298 175480 112 0 12 0 0 0
cpu2 846 3 297 175503 109 0 9 0 0 0
cpu3 845 3 298 175510 115 0 8 0 0 0
intr 8839201 0 0 1203
ctxt 15302211
btime 1763540000
""",
    "proc/meminfo": """MemTotal:        3884360 kB
MemFree:         2910044 kB
MemAvailable:    3302116 kB
Buffers:           43120 kB
Cached:           480312 kB
SwapTotal:        102396 kB
CmaTotal:         524288 kB
CmaFree:          473600 kB
""",
    "proc/net/wireless": """\
Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0
""",
}


def lay_pi_files(root: Path) -> Path:
    """Write the files under `root` and return it."""
    for name, text in _FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def vcgencmd(folder: Path, code: str) -> tuple[str, str]:
    """Return a command that stands in for `vcgencmd get_throttled` and runs the Python `code`."""
    program = folder / "vcgencmd.py"
    program.write_text(code, encoding="utf-8")
    return sys.executable, str(program)


def lay_camera_libraries(folder: Path, *, libcamera: str = "", picamera2: str = "") -> Path:
    """Write stand-ins for libcamera and picamera2 with one camera, to be found by PYTHONPATH.

    The code given for one of them runs when it is imported.
    """
    modules = {
        "libcamera.py": f"{libcamera}\nclass CameraManager:\n    version = 'v0.3.2+rpt20241119'\n",
        "picamera2.py": f"""{picamera2}
class Picamera2:
    @staticmethod
    def global_camera_info():
        print("[0:00:01] INFO Camera camera_manager.cpp:325 libcamera v0.3.2")
        return CAMERAS
CAMERAS = [{{"Model": "imx708", "Id": "/base/soc/i2c0mux/i2c@1/imx708@1a", "Num": 0}}]
""",
        "picamera2-0.3.22.dist-info/METADATA": "Name: picamera2\nVersion: 0.3.22\n",
    }
    for name, text in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
