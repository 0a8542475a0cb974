"""NetGear's **options: one table of what there is, what is allowed, and for whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from logging import getLogger
from pathlib import Path
from typing import Any

from netgear_engine.codecs.jpeg import CHANNELS, JpegSettings
from netgear_engine.protocol.patterns import Pattern

_log = getLogger("netgear")


@dataclass(frozen=True, slots=True)
class NetGearOptions:
    """The options as typed values; times are in seconds.

    `jpeg` is None when frames are sent uncompressed. `max_retries` 0 means to try for ever.
    """

    multiserver_mode: bool = False
    multiclient_mode: bool = False
    bidirectional_mode: bool = False
    secure_mode: int = 0
    custom_cert_location: Path | None = None
    overwrite_cert: bool = False
    ssh_tunnel_mode: str | None = None
    ssh_tunnel_pwd: str | None = None
    ssh_tunnel_keyfile: Path | None = None
    jpeg: JpegSettings | None = field(default_factory=JpegSettings)
    max_retries: int = 3
    request_timeout: float = 4.0
    subscriber_timeout: float | None = None


@dataclass(frozen=True, slots=True)
class _Option:
    """What a value must be, in words and as a check, and how it changes the options."""

    allowed: str
    accepts: Callable[[Any], bool]
    apply: Callable[[NetGearOptions, Any], NetGearOptions]


def read_options(given: Mapping[str, Any]) -> NetGearOptions:
    """Return typed options. Unknown names and invalid values are skipped with a warning.

    Raises ValueError for a key folder that is not a folder.
    """
    options = NetGearOptions()
    for raw_name, value in given.items():
        name = str(raw_name).strip()
        option = _TABLE.get(name)
        if option is None:
            _log.warning("skipped the unknown option %r", name)
        elif not option.accepts(value):
            _log.warning("skipped %s=%r: it must be %s", name, value, option.allowed)
        else:
            options = option.apply(options, value)
    return options


def check_combination(options: NetGearOptions, pattern: Pattern) -> None:
    """Raise ValueError when the modes do not go together, or not with the pattern."""
    if options.multiserver_mode and options.multiclient_mode:
        raise ValueError("multiserver_mode and multiclient_mode exclude each other")
    for name in ("multiserver_mode", "multiclient_mode"):
        if getattr(options, name) and pattern is Pattern.PAIR:
            raise ValueError(f"{name} needs pattern 1 or 2, not 0")
        if getattr(options, name) and options.ssh_tunnel_mode is not None:
            raise ValueError(f"{name} and ssh_tunnel_mode exclude each other")
    if options.bidirectional_mode and pattern is Pattern.PUBLISH_SUBSCRIBE:
        raise ValueError("bidirectional_mode needs pattern 0 or 1, not 2")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _set(name: str) -> Callable[[NetGearOptions, Any], NetGearOptions]:
    return lambda options, value: replace(options, **{name: value})


def _set_jpeg(name: str, convert: Callable[[Any], Any]) -> Callable[..., NetGearOptions]:
    def apply(options: NetGearOptions, value: Any) -> NetGearOptions:
        if options.jpeg is None:
            return options
        return replace(options, jpeg=replace(options.jpeg, **{name: convert(value)}))

    return apply


def _compression(options: NetGearOptions, value: bool | str) -> NetGearOptions:
    if value is False:
        return replace(options, jpeg=None)
    jpeg = options.jpeg or JpegSettings()
    if isinstance(value, str):
        jpeg = replace(jpeg, colorspace=value.strip().upper())
    return replace(options, jpeg=jpeg)


def _key_folder(options: NetGearOptions, value: str) -> NetGearOptions:
    folder = Path(value).absolute()
    if not folder.is_dir():
        raise ValueError(f"custom_cert_location {value!r} is not a folder")
    return replace(options, custom_cert_location=folder)


def _ignored(options: NetGearOptions, _value: Any) -> NetGearOptions:
    return options


def _flag(name: str) -> _Option:
    return _Option("True or False", lambda value: isinstance(value, bool), _set(name))


_COLORS = ", ".join(CHANNELS)

_TABLE: dict[str, _Option] = {
    "multiserver_mode": _flag("multiserver_mode"),
    "multiclient_mode": _flag("multiclient_mode"),
    "bidirectional_mode": _flag("bidirectional_mode"),
    "secure_mode": _Option(
        "0, 1 or 2", lambda value: _is_whole(value) and value in (0, 1, 2), _set("secure_mode")
    ),
    "custom_cert_location": _Option(
        "the path of a folder", lambda value: isinstance(value, str | Path), _key_folder
    ),
    "overwrite_cert": _flag("overwrite_cert"),
    "ssh_tunnel_mode": _Option(
        "USER@HOST:PORT",
        lambda value: isinstance(value, str),
        lambda options, value: replace(options, ssh_tunnel_mode=value.strip()),
    ),
    "ssh_tunnel_pwd": _Option(
        "a text", lambda value: isinstance(value, str), _set("ssh_tunnel_pwd")
    ),
    "ssh_tunnel_keyfile": _Option(
        "the path of a key file",
        lambda value: isinstance(value, str | Path) and Path(value).is_file(),
        lambda options, value: replace(options, ssh_tunnel_keyfile=Path(value)),
    ),
    "jpeg_compression": _Option(
        f"True, False or one of {_COLORS}",
        lambda value: (
            isinstance(value, bool)
            or (isinstance(value, str) and value.strip().upper() in CHANNELS)
        ),
        _compression,
    ),
    "jpeg_compression_quality": _Option(
        "10 to 100",
        lambda value: _is_number(value) and 10 <= value <= 100,
        _set_jpeg("quality", int),
    ),
    "jpeg_compression_fastdct": _Option(
        "True or False", lambda value: isinstance(value, bool), _set_jpeg("fast_dct", bool)
    ),
    "jpeg_compression_fastupsample": _Option(
        "True or False", lambda value: isinstance(value, bool), _set_jpeg("fast_upsample", bool)
    ),
    "max_retries": _Option(
        "0 or more", lambda value: _is_whole(value) and value >= 0, _set("max_retries")
    ),
    "request_timeout": _Option(
        "4 seconds or more", lambda value: _is_whole(value) and value >= 4, _set("request_timeout")
    ),
    "subscriber_timeout": _Option(
        "more than 0 seconds",
        lambda value: _is_whole(value) and value > 0,
        _set("subscriber_timeout"),
    ),
    # Flags of ZeroMQ's calls: accepted, but our sockets live in a loop of their own.
    "flag": _Option("a whole number", _is_whole, _ignored),
    "copy": _Option("True or False", lambda value: isinstance(value, bool), _ignored),
    "track": _Option("True or False", lambda value: isinstance(value, bool), _ignored),
}
