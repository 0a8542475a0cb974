"""Real video through netgear-server into the window, compared by pixels."""

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.wall.tile.state import Condition
from tests.end_to_end.running_window import running_window
from tests.support.free_ports import free_ports
from tests.support.running_server import RunningServer

pytestmark = pytest.mark.end_to_end


def frames_of(clip, size):
    """Return all frames of a clip at a size, blurred so that JPEG does not matter."""
    capture = cv2.VideoCapture(str(clip))
    frames = []
    while True:
        there, frame = capture.read()
        if not there:
            capture.release()
            return frames
        frames.append(blurred(frame, size))


def blurred(picture, size):
    return cv2.blur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (5, 5)).astype(float)


def screen_picture(tile, source_size):
    """Grab the part of a tile where the picture is, as B, G, R."""
    image = (
        tile.parentWidget()
        .grab(tile.geometry())
        .toImage()
        .convertToFormat(QImage.Format.Format_RGB32)
    )
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    scale = min(image.width() / source_size[0], image.height() / source_size[1])
    width, height = int(source_size[0] * scale), int(source_size[1] * scale)
    left, top = (image.width() - width) // 2, (image.height() - height) // 2
    return pixels[top : top + height, left : left + width, :3].copy()


def test_two_clips_are_seen_each_on_its_own_tile(qtbot, sample_video):
    ports = free_ports(2)
    clips = [sample_video("bigbuckbunny"), sample_video("bikes")]
    with running_window(qtbot, ports) as shown:
        servers = [
            RunningServer("--connect", f"127.0.0.1:{port}", "--source", clip, "--loop")
            for port, clip in zip(ports, clips, strict=True)
        ]
        with servers[0], servers[1]:
            for port in ports:
                shown.wait_for_condition(port, Condition.LIVE)
                qtbot.waitUntil(lambda port=port: shown.painted(port) > 20)
            for port, clip, other in zip(ports, clips, reversed(clips), strict=True):
                size = shown.engine.engine.statuses()[port].size
                seen = blurred(screen_picture(shown.tile(port), size), (64, 36))
                # The middle only: words lie over the edges.
                middle = np.s_[8:28, 12:52]
                best, wrong = (
                    min(np.abs(frame - seen)[middle].mean() for frame in frames_of(one, (64, 36)))
                    for one in (clip, other)
                )
                assert best < 6 < wrong, f"{clip.name}: differs by {best:.1f}, other {wrong:.1f}"


def test_the_end_of_a_clip_is_called_ended_and_the_picture_stays(qtbot, sample_video):
    [port] = free_ports(1)
    clip = sample_video("carphone_distorted")
    with (
        running_window(qtbot, [port]) as shown,
        RunningServer("--connect", f"127.0.0.1:{port}", "--source", clip, "--fps", 60) as server,
    ):
        shown.wait_for_condition(port, Condition.ENDED)
        assert server.wait() == 0
        assert shown.tile(port).face.image is not None
