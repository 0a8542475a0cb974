import fcntl
import os
import struct
import sys
import threading

import pytest

from netgear_engine.node.camera import message_pipe
from netgear_engine.node.camera.message_pipe import BrokenMessageError, MessageReader, MessageWriter
from netgear_engine.node.camera.messages import (
    ApplySetting,
    CameraAlive,
    FrameMade,
    Order,
    ProcessSettings,
    Report,
    Stop,
)
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Transform

MADE = FrameMade(12.5, (640, 360), untouched=True)


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    writer = MessageWriter(writing)
    with os.fdopen(reading, "rb") as stream:
        yield stream, writer, writing
        writer.close()


def test_what_is_written_is_read(pipe):
    stream, writer, _ = pipe
    writer.write(MADE, b"picture")
    writer.write(CameraAlive(1.0, 2, 3, 4, 5))
    reader = MessageReader[Report](stream, Report)
    assert reader.read() == (MADE, b"picture")
    assert reader.read() == (CameraAlive(1.0, 2, 3, 4, 5), b"")
    writer.close()
    assert reader.read() is None


def test_settings_come_before_the_orders_on_the_same_pipe(pipe):
    stream, writer, _ = pipe
    settings = ProcessSettings(
        "pi", size=(1280, 720), pi_camera=PiCameraOptions(transform=Transform(hflip=True))
    )
    writer.write(settings)
    writer.write(ApplySetting("7", "size", [640, 360]))
    writer.write(Stop())
    assert MessageReader[ProcessSettings](stream, ProcessSettings).read() == (settings, b"")
    orders = MessageReader[Order](stream, Order)
    assert orders.read() == (ApplySetting("7", "size", [640, 360]), b"")
    assert orders.read() == (Stop(), b"")


def test_a_picture_larger_than_the_pipe_passes_in_pieces(pipe):
    stream, writer, _ = pipe
    picture = os.urandom(3_000_000)
    writing = threading.Thread(target=writer.write, args=(MADE, picture))
    writing.start()
    assert MessageReader[Report](stream, Report).read() == (MADE, picture)
    writing.join()


def test_bytes_may_come_one_by_one(pipe):
    stream, writer, _ = pipe
    source, target = os.pipe()
    writer.write(MADE, b"picture")
    writer.close()
    data = stream.read()

    def drip():
        for byte in data:
            os.write(target, bytes([byte]))
        os.close(target)

    dripping = threading.Thread(target=drip)
    dripping.start()
    with os.fdopen(source, "rb") as slow:
        assert MessageReader[Report](slow, Report).read() == (MADE, b"picture")
    dripping.join()


@pytest.mark.parametrize("kept", [1, 7, 8, 20, -1])
def test_the_end_may_come_in_the_middle_of_a_message(pipe, kept):
    stream, writer, descriptor = pipe
    writer.write(MADE, b"picture")
    whole = os.read(stream.fileno(), 10_000)
    os.write(descriptor, whole[:kept])
    writer.close()
    assert MessageReader[Report](stream, Report).read() is None


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("!II", message_pipe.LARGEST_MESSAGE + 1, 0),
        struct.pack("!II", 3, message_pipe.LARGEST_PAYLOAD + 1),
        b"a camera library prints what it likes\n",
        struct.pack("!II", 3, 0) + b"\xc1\xc1\xc1",
        struct.pack("!II", 1, 0) + b"\x80",
    ],
    ids=["long message", "long payload", "text", "no MessagePack", "unknown message"],
)
def test_what_nobody_sends_is_an_error_and_not_waited_for(pipe, data):
    stream, _, descriptor = pipe
    os.write(descriptor, data)
    with pytest.raises(BrokenMessageError):
        MessageReader[Report](stream, Report).read()


def test_messages_of_several_threads_do_not_mix(pipe):
    stream, writer, _ = pipe
    payloads = [bytes([number]) * 200_000 for number in range(4)]
    threads = [
        threading.Thread(target=lambda one=one: [writer.write(MADE, one) for _ in range(5)])
        for one in payloads
    ]
    for thread in threads:
        thread.start()
    reader = MessageReader[Report](stream, Report)
    received = [reader.read() for _ in range(20)]
    for thread in threads:
        thread.join()
    assert sorted(one[1] for one in received if one) == sorted(payloads * 5)


def test_writing_fails_when_the_reader_is_gone(pipe):
    stream, writer, _ = pipe
    stream.close()
    with pytest.raises(OSError, match="pipe"):
        writer.write(MADE)


def test_writing_into_a_closed_writer_touches_no_other_file(pipe):
    _, writer, descriptor = pipe
    writer.close()
    again, other = os.pipe()
    assert descriptor in (again, other)
    with pytest.raises(OSError, match="closed"):
        writer.write(MADE)
    writer.close()
    os.close(again)
    os.close(other)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows always block")
def test_a_full_pipe_that_does_not_block_is_an_error(pipe):
    _, writer, descriptor = pipe
    os.set_blocking(descriptor, False)
    with pytest.raises(BlockingIOError):
        for _ in range(100):
            writer.write(MADE, b"x" * 100_000)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has larger pipes")
def test_an_enlarged_pipe_holds_a_picture_without_a_reader(pipe):
    _, writer, descriptor = pipe
    message_pipe.enlarge(descriptor)
    os.set_blocking(descriptor, False)
    writer.write(MADE, b"x" * 900_000)
    assert fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ) > 900_000


def test_what_is_no_pipe_is_left_as_it_is(tmp_path):
    with (tmp_path / "file").open("wb") as file:
        message_pipe.enlarge(file.fileno())
        assert file.write(b"as before") == 9
