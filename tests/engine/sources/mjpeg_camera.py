"""A camera in the network as they are sold: JPEGs in one endless HTTP answer."""

import base64
import http.server
import socket
import threading
from types import TracebackType
from typing import Any, Self

import numpy as np
import simplejpeg

_FPS = 20


class MjpegCamera:
    """Serves /mjpeg, and /moved that leads there, on 127.0.0.1 between `start` and `stop`.

    When started again it has the same port. Every picture has one grey, 0 to 199, one more than
    that of the picture before.
    """

    def __init__(self, login: str = "") -> None:
        """With a `login`, user:password, nobody else gets the pictures."""
        self.port = 0
        self._authorization = f"Basic {base64.b64encode(login.encode()).decode()}" if login else ""
        self.number = 0
        self._stalled = threading.Event()
        self._ended = threading.Event()
        self._server: http.server.ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Listen and serve."""
        self._ended.clear()
        self._stalled.clear()
        camera = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.serve(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = False
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every connection and free the port."""
        if self._server is None or self._thread is None:
            return
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = None

    def stall(self) -> None:
        """Keep the connections, but send nothing more."""
        self._stalled.set()

    def address(self, credentials: str = "") -> str:
        """Return the stream's address, with `credentials` as user:password if given."""
        return f"http://{credentials}{'@' if credentials else ''}127.0.0.1:{self.port}/mjpeg"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def serve(self, request: http.server.BaseHTTPRequestHandler) -> None:
        """Answer one request until the camera stops or the other side has gone."""
        if request.path == "/moved":
            request.send_response(302)
            request.send_header("Location", "/mjpeg")
            request.end_headers()
            return
        if request.path != "/mjpeg":
            request.send_error(404)
            return
        if self._authorization not in ("", request.headers["Authorization"]):
            request.send_response(401)
            request.send_header("WWW-Authenticate", 'Basic realm="camera"')
            request.end_headers()
            return
        request.send_response(200)
        request.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        request.end_headers()
        try:
            while not self._ended.wait(1 / _FPS):
                if not self._stalled.is_set():
                    request.wfile.write(self._part())
        except OSError:
            return
        request.connection.shutdown(socket.SHUT_RDWR)

    def _part(self) -> bytes:
        self.number += 1
        grey = np.full((120, 160, 3), self.number % 200, np.uint8)
        jpeg: bytes = simplejpeg.encode_jpeg(grey, 95, "BGR")
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
        return head.encode() + jpeg + b"\r\n"
