"""Sixty kinds of messages that nobody should send, each with something left to chance."""

import json
import random
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from tests.support.wire import jpeg, stock_header

Kind = Callable[[random.Random], list[bytes]]

_HALF = "\ud800"
_SIGNS = ("\u202e", "\u200b", "\x1b[2J", "\x07", "\n", "\0", "<img src='file:///etc/passwd'>", "&")
_DEEP = "[" * 5000 + "]" * 5000
_DIGITS = "9" * 5000


def _header(**changes: Any) -> bytes:
    return json.dumps(json.loads(stock_header()) | changes).encode()


def _ext(**facts: Any) -> bytes:
    return _header(ext={"v": 1, "sequence": 1, **facts})


def _raw(dtype: Any, shape: Any) -> bytes:
    return _header(compression=False, dtype=dtype, shape=shape)


def _control(**facts: Any) -> bytes:
    return _ext(report={"controls": {"Gain": {"kind": "float", **facts}}, "values": {"Gain": 1}})


def _text(choose: random.Random) -> str:
    return "Vault" + choose.choice((_HALF, *_SIGNS)) * choose.randrange(1, 200)


def _progressive() -> bytes:
    flat = np.zeros((2000, 2000, 3), np.uint8)
    done, data = cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])
    assert done
    scan = data.tobytes()
    last = scan.rfind(b"\xff\xda")
    return scan[:-2] + scan[last:-2] * 800 + scan[-2:]


_SLOW_PICTURE = _progressive()

_HEADERS: dict[str, Callable[[random.Random], bytes]] = {
    "no JSON": lambda r: r.randbytes(r.randrange(1, 300)),
    "half of a header": lambda r: stock_header()[: r.randrange(len(stock_header()))],
    "nothing": lambda _: b"",
    "no object": lambda r: r.choice([b"[]", b"7", b"null", b'"text"', b"true", b"NaN"]),
    "depth": lambda _: _DEEP.encode(),
    "depth in the message": lambda _: stock_header()[:-1] + b',"message":' + _DEEP.encode() + b"}",
    "a number of 5000 digits": lambda _: _DIGITS.encode(),
    "a message of 5000 digits": lambda _: b'{"message":' + _DIGITS.encode() + b"}",
    "shape of 4000 digits": lambda _: (
        b'{"terminate_flag":false,"compression":false,"dtype":"uint8","shape":['
        + b"9" * 4000
        + b","
        + b"9" * 4000
        + b"]}"
    ),
    "a key twice": lambda _: b'{"terminate_flag":true,"terminate_flag":false}',
    "unknown keys": lambda r: _header(**{str(r.random()): r.random() for _ in range(200)}),
    "no UTF-8": lambda r: stock_header()[:-1] + b',"a":"' + r.randbytes(40) + b'"}',
    "UTF-16": lambda _: stock_header().decode().encode("utf-16"),
    "a header of 100 KB": lambda _: _header(message="x" * 100_000),
    "a header of 2 MB": lambda _: _header(message="x" * 2_000_000),
    "terminate as text": lambda _: _header(terminate_flag="yes"),
    "goodbye": lambda _: b'{"terminate_flag":true}',
    "goodbye of another port": lambda _: b'{"terminate_flag":true,"port":"1"}',
    "compression as list": lambda _: _header(compression=[1]),
    "colour space": lambda r: _header(compression={"colorspace": _text(r)}),
    "shape negative": lambda _: _raw("uint8", [-1, -1, 3]),
    "shape of 70 numbers": lambda _: _raw("uint8", [1] * 70),
    "shape huge": lambda _: _raw("uint8", [2**62, 2**62, 3]),
    "shape as text": lambda _: _raw("uint8", "4,4"),
    "dtype object": lambda _: _raw("O", [2, 2]),
    "dtype nonsense": lambda r: _raw(_text(r), [2, 2]),
    "dtype structure": lambda _: _raw("i4,i4", [2, 2]),
    "port as list": lambda _: _header(port=[1]),
    "port long": lambda _: _header(port="5" * 10_000),
    "half a character in the message": lambda _: _header(message=_HALF),
    "half a character as key": lambda _: _header(message={_HALF: _HALF}),
    "signs in the message": lambda r: _header(message=_text(r)),
    "message of infinity": lambda _: _header(message=[float("inf"), float("nan")]),
    "message huge number": lambda _: _header(message=10**400),
    "name ugly": lambda r: _ext(name=_text(r)),
    "name long": lambda _: _ext(name="n" * 60_000),
    "name of nothing to see": lambda _: _ext(name="\u200b\u200d\u2060"),
    "name HTML": lambda _: _ext(name="<h1>Gate</h1><img src='file:///etc/passwd'>"),
    "node no text": lambda _: _ext(node=[1]),
    "fault ugly": lambda r: _ext(fault=_text(r)),
    "fault long": lambda _: _ext(fault="f" * 60_000),
    "sequence huge": lambda _: _ext(sequence=10**300),
    "sequence negative": lambda _: _ext(sequence=-(2**63)),
    "captured infinite": lambda _: _ext(captured=float("inf")),
    "captured long ago": lambda _: _ext(captured=-1e300),
    "last answer nonsense": lambda _: _ext(last_answer={"sequence": "x"}),
    "health infinite": lambda _: _ext(health={"temperature_c": float("inf")}),
    "minimum infinite": lambda _: _control(minimum=float("-inf"), maximum=float("inf")),
    "bounds crossed": lambda _: _control(minimum=5.0, maximum=-5.0),
    "bounds huge": lambda _: _control(minimum=-1e308, maximum=1e308),
    "length huge": lambda _: _control(kind="numbers", length=10**7),
    "length negative": lambda _: _control(kind="numbers", length=-5),
    "choices without end": lambda _: _control(kind="choice", choices=["x"] * 50_000),
    "controls without end": lambda _: _ext(
        report={"controls": {str(n): {"kind": "int"} for n in range(5000)}, "values": {}}
    ),
    "size of text": lambda _: _ext(
        report={"controls": {"size": {"kind": "size"}}, "values": {"size": ["a", "b"]}}
    ),
    "value of another kind": lambda _: _ext(
        report={"controls": {"Gain": {"kind": "bool"}}, "values": {"Gain": {"a": [1]}}}
    ),
    "results never asked for": lambda r: _ext(
        results=[{"id": str(n), "refused": _text(r)} for n in range(500)]
    ),
    "still never asked for": lambda _: _ext(still="f" * 32),
}

_MESSAGES: dict[str, Kind] = {
    "a frame without a picture": lambda _: [stock_header()],
    "many parts": lambda r: [r.randbytes(8)] * r.randrange(3, 300),
    "empty parts": lambda r: [b""] * r.randrange(1, 300),
    "a picture of noise": lambda r: [stock_header(), r.randbytes(2000)],
    "half a picture": lambda r: [stock_header(), jpeg()[: r.randrange(len(jpeg()))]],
    "a picture with a hole": lambda r: [
        stock_header(),
        jpeg()[:100] + r.randbytes(20) + jpeg()[120:],
    ],
    "a picture of 65500 x 65500": lambda _: [
        stock_header(),
        jpeg().replace(jpeg()[163:167], b"\xff\xdc\xff\xdc", 1),
    ],
    "a picture of 800 scans": lambda _: [stock_header(), _SLOW_PICTURE],
    "fault on, fault off": lambda r: [_ext(fault=r.choice(["", "no camera"])), jpeg()],
}

KINDS: dict[str, Kind] = {
    **{name: (lambda r, make=make: [make(r), jpeg()]) for name, make in _HEADERS.items()},
    **_MESSAGES,
}
