import threading

from netgear_engine.clock import SystemClock
from netgear_engine.node.camera.messages import Identify, MakeStream, RestartCamera, Stream
from netgear_engine.node.camera.orders import OrderBox, WakefulClock
from tests.support.waiting import PATIENCE


def test_orders_come_out_in_their_order():
    box = OrderBox()
    box.put(Identify(1))
    box.put(Identify(2))
    assert [box.take(), box.take(), box.take()] == [Identify(1), Identify(2), None]


def test_orders_of_one_kind_can_be_forgotten():
    box = OrderBox()
    for order in (RestartCamera(), MakeStream(Stream()), RestartCamera()):
        box.put(order)
    box.forget(RestartCamera)
    assert [box.take(), box.take()] == [MakeStream(Stream()), None]


def test_a_sleep_ends_with_an_order_and_at_the_end():
    box = OrderBox()
    clock = WakefulClock(SystemClock(), box)
    for call in (lambda: box.put(RestartCamera()), box.stop):
        while box.take():
            pass
        sleeper = threading.Thread(target=clock.sleep, args=(30.0,))
        sleeper.start()
        call()
        sleeper.join(PATIENCE)
        assert not sleeper.is_alive()
    assert box.is_stopping


def test_without_an_order_it_sleeps_as_long_as_it_was_told():
    clock = WakefulClock(SystemClock(), OrderBox())
    begin = clock.monotonic()
    clock.sleep(0.05)
    assert clock.monotonic() - begin >= 0.045
    assert abs(clock.wall() - SystemClock().wall()) < 60
