import threading

from netgear_engine.frame import CapturedFrame
from netgear_engine.node.camera.messages import CameraEnded, StillTaken
from netgear_engine.node.camera.outbox import Outbox
from tests.support.waiting import PATIENCE


def take_all(outbox):
    outbox.close()
    return list(iter(outbox.take, None))


def test_a_newer_picture_takes_the_place_of_the_one_that_waits():
    outbox = Outbox()
    for number in range(5):
        outbox.offer(CapturedFrame(float(number)))
    assert take_all(outbox) == [CapturedFrame(4.0)]
    assert outbox.dropped == 4


def test_reports_keep_their_order_and_none_is_lost():
    outbox = Outbox()
    outbox.offer(CapturedFrame(1.0))
    outbox.put(StillTaken("1"), b"still")
    outbox.offer(CapturedFrame(2.0))
    outbox.put(CameraEnded())
    assert take_all(outbox) == [
        (StillTaken("1"), b"still"),
        CapturedFrame(2.0),
        (CameraEnded(), b""),
    ]


def test_who_takes_waits_until_there_is_something():
    outbox = Outbox()
    taken = []
    taker = threading.Thread(target=lambda: taken.append(outbox.take()))
    taker.start()
    outbox.offer(CapturedFrame(1.0))
    taker.join(PATIENCE)
    assert taken == [CapturedFrame(1.0)]
