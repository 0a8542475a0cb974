"""Everything that reads what others wrote, as functions of bytes that raise only what they say.

Each target is called by `make fuzz` with whatever the fuzzer comes up with, and by the tests with
the corpus: one folder of small files for each target, which grew from runs of the fuzzer.
"""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from gui.background.stored_file import StoredFile
from gui.cameras import list_file
from gui.settings import store
from netgear_engine.codecs.decode_scale import decode, measure
from netgear_engine.codecs.jpeg import whole
from netgear_engine.errors import KeysError
from netgear_engine.frame import Frame
from netgear_engine.node.configuration import config_file
from netgear_engine.node.configuration.reading import read_config
from netgear_engine.protocol.errors import RemoteProtocolError
from netgear_engine.protocol.ext import read_receiver_ext, read_sender_ext
from netgear_engine.protocol.header import Compression, read_header
from netgear_engine.protocol.json_text import read_json
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.reply import read_answer
from netgear_engine.security.curve_keys import load_receiver_keys, public_file, secret_file

CORPUS = Path(__file__).with_name("corpus")
_LIMITS = Limits(pixels=1_000_000)

Target = Callable[[bytes], None]


def header(data: bytes) -> None:
    """A frame's header, or a goodbye."""
    with contextlib.suppress(RemoteProtocolError):
        read_header(data, _LIMITS)


def reply(data: bytes) -> None:
    """An answer to a frame: its first part, and a picture behind the first zero byte."""
    with contextlib.suppress(RemoteProtocolError):
        read_answer(data.split(b"\0", 1), _LIMITS)


def ext(data: bytes) -> None:
    """Our own extension, of either end."""
    with contextlib.suppress(RemoteProtocolError):
        value = read_json(data, "header", _LIMITS)
        read_sender_ext(value)
        read_receiver_ext(value)


def picture(data: bytes) -> None:
    """A JPEG: looked at before it is sent, measured, decoded small."""
    whole(data)
    frame = Frame(1, 1, data, Compression(), 0.0, 0.0, 0.0)
    with contextlib.suppress(RemoteProtocolError):
        measure(frame.content, frame.payload, _LIMITS)
        decode(frame, (8, 8), _LIMITS)


def keys(data: bytes) -> None:
    """A file of keys, as a secret one and as a public one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in (secret_file(folder, "server"), public_file(folder, "client")):
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
            path.chmod(0o600)
        with contextlib.suppress(KeysError):
            load_receiver_keys(folder, only_known=True)


def monitor_settings(data: bytes) -> None:
    """The monitor's settings, as a person may have left them."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "settings.toml")
        path.write_bytes(data)
        with contextlib.suppress(store.SettingsError):
            settings = store.load(path)
            text = StoredFile(path).read()
            assert store.read_text(store.updated_text(text, settings)) == settings


def node_settings(data: bytes) -> None:
    """The node's configuration."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "netgear-server.toml")
        path.write_bytes(data)
        with contextlib.suppress(config_file.ConfigError):
            read_config(path, {})


def camera_list(data: bytes) -> None:
    """A list of cameras, as CSV and as TOML."""
    with tempfile.TemporaryDirectory() as name:
        for kind in ("csv", "toml"):
            path = Path(name, f"cameras.{kind}")
            path.write_bytes(data)
            with contextlib.suppress(list_file.CameraListError):
                read = list_file.read_file(path)
                assert len(read.rows) <= len(data)


TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (header, reply, ext, picture, keys, monitor_settings, node_settings, camera_list)
}
