"""NetGear for a program with an event loop: nothing blocks it, and a plain NetGear is the peer."""

import asyncio
import threading

import numpy as np
import pytest

from netgear_engine import NetGear, NetGearAsync
from tests.support.free_ports import free_port
from tests.support.netgear_under_test import ours_only
from tests.support.waiting import PATIENCE, wait_until

pytestmark = ours_only("stock's asynchronous class speaks another language on the wire")

FRAME = np.full((24, 32, 3), 90, np.uint8)
RAW = {"jpeg_compression": False}
BOTH_WAYS = {"pattern": 1, "bidirectional_mode": True, **RAW}


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, PATIENCE))


async def send_all(port, frames, **options):
    async with NetGearAsync(port=port, **options) as sender:
        return [await sender.send(frame, {"number": n}) for n, frame in enumerate(frames)]


def test_it_iterates_until_the_stream_ends():
    port = free_port()

    async def both():
        async with NetGearAsync(port=port, receive_mode=True, **BOTH_WAYS) as receiver:
            sending = asyncio.create_task(send_all(port, [FRAME] * 3, **BOTH_WAYS))
            received = [message async for message, _ in receiver]
            await sending
            return received

    assert run(both()) == [{"number": n} for n in range(3)]


def test_a_plain_netgear_is_its_peer_and_gets_its_data():
    port = free_port()

    async def answer():
        async with NetGearAsync(port=port, receive_mode=True, **BOTH_WAYS) as receiver:
            _, frame = await receiver.recv("left")
            while (received := await receiver.recv("left")) is not None:
                _, frame = received
            return frame

    answers = []

    def send():
        with NetGear(port=port, **BOTH_WAYS) as sender:
            while "left" not in answers:
                answers.append(sender.send(FRAME))

    thread = threading.Thread(target=send)
    thread.start()
    assert np.array_equal(run(answer()), FRAME)
    thread.join(PATIENCE)
    assert answers[-1] == "left"


def test_a_recv_that_was_cancelled_costs_no_frame_and_blocks_nobody():
    port = free_port()

    async def both():
        async with NetGearAsync(port=port, receive_mode=True, **BOTH_WAYS) as receiver:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(receiver.recv(), 0.05)
            sending = asyncio.create_task(send_all(port, [FRAME] * 2, **BOTH_WAYS))
            received = [message async for message, _ in receiver]
            await sending
            return received

    assert run(both()) == [{"number": 0}, {"number": 1}]


def test_closing_ends_a_recv_that_waits():
    async def wait():
        receiver = NetGearAsync(port=free_port(), receive_mode=True, pattern=1)
        async with receiver:
            waiting = asyncio.create_task(receiver.recv())
            await asyncio.sleep(0)
        return await waiting

    assert run(wait()) is None
    wait_until(lambda: not any(t.name == "netgear-async" for t in threading.enumerate()))


def test_what_netgear_raises_is_raised_where_it_is_awaited():
    async def wrong():
        async with NetGearAsync(port=free_port(), receive_mode=True) as receiver:
            await receiver.send(FRAME)

    with pytest.raises(ValueError, match="receive mode"):
        run(wrong())

    async def wrong_arguments():
        await NetGearAsync(port="no port").recv()

    with pytest.raises(ValueError, match="not a port"):
        run(wrong_arguments())


def test_what_one_recv_raises_is_not_raised_by_the_next():
    port = free_port()

    async def both():
        async with NetGearAsync(port=port, receive_mode=True, **BOTH_WAYS) as receiver:
            with pytest.raises((TypeError, ValueError)):
                await receiver.recv(object())
            sending = asyncio.create_task(send_all(port, [FRAME], **BOTH_WAYS))
            received = await receiver.recv()
            await sending
            return received

    message, _ = run(both())
    assert message == {"number": 0}


@pytest.mark.parametrize("was_open", [True, False])
def test_after_closing_both_say_so(was_open):
    async def late():
        receiver = NetGearAsync(port=free_port(), receive_mode=True, pattern=1)
        if was_open:
            async with receiver:
                pass
        else:
            await receiver.close()
        with pytest.raises(RuntimeError, match="closed"):
            await receiver.recv()
        with pytest.raises(RuntimeError, match="closed"):
            await receiver.send(FRAME)

    run(late())


def test_two_that_begin_at_once_share_one_netgear():
    async def two():
        sender = NetGearAsync(port=free_port(), pattern=2, **RAW)
        await asyncio.gather(sender.send(FRAME), sender.send(FRAME))
        threads = [t for t in threading.enumerate() if t.name == "netgear-async"]
        await sender.close()
        return len(threads)

    wait_until(lambda: not any(t.name == "netgear-async" for t in threading.enumerate()))
    assert run(two()) == 1
