import threading

from netgear_engine.frame import CapturedFrame
from netgear_engine.sources.newest_frame import NewestFrame
from tests.support.waiting import PATIENCE


def frame(number: int) -> CapturedFrame:
    return CapturedFrame(float(number), jpeg=b"%d" % number)


def test_the_newest_frame_is_taken_once_and_the_older_ones_are_counted():
    newest = NewestFrame()
    for number in range(3):
        newest.put(frame(number))
    assert newest.take(0) == frame(2)
    assert newest.take(0) is None
    assert newest.dropped == 2


def test_taking_ends_as_soon_as_a_frame_comes():
    newest = NewestFrame()
    taken = []
    taker = threading.Thread(target=lambda: taken.append(newest.take(20)))
    taker.start()
    newest.put(frame(7))
    taker.join(PATIENCE)
    assert taken == [frame(7)]


def test_taking_ends_without_a_frame():
    assert NewestFrame().take(0.01) is None
