"""Why a camera gives nothing over RTSP (RFC 2326): FFmpeg does not tell."""

import re
import socket
import ssl
from functools import partial
from urllib.parse import urlsplit

from netgear_engine.sources.network.http_answer import within
from netgear_engine.sources.network.login import Login

_PORTS = {"rtsp": 554, "rtsps": 322}
_STATUS = re.compile(r"RTSP/\d\.\d (\d{3}) ?([ -~]{0,80})")
_CHALLENGE = re.compile(r"^www-authenticate:[ \t]*(.+?)\r?$", re.I | re.M)
_LONGEST_ANSWER = 65536


def why_nothing_comes(address: str, seconds: float) -> str:
    """Ask the camera to describe its stream, and return in words what is wrong.

    Waits at most about `seconds` for each of two answers. Raises ValueError for what is no address.
    """
    split = urlsplit(address)
    login = Login.of(split)
    host = split.hostname or ""
    port = split.port or _PORTS[split.scheme]
    # Without user and password, which the standard forbids there.
    what = split._replace(netloc=split.netloc.rpartition("@")[2]).geturl()
    ask = partial(_describe, (host, port), what, seconds, encrypted=split.scheme == "rtsps")
    try:
        code, reason, challenges = ask("")
        if code == 401 and login is not None:
            code, reason, _ = ask(login.answer(challenges, "DESCRIBE", what))
    except OSError as error:
        words = "no answer" if isinstance(error, TimeoutError) else error.strerror
        return f"it does not answer: {words or 'the connection broke'}"
    known = {
        0: "it does not answer: what listens there is no RTSP camera",
        200: "the camera answers, but gives no picture that can be read",
        401: f"the camera {'refuses' if login else 'wants'} user and password",
    }
    return known.get(code) or f"the camera answers {code} {reason}".rstrip()


def _describe(
    where: tuple[str, int], what: str, seconds: float, authorization: str, *, encrypted: bool
) -> tuple[int, str, list[str]]:
    """Return the status (0 for none), its words, and the ways to log in."""
    heads = f"Authorization: {authorization}\r\n" if authorization else ""
    asked = f"DESCRIBE {what} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n{heads}\r\n"
    with socket.create_connection(where, timeout=seconds) as connection:
        speaking = _secured(connection, where[0]) if encrypted else connection
        with speaking, within(seconds, speaking):
            text = _conversation(speaking, asked)
    status = _STATUS.match(text)
    if status is None:
        return 0, "", []
    return int(status[1]), status[2], _CHALLENGE.findall(text)


def _secured(connection: socket.socket, host: str) -> ssl.SSLSocket:
    """Return the connection encrypted; the two ends agree on how when it is first written to."""
    context = ssl.create_default_context()
    # As FFmpeg: cameras sign their certificates themselves.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(connection, server_hostname=host, do_handshake_on_connect=False)


def _conversation(connection: socket.socket, asked: str) -> str:
    connection.sendall(asked.encode())
    came = b""
    while b"\r\n\r\n" not in came and len(came) < _LONGEST_ANSWER:
        data = connection.recv(4096)
        if not data:
            break
        came += data
    return came.decode("latin-1")
