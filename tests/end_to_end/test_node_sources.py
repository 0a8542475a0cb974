"""netgear-server with sources as they are found in the field."""

import http.server
import threading

import numpy as np
import pytest
import simplejpeg

from tests.support.free_ports import free_port
from tests.support.running_server import RunningServer


def test_a_film_with_an_old_name_plays_to_its_end(sample_video, tmp_path):
    film = tmp_path / "caf\udce9.mp4"
    film.symlink_to(sample_video("carphone_pristine"))
    with RunningServer("--connect", f"127.0.0.1:{free_port()}", "--source", film) as server:
        server.wait_for("caf\ufffd.mp4 176x144")
        assert server.wait() == 0
    assert not server.errors


@pytest.mark.parametrize(
    "address", ["rtsp:/me:hidden@cam", "me:hidden@cam", " ftp://me:hidden@cam"]
)
def test_a_wrong_address_keeps_its_password(address):
    with RunningServer("--connect", f"127.0.0.1:{free_port()}", "--source", address) as server:
        assert server.wait() in {1, 2}
    assert server.errors + server.lines
    assert "hidden" not in "".join(server.errors + server.lines)


class CutCamera(http.server.BaseHTTPRequestHandler):
    """Gives pictures of which the second half is missing."""

    def do_GET(self):
        noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
        jpeg = simplejpeg.encode_jpeg(noise, 90, "BGR")
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=edge")
        self.end_headers()
        for _ in range(10):
            half = jpeg[: len(jpeg) // 2]
            self.wfile.write(b"--edge\r\nContent-Type: image/jpeg\r\n\r\n" + half + b"\r\n")

    def log_message(self, *_):
        pass


def test_pictures_that_are_all_cut_off_are_a_fault():
    camera = http.server.HTTPServer(("127.0.0.1", 0), CutCamera)
    thread = threading.Thread(target=camera.serve_forever, args=(0.05,))
    thread.start()
    try:
        address = f"http://127.0.0.1:{camera.server_port}/"
        with RunningServer("--connect", f"127.0.0.1:{free_port()}", "--source", address) as server:
            assert "cannot" not in server.wait_for("only broken ones")
        assert not any(line.startswith("sending") for line in server.lines)
    finally:
        camera.shutdown()
        camera.server_close()
        thread.join()
