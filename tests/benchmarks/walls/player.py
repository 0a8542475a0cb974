"""Programs of others that put MJPEG streams side by side: FFmpeg's xstack, GStreamer's compositor.

They draw on no screen and convert nothing for one: that is left to their advantage. They decode
every frame they take; each picture of the whole wall shows at most one new frame of a camera. So
those frames count as shown that were taken of a camera, but no more than whole pictures were made.
How old they are then is not known.
"""

import re
import signal
import subprocess
import sys
import threading
import time
from math import nan

from netgear_engine.codecs.jpeg import scaled_size
from tests.benchmarks.walls.feeder import taken
from tests.benchmarks.walls.meter import Meter, WallOptions, options

PROGRAMS = {"ffmpeg": "ffmpeg", "gstreamer": "gst-launch-1.0"}
"""What each contender is called on the command line."""

_LOOK_EVERY_S = 0.02
_RATE = 30


class _WholePictures(threading.Thread):
    """Counts the whole pictures of which a program tells, line by line."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        super().__init__(daemon=True)
        self._child = child
        self.count = 0

    def run(self) -> None:
        """Read until the program ends."""
        assert self._child.stdout is not None
        for line in self._child.stdout:
            told = re.match(r"frame=\s*(\d+)", line)
            if told:
                self.count = int(told[1])
            elif "chain " in line:
                self.count += 1


def main() -> None:
    """Let the program run until everything was measured."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    given = options()
    command = _ffmpeg(given) if given.program == "ffmpeg" else _gstreamer(given)
    meter = Meter(given)
    # What it says of errors belongs to what this program says of them.
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        pictures = _WholePictures(child)
        pictures.start()
        try:
            _measure(given, meter, pictures)
            if not meter.has_begun:
                sys.exit(f"{command[0]} made no picture")
            meter.report()
        finally:
            child.kill()


def _measure(given: WallOptions, meter: Meter, pictures: _WholePictures) -> None:
    assert given.taken is not None
    is_seen = False
    began: tuple[int, list[int]] | None = None
    while meter.goes_on():
        if pictures.count and not is_seen:
            is_seen = True
            meter.shown(given.ports[0], nan)
        if meter.has_begun and began is None:
            began = pictures.count, taken(given.taken)
        time.sleep(_LOOK_EVERY_S)
    if began is not None:
        made = pictures.count - began[0]
        counts = zip(taken(given.taken), began[1], strict=True)
        meter.count([min(made, now - before) for now, before in counts])


def _ffmpeg(given: WallOptions) -> list[str]:
    width, height = given.picture
    # Its decoder halves pictures as libjpeg does, as often as they stay large enough.
    halved = (given.size[0] // scaled_size(given.size, given.picture)[0]).bit_length() - 1
    words = ["ffmpeg", "-nostdin", "-loglevel", "error", "-progress", "pipe:1"]
    words += ["-stats_period", "0.1"]
    for port in given.ports:
        words += ["-use_wallclock_as_timestamps", "1", "-fflags", "nobuffer", "-probesize", "500k"]
        words += ["-analyzeduration", "0", "-lowres", str(halved), "-f", "mpjpeg"]
        words += ["-i", f"tcp://127.0.0.1:{port}"]
    graph = [
        f"[{number}:v]fps={_RATE},scale={width}:{height}[v{number}]"
        for number in range(len(given.ports))
    ]
    if len(given.ports) > 1:
        inputs = "".join(f"[v{number}]" for number in range(len(given.ports)))
        layout = "|".join(f"{left}_{top}" for left, top in _places(given))
        graph.append(f"{inputs}xstack=inputs={len(given.ports)}:layout={layout}:fill=black[wall]")
    else:
        graph.append("[v0]null[wall]")
    return [*words, "-filter_complex", ";".join(graph), "-map", "[wall]", "-f", "null", "-"]


def _gstreamer(given: WallOptions) -> list[str]:
    width, height = given.picture
    words = ["gst-launch-1.0", "-v", "compositor", "name=wall", "background=black"]
    for number, (left, top) in enumerate(_places(given)):
        words += [f"sink_{number}::xpos={left}", f"sink_{number}::ypos={top}"]
    whole = f"width={width * given.columns},height={height * given.rows}"
    words += ["!", f"video/x-raw,{whole},framerate={_RATE}/1"]
    words += ["!", "fakesink", "silent=false", "sync=false"]
    for number, port in enumerate(given.ports):
        words += ["tcpclientsrc", "host=127.0.0.1", f"port={port}", "do-timestamp=true"]
        words += [
            "!",
            "multipartdemux",
            "single-stream=true",
            "!",
            f"image/jpeg,framerate={_RATE}/1",
            "!",
            "jpegdec",
            "!",
            "videoscale",
        ]
        words += ["!", f"video/x-raw,width={width},height={height}"]
        words += [
            "!",
            "queue",
            "leaky=downstream",
            "max-size-buffers=1",
            "!",
            f"wall.sink_{number}",
        ]
    return words


def _places(given: WallOptions) -> list[tuple[int, int]]:
    width, height = given.picture
    return [
        (number % given.columns * width, number // given.columns * height)
        for number in range(len(given.ports))
    ]


if __name__ == "__main__":
    main()
