import threading
from itertools import pairwise

import pytest
import zmq

from netgear_engine.clock import SystemClock
from netgear_engine.transport import message_memory
from netgear_engine.transport.poll_loop import PollLoop
from tests.support.waiting import PATIENCE, wait_until


@pytest.fixture
def loop():
    """A loop that does not run yet, for tests that run it themselves."""
    loop = PollLoop(SystemClock())
    yield loop
    loop.close()


@pytest.fixture
def pair(loop):
    """Two ends of a connection: one for the loop, one for the test."""
    with loop.context.socket(zmq.PAIR) as inner, loop.context.socket(zmq.PAIR) as outer:
        inner.bind("inproc://test")
        outer.connect("inproc://test")
        yield inner, outer


class TestJobs:
    def test_a_job_runs_in_the_loops_thread(self, running_loop):
        assert running_loop.ask(threading.current_thread) is running_loop.thread

    def test_jobs_run_in_order_whoever_gives_them(self, running_loop):
        done = []
        threads = [
            threading.Thread(
                target=lambda n=name: [
                    running_loop.loop.call(lambda i=i: done.append((n, i))) for i in range(200)
                ]
            )
            for name in ("a", "b")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wait_until(lambda: len(done) == 400)
        for name in ("a", "b"):
            assert [number for who, number in done if who == name] == list(range(200))

    def test_jobs_given_before_it_runs_are_done(self, loop):
        done = []
        loop.call(lambda: done.append(1))
        loop.call(lambda: done.append(2))
        loop.stop()
        loop.run()
        assert done == [1, 2]

    def test_a_job_may_give_another(self, running_loop):
        done = threading.Event()
        running_loop.loop.call(lambda: running_loop.loop.call(done.set))
        assert done.wait(PATIENCE)

    def test_jobs_given_after_the_end_are_dropped(self, loop):
        loop.stop()
        loop.run()
        done = []
        loop.call(lambda: done.append(1))
        loop.stop()
        assert done == []

    def test_the_jobs_that_wait_are_done_before_the_end(self, running_loop):
        done = []
        block = threading.Event()
        running_loop.loop.call(lambda: block.wait(PATIENCE))
        for number in range(10):
            running_loop.loop.call(lambda n=number: done.append(n))
        running_loop.loop.stop()
        block.set()
        running_loop.thread.join(PATIENCE)
        assert done == list(range(10))


class TestMessages:
    def test_a_message_reaches_its_receiver(self, loop, pair):
        inner, outer = pair
        received = []

        def receive(parts):
            received.append(parts)
            loop.stop()

        loop.watch(inner, receive)
        outer.send_multipart([b"one", b"two"])
        loop.run()
        assert received == [[b"one", b"two"]]

    def test_what_was_asked_for_before_a_message_came_is_done_before_it(self, loop, pair):
        inner, outer = pair
        done = []

        def receive(parts):
            done.append(parts[0])
            loop.call(lambda: done.append("asked after " + parts[0].decode()))
            if len(done) > 2:
                loop.stop()

        loop.watch(inner, receive)
        outer.send(b"first")
        outer.send(b"second")
        loop.run()
        assert done == [b"first", "asked after first", b"second", "asked after second"]

    def test_a_message_for_what_a_job_unwatches_is_dropped(self, loop, pair):
        inner, outer = pair
        received = []

        def receive(parts):
            received.append(parts)
            loop.call(lambda: loop.unwatch(inner))
            loop.stop()

        loop.watch(inner, receive)
        outer.send(b"first")
        outer.send(b"second")
        loop.run()
        assert received == [[b"first"]]

    def test_large_parts_need_not_be_copied(self, loop, pair):
        inner, outer = pair
        received = []

        def receive(frames):
            received.extend(message_memory.received(frames))
            loop.stop()

        loop.watch_frames(inner, receive)
        outer.send_multipart([b"header", bytes(100_000)])
        loop.run()
        assert received == [b"header", bytes(100_000)]
        assert [type(part) for part in received] == [bytes, memoryview]

    def test_a_message_of_parts_without_end_holds_nobody_up(self, loop, pair):
        with loop.context.socket(zmq.PAIR) as other, loop.context.socket(zmq.PAIR) as far:
            other.set_hwm(0)
            far.set_hwm(0)
            other.bind("inproc://other")
            far.connect("inproc://other")
            far.send_multipart([b"long"] * 100_000)
            far.send(b"next")
            inner, outer = pair
            outer.send(b"short")
            received = []
            loop.watch(other, lambda parts: received.append((parts[0], len(parts))))
            loop.watch(inner, lambda parts: received.append((parts[0], len(parts))))
            loop.every(0.01, lambda: len(received) == 3 and loop.stop())
            loop.run()
        assert received == [(b"short", 1), (b"long", 16), (b"next", 1)]

    def test_nothing_is_received_any_more_once_it_is_unwatched(self, loop, pair):
        inner, outer = pair
        received = []

        def receive(parts):
            received.append(parts)
            loop.unwatch(inner)
            loop.stop()

        loop.watch(inner, receive)
        outer.send(b"first")
        outer.send(b"second")
        loop.run()
        assert received == [[b"first"]]

    def test_a_flood_leaves_a_turn_for_jobs(self, loop, pair):
        inner, outer = pair
        received = []

        def receive(parts):
            if not received:
                loop.stop()
            received.append(parts)

        for _ in range(500):
            outer.send(b"flood")
        loop.watch(inner, receive)
        loop.run()
        assert 1 <= len(received) <= 100


class TestTimers:
    def test_a_timer_runs_again_and_again(self, manual_clock):
        loop = PollLoop(manual_clock)
        rang = []

        def ring():
            rang.append(manual_clock.monotonic())
            if len(rang) == 3:
                loop.stop()

        def turn_the_clock():
            manual_clock.advance(0.005)
            loop.call(turn_the_clock)

        loop.every(0.01, ring)
        loop.call(turn_the_clock)
        loop.run()
        loop.close()
        intervals = [later - earlier for earlier, later in pairwise([1000, *rang[:3]])]
        assert all(interval >= 0.01 for interval in intervals)

    def test_turns_that_were_missed_are_not_made_up_for(self, manual_clock):
        loop = PollLoop(manual_clock)
        rang = []

        def ring():
            rang.append(manual_clock.monotonic())
            loop.stop()

        loop.every(0.01, ring)
        manual_clock.advance(10)
        loop.run()
        loop.close()
        assert len(rang) == 1

    def test_a_timer_rings_while_nothing_else_happens(self, running_loop):
        rang = threading.Event()
        running_loop.ask(lambda: running_loop.loop.every(0.01, rang.set))
        assert rang.wait(PATIENCE)


class TestNets:
    def test_what_a_handler_throws_goes_to_whoever_registered_it(self, loop, pair):
        inner, outer = pair
        received, faults = [], []

        def receive(parts):
            received.append(parts[0])
            if parts[0] == b"last":
                loop.stop()
            raise ZeroDivisionError(parts[0])

        loop.watch(inner, receive, faults.append)
        outer.send(b"first")
        outer.send(b"last")
        loop.run()
        assert received == [b"first", b"last"]
        assert [error.args[0] for error in faults] == received

    def test_a_timer_that_throws_rings_again_and_the_others_with_it(self, loop, caplog):
        rang, faults = [], []

        def ring():
            raise KeyError("the first")

        def stop():
            rang.append(1)
            if len(faults) > 2:
                loop.stop()

        loop.every(0.01, ring, faults.append)
        loop.every(0.01, stop)
        loop.run()
        assert len(faults) > 2
        assert len(rang) > 1

    def test_a_job_that_throws_is_logged_and_the_next_one_done(self, loop, caplog):
        done = []
        loop.call(lambda: 1 / 0)
        loop.call(lambda: done.append(1))
        loop.stop()
        loop.run()
        assert done == [1]
        assert "ZeroDivisionError" in caplog.text

    def test_what_the_loop_itself_cannot_go_on_with_ends_it(self, loop, monkeypatch):
        def turn():
            raise MemoryError

        monkeypatch.setattr(loop, "_turn", turn)
        with pytest.raises(MemoryError):
            loop.run()
        done = []
        loop.call(lambda: done.append(1))
        assert done == []

    def test_a_socket_that_was_left_open_does_not_keep_it_from_closing(self):
        loop = PollLoop(SystemClock())
        left = loop.context.socket(zmq.PAIR)
        loop.close()
        assert left.closed


class TestTurns:
    @pytest.fixture
    def order(self, manual_clock):
        """Two sockets of a loop; messages are noted as they come."""
        loop = PollLoop(manual_clock)
        received = []
        ends = {}
        for name in ("busy", "quiet"):
            inner, outer = loop.context.socket(zmq.PAIR), loop.context.socket(zmq.PAIR)
            inner.bind(f"inproc://{name}")
            outer.connect(f"inproc://{name}")
            ends[name] = outer

            def receive(parts, name=name):
                received.append(name)
                manual_clock.advance(self.costs)
                if received.count("busy") == 6 and "quiet" in received:
                    loop.stop()

            loop.watch(inner, receive)

        def run(size):
            for _ in range(6):
                ends["busy"].send(bytes(size))
            ends["quiet"].send(b"1")
            loop.run()
            return received

        yield run
        loop.close()

    costs = 0.0

    def test_large_messages_let_the_next_socket_have_its_turn(self, order):
        assert order(3 * 1024 * 1024) == ["busy"] * 3 + ["quiet"] + ["busy"] * 3

    def test_messages_that_take_long_let_the_next_socket_have_its_turn(self, order):
        self.costs = 0.015
        assert order(1) == ["busy"] * 2 + ["quiet"] + ["busy"] * 4

    def test_small_ones_are_taken_together(self, order):
        assert order(1) == ["busy"] * 6 + ["quiet"]
