"""NetGear: the class that programs written for VidGear's NetGear use unchanged.

Server means the end that sends and client the end that receives, as in VidGear; only here, in the
options and in what users read. docs/netgear.md in the source says what differs from stock.
"""

from collections.abc import Iterator
from dataclasses import replace
from logging import DEBUG, Formatter, StreamHandler, getLogger
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from netgear_engine.clock import SystemClock
from netgear_engine.errors import AddressError, EngineError
from netgear_engine.netgear_ending import End, Ending, end_all, end_when_unclosed
from netgear_engine.netgear_options import NetGearOptions, check_combination, read_options
from netgear_engine.netgear_receiver import NetGearReceiver
from netgear_engine.netgear_sender import NetGearSender
from netgear_engine.protocol.limits import FOR_PROGRAMS
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.security.curve_keys import (
    load_receiver_keys,
    load_sender_keys,
    make_keys,
    stock_folder,
)
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.transport.sockets import ConnectSettings, ListenSettings
from netgear_engine.transport.ssh.target import parse_ssh_target
from netgear_engine.transport.ssh.tunnel import SshTunnel

_log = getLogger("netgear")

_DEFAULT_PORT = "5555"
_SCHEMES = ("tcp", "ipc")

Port = int | str


class NetGear:
    """Sends frames to clients, or receives them from servers.

    address, port:  in receive mode what to listen on (default "*", "5555"), else whom to connect
                    to (default "localhost"); several ports in multi-servers and multi-clients mode
    protocol:       "tcp" (default) or "ipc"
    pattern:        0 PAIR, 1 REQ/REP, 2 PUB/SUB
    receive_mode:   True for a client, which receives
    logging:        tell what happens, in detail
    options:        multiserver_mode, multiclient_mode, bidirectional_mode: True or False
                    jpeg_compression: True, False or a colour space as "GRAY"
                    jpeg_compression_quality: 10 to 100 (default 90)
                    jpeg_compression_fastdct, jpeg_compression_fastupsample: True or False
                    max_retries: 0 (for ever) or more (default 3)
                    request_timeout: seconds, 4 or more (default 4)
                    subscriber_timeout: seconds, for a client of pattern 2 (default: for ever)
                    secure_mode: 0 off, 1 StoneHouse, 2 IronHouse
                    custom_cert_location: the folder of the keys; overwrite_cert: make new ones
                    ssh_tunnel_mode: "user@host:port"; ssh_tunnel_pwd, ssh_tunnel_keyfile

    A client can be iterated: `for frame in client` gives what recv() returns until the stream ends.
    NetGearAsync is the same for a program with an event loop.

    Raises ValueError for modes, ports and patterns that do not go together, RuntimeError when the
    address cannot be listened on. Also a context manager, which closes it at the end.
    """

    def __init__(  # noqa: PLR0917 (VidGear's own order of arguments)
        self,
        address: str | None = None,
        port: Port | list[Port] | tuple[Port, ...] | None = None,
        protocol: str | None = None,
        pattern: int = 0,
        receive_mode: bool = False,
        logging: bool = False,
        **options: Any,
    ) -> None:
        if logging:
            _show_log()
        self._receiver: NetGearReceiver | None = None
        self._sender: NetGearSender | None = None
        # What ends its parts, those that must be last first; each is here before anything runs.
        self._ends: list[End] = []
        wanted = _pattern(pattern)
        scheme = _scheme(protocol)
        read = read_options(options)
        check_combination(read, wanted)
        several, needed = read.multiserver_mode, read.multiclient_mode
        if not receive_mode:
            several, needed = needed, several
        ports = _ports(port, several=several, needed=needed)
        end_when_unclosed(self, self._ends)
        try:
            if receive_mode:
                listen = ListenSettings("*", wanted, FOR_PROGRAMS, scheme)
                self._receive(address or "*", ports, listen, read)
            else:
                # What a client gives back may be a picture.
                room = FOR_PROGRAMS.payload_bytes
                connect = ConnectSettings(wanted, scheme, limits=FOR_PROGRAMS, answer_bytes=room)
                self._connect(address or "localhost", ports, connect, read)
        except EngineError as error:
            self.close()
            raise RuntimeError(str(error)) from error
        except BaseException:
            self.close()
            raise

    def send(self, frame: Any, message: Any = None) -> Any:
        """Send a frame, a numpy array, and a message, anything that JSON can carry.

        Returns the client's data in bidirectional mode, (port, data) in multi-clients mode over
        REQ/REP, else None; also None when nobody took or answered the frame in time. Raises
        ValueError in receive mode, TypeError or ValueError for what cannot be sent, RuntimeError
        when that happened `max_retries` times running.
        """
        if self._sender is None:
            raise ValueError("send() cannot be used in receive mode")
        return self._sender.send(frame, message)

    def recv(self, return_data: Any = None) -> Any:
        """Return the next frame, None when the stream has ended.

        In bidirectional mode (message or None, frame); in multi-servers mode (port, frame), or
        (port, message, frame) with a message. `return_data` answers every frame from now on, until
        other data is given. Raises ValueError in send mode and for data that cannot be sent.
        """
        if self._receiver is None:
            raise ValueError("recv() cannot be used in send mode")
        return self._receiver.recv(return_data)

    def __iter__(self) -> Iterator[Any]:
        """Give what recv() returns, until the stream has ended."""
        while (received := self.recv()) is not None:
            yield received

    def close(self, kill: bool = False) -> None:
        """End within two seconds and free the ports; may be called again.

        `kill` is there for programs that give it: closing is never held up by anybody.
        """
        end_all(self._ends, Ending.CLOSED)

    def _receive(
        self, address: str, ports: list[Port], settings: ListenSettings, options: NetGearOptions
    ) -> None:
        if options.ssh_tunnel_mode is not None:
            _log.error("ssh_tunnel_mode is for servers only and was skipped")
        if options.secure_mode:
            keys = load_receiver_keys(
                _key_folder(options, overwrite=False), only_known=options.secure_mode == 2
            )
            settings = replace(settings, keys=keys)
        self._receiver = NetGearReceiver(ports, replace(settings, address=address), options)
        self._ends.append(self._receiver.end)
        self._receiver.start()

    def _connect(
        self, address: str, ports: list[Port], settings: ConnectSettings, options: NetGearOptions
    ) -> None:
        if options.secure_mode:
            settings = replace(
                settings,
                keys=load_sender_keys(_key_folder(options, overwrite=options.overwrite_cert)),
            )
        receivers = [Receiver(address, int(port)) for port in ports]
        if options.ssh_tunnel_mode is not None:
            tunnel = _tunnel(options.ssh_tunnel_mode, receivers[0], options)
            self._ends.append(lambda _: tunnel.close())
            receivers = [Receiver("127.0.0.1", tunnel.open())]
        own_port = ports[0] if options.multiserver_mode else None
        self._sender = NetGearSender(receivers, settings, options, header_port=own_port)
        self._ends.append(self._sender.end)
        self._sender.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _show_log() -> None:
    """Print our log to standard error, unless the program has set up logging itself or does so."""
    _log.setLevel(DEBUG)
    if not _log.hasHandlers():
        handler = StreamHandler()
        handler.setFormatter(Formatter("%(asctime)s :: %(name)s :: %(levelname)s :: %(message)s"))
        handler.addFilter(lambda _: not getLogger().handlers)
        _log.addHandler(handler)


