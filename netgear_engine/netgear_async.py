"""NetGear for a program that has an event loop of its own: the same wire, nothing that blocks.

A NetGear waits in its calls, so each object here has one thread that makes them, one after the
other, and hands what came out to the loop with `call_soon_threadsafe`. A thread for each call, as
`asyncio.to_thread` has them, would let frames overtake each other, and its pool keeps a program
from ending as long as one of them waits. This one is a daemon, as all of NetGear's are.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self
from weakref import finalize

from netgear_engine.held_signals import start_whole
from netgear_engine.netgear import NetGear

_Call = Callable[[], None]


class NetGearAsync:
    """Sends frames to clients, or receives them from servers, in an event loop.

    Takes what NetGear takes; the other end is any NetGear. Opening it may take as long as NetGear
    takes to be made: `async with` does that beside the loop. To iterate it gives what `recv`
    returns until the stream ends.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._make = lambda: NetGear(*arguments, **options)
        self._netgear: NetGear | None = None
        self._opening = asyncio.Lock()
        self._is_closed = False
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        # What was begun for a recv() that was cancelled is for the next one: no frame is lost.
        self._receiving: asyncio.Future[Any] | None = None
        finalize(self, self._calls.put, None)

    async def send(self, frame: Any, message: Any = None) -> Any:
        """Send a frame and a message; returns and raises what NetGear.send does.

        Raises RuntimeError after close().
        """
        netgear = await self._opened()
        return await self._call(lambda: netgear.send(frame, message))

    async def recv(self, return_data: Any = None) -> Any:
        """Return the next frame, None when the stream has ended; as NetGear.recv does.

        Raises RuntimeError after close().
        """
        netgear = await self._opened()
        if self._receiving is None:
            self._receiving = self._call(lambda: netgear.recv(return_data))
        try:
            received = await asyncio.shield(self._receiving)
        except Exception:
            self._receiving = None
            raise
        self._receiving = None
        return received

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        received = await self.recv()
        if received is None:
            raise StopAsyncIteration
        return received

    async def close(self) -> None:
        """End within two seconds and free the ports; calls that wait return None."""
        async with self._opening:
            self._is_closed = True
        if self._netgear is not None:
            # In a thread of its own: the other one may wait in a call that this ends.
            await asyncio.to_thread(self._netgear.close)
        self._calls.put(None)

    async def __aenter__(self) -> Self:
        await self._opened()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _opened(self) -> NetGear:
        async with self._opening:
            if self._is_closed:
                raise RuntimeError("this NetGearAsync is closed: make another one")
            return self._netgear or await self._open()

    async def _open(self) -> NetGear:
        thread = threading.Thread(
            target=_do_calls, args=(self._calls,), name="netgear-async", daemon=True
        )
        start_whole(thread)
        try:
            netgear: NetGear = await self._call(self._make)
        except BaseException:
            self._calls.put(None)
            raise
        self._netgear = netgear
        return netgear

    def _call(self, call: Callable[[], Any]) -> asyncio.Future[Any]:
        """Have `call` made in the thread; the future is what comes out."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def tell(done: Callable[[Any], None], outcome: Any) -> None:
            def if_awaited() -> None:
                if not future.done():
                    done(outcome)

            # The loop may be closed by now.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(if_awaited)

        def make() -> None:
            try:
                outcome = call()
            except BaseException as error:  # noqa: BLE001 (it is raised where it is awaited)
                tell(future.set_exception, error)
            else:
                tell(future.set_result, outcome)

        self._calls.put(make)
        return future


def _do_calls(calls: SimpleQueue[_Call | None]) -> None:
    while (call := calls.get()) is not None:
        call()
        del call
