import threading
import weakref

import pytest

from gui.bridge.frame_feed import FrameFeed
from tests.support.pictures import picture
from tests.support.waiting import PATIENCE


@pytest.fixture
def wakes():
    return []


@pytest.fixture
def feed(manual_clock, wakes):
    return FrameFeed(manual_clock, lambda: wakes.append(1))


class TestNewestWins:
    def test_a_picture_is_taken_once(self, feed):
        one = picture(1)
        feed.put(one)
        assert feed.take(1).picture is one
        assert feed.take(1) is None

    def test_a_newer_one_replaces_it_and_is_counted(self, feed):
        for number in range(5):
            feed.put(picture(1, number))
        assert feed.take(1).picture.frame.number == 4
        assert feed.figures(1).replaced == 4

    def test_ports_do_not_disturb_each_other(self, feed):
        feed.put(picture(1, 7))
        feed.put(picture(2, 8))
        assert feed.take(2).picture.frame.number == 8
        assert feed.take(1).picture.frame.number == 7
        assert feed.figures(1).replaced == feed.figures(2).replaced == 0

    def test_a_flood_keeps_one_picture_per_port(self, feed, wakes):
        alive = {}
        for number in range(100_000):
            one = picture(number % 4, number)
            alive[number] = weakref.ref(one.pixels, lambda _, number=number: alive.pop(number))
            feed.put(one)
        del one
        assert len(alive) == 4
        assert len(wakes) == 1
        assert feed.waiting_ports() == [0, 1, 2, 3]
        assert [feed.take(port).picture.frame.number for port in range(4)] == list(
            range(99_996, 100_000)
        )


class TestWakingUp:
    def test_however_many_pictures_wake_once(self, feed, wakes):
        for number in range(100):
            feed.put(picture(number % 3))
        assert len(wakes) == 1

    def test_taking_alone_allows_no_second_wake_up(self, feed, wakes):
        feed.put(picture(1))
        feed.take(1)
        feed.put(picture(1))
        assert len(wakes) == 1

    def test_asking_who_waits_allows_the_next(self, feed, wakes):
        feed.put(picture(1))
        assert feed.waiting_ports() == [1]
        feed.put(picture(2))
        assert len(wakes) == 2
        assert feed.waiting_ports() == [1, 2]

    def test_pictures_that_come_from_many_threads_are_all_noticed(self, manual_clock):
        """Whoever finds no picture after a wake-up must be woken for the next one."""
        woken = threading.Semaphore(0)
        feed = FrameFeed(manual_clock, woken.release)
        newest = {}

        def look():
            while len(newest) < 4 or any(number < 499 for number in newest.values()):
                assert woken.acquire(timeout=PATIENCE)
                for port in feed.waiting_ports():
                    taken = feed.take(port)
                    if taken:
                        assert taken.picture.frame.number > newest.get(port, -1)
                        newest[port] = taken.picture.frame.number

        def put(port):
            for number in range(500):
                feed.put(picture(port, number))

        threads = [threading.Thread(target=put, args=(port,)) for port in range(4)]
        for thread in threads:
            thread.start()
        look()
        for thread in threads:
            thread.join()


class Half:
    """A place in which a picture is seen half as high."""

    def exact(self, pixels):
        return pixels[::2]


class Unknown:
    """A place for which nothing can be made beforehand."""

    def exact(self, pixels):
        return None


class Broken:
    """A place for which something goes wrong."""

    def exact(self, pixels):
        raise MemoryError


class TestFitting:
    def test_a_picture_is_made_for_each_place_that_shows_the_port(self, feed):
        half, unknown = Half(), Unknown()
        feed.fit(1, {half, unknown})
        feed.put(picture(1, size=(64, 48)))
        feed.put(picture(2, size=(64, 48)))
        taken = feed.take(1)
        assert taken.picture.pixels.shape == (48, 64, 4)
        assert list(taken.exact) == [half]
        assert taken.exact[half].shape == (24, 64, 4)
        assert not feed.take(2).exact

    def test_a_place_that_throws_costs_the_others_nothing(self, feed):
        half = Half()
        feed.fit(1, [Broken(), half])
        feed.put(picture(1))
        assert list(feed.take(1).exact) == [half]

    @pytest.mark.parametrize("end", [lambda feed: feed.fit(1, set()), lambda feed: feed.forget(1)])
    def test_it_ends(self, feed, end):
        feed.fit(1, {Half()})
        end(feed)
        feed.put(picture(1))
        assert not feed.take(1).exact


class TestFigures:
    def test_receive_to_paint_is_measured(self, feed, manual_clock):
        one = picture(1, received_at=manual_clock.monotonic())
        manual_clock.advance(0.25)
        feed.painted(one)
        figures = feed.figures(1)
        assert figures.painted == 1
        assert list(figures.receive_to_paint) == [0.25]

    def test_latency_is_measured_only_when_the_capture_time_is_known(self, feed, manual_clock):
        feed.painted(picture(1))
        assert list(feed.figures(1).latency) == []
        captured = manual_clock.monotonic() - 0.5
        feed.painted(picture(1, 2, captured_at=captured, capture_uncertainty=0.125))
        assert list(feed.figures(1).latency) == [0.5]
        assert feed.figures(1).latency_uncertainty == 0.125

    def test_a_picture_that_is_painted_again_counts_once(self, feed):
        one = picture(1, 7)
        feed.painted(one)
        feed.painted(one)
        feed.painted(picture(1, 7, size=(40, 30)))
        assert feed.figures(1).painted == 1

    def test_a_picture_that_was_taken_and_never_painted_was_replaced(self, feed):
        for number in (1, 2, 3):
            feed.put(picture(1, number))
            taken = feed.take(1)
        feed.painted(taken.picture)
        feed.put(picture(1, 4))
        feed.take(1)
        assert feed.figures(1).replaced == 2

    def test_they_do_not_grow_for_ever(self, feed):
        for number in range(1, 10_001):
            feed.painted(picture(1, number, captured_at=1.0))
        figures = feed.figures(1)
        assert figures.painted == 10_000
        assert len(figures.receive_to_paint) == len(figures.latency) == 4096

    def test_a_forgotten_port_begins_anew(self, feed):
        feed.put(picture(1))
        feed.painted(picture(1))
        feed.forget(1)
        assert feed.take(1) is None
        assert feed.figures(1).painted == 0