def _pattern(value: Any) -> Pattern:
    if isinstance(value, int) and value in tuple(Pattern):
        return Pattern(value)
    _log.warning("there is no pattern %r: 0 (PAIR) is used", value)
    return Pattern.PAIR


def _scheme(protocol: Any) -> str:
    if protocol is None or protocol in _SCHEMES:
        return protocol or _SCHEMES[0]
    _log.warning("there is no protocol %r: tcp is used", protocol)
    return _SCHEMES[0]


def _ports(port: Any, *, several: bool, needed: bool) -> list[Port]:
    """Return the ports as they were given; raises ValueError when they do not suit the mode."""
    if several:
        if not isinstance(port, list | tuple) or not port:
            raise ValueError(f"this mode needs a list or tuple of ports, not {port!r}")
        return [_port(one) for one in port]
    if port is None and needed:
        raise ValueError("this mode needs a port of its own")
    return [_port(_DEFAULT_PORT if port is None else port)]


def _port(value: Any) -> Port:
    text = str(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ValueError(f"{value!r} is not a port: ports are 1 to 65535")
    return value if isinstance(value, int) else text


def _key_folder(options: NetGearOptions, *, overwrite: bool) -> Path:
    """Return the folder of the keys; makes those that are not there, as stock does."""
    folder = stock_folder(options.custom_cert_location)
    make_keys(folder, overwrite=overwrite)
    return folder


def _tunnel(host: str, receiver: Receiver, options: NetGearOptions) -> SshTunnel:
    """Return a tunnel to the receiver as `host` sees it; raises ValueError for a bad address."""
    try:
        target = parse_ssh_target(host)
    except AddressError as error:
        raise ValueError(str(error)) from error
    keyfile = options.ssh_tunnel_keyfile
    return SshTunnel(
        target,
        receiver.host,
        receiver.port,
        clock=SystemClock(),
        password=options.ssh_tunnel_pwd,
        keyfile=None if keyfile is None else str(keyfile),
    )
