"""More than the window can do: it falls behind in frames, never in time or memory."""

import random
import threading
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QMetaMethod, QObject, Signal

from gui.bridge.engine_thread import EngineThread
from gui.bridge.frame_feed import FrameFeed
from gui.cameras.key import key_of_port
from gui.presenters.pictures import PicturesPresenter
from gui.wall.tile.painter import TilePainter
from gui.wall.tile.state import Condition
from gui.window.main_window import MainWindow
from netgear_engine.clock import SystemClock
from tests.end_to_end.running_window import running_window
from tests.support.free_ports import free_ports
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.synthetic import picture_of, status_of

pytestmark = pytest.mark.end_to_end


def test_complaint_6_the_delay_does_not_grow_when_painting_is_slow(qtbot, monkeypatch):
    """Frames are dropped and counted instead."""
    ports = free_ports(2)
    clock = SystemClock()
    paint = TilePainter.paint

    def paint_slowly(*arguments):
        clock.sleep(0.06)
        paint(*arguments)

    monkeypatch.setattr(TilePainter, "paint", paint_slowly)
    arguments = [f"--ports={ports[0]}-{ports[-1]}", "--fps=30", "--size=320x180", "--processes=1"]
    with (
        running_window(qtbot, ports) as shown,
        JsonLinesProcess("tests.support.jpeg_sender", arguments) as senders,
    ):
        for port in ports:
            shown.wait_for_condition(port, Condition.LIVE)
        figures = shown.engine.feed.figures(ports[0])
        qtbot.waitUntil(lambda: figures.painted > 10)
        early = float(np.median(list(figures.receive_to_paint)))
        count = figures.painted
        qtbot.waitUntil(lambda: figures.painted > count + 20)
        late = float(np.median(list(figures.receive_to_paint)[-10:]))
        assert late < early + 0.1
        assert shown.status(ports[0]).dropped + figures.replaced > 20
        senders.stop()


def test_complaint_7_no_queued_signal_carries_a_picture(qapp):
    """What the engine's threads emit has no arguments: pictures are fetched, one for each port."""
    meta = EngineThread.staticMetaObject
    methods = [meta.method(index) for index in range(meta.methodOffset(), meta.methodCount())]
    signals = {
        bytes(one.name().data()).decode(): one.parameterCount()
        for one in methods
        if one.methodType() is QMetaMethod.MethodType.Signal
    }
    assert signals["_pictures_wait"] == 0
    assert signals["_events_wait"] == 0
    assert signals["picture_ready"] == 1, "the port alone"


class Sender(QObject):
    """Stands in for the engine: pictures of any size from threads of its own."""

    picture_ready = Signal(int)

    def __init__(self, clock):
        super().__init__()
        self._clock = clock
        self.feed = FrameFeed(clock, lambda: None)
        self.alive = []

    def show_port(self, port, size):
        """Leave it: the sizes are random."""

    def send_all(self, port, count):
        """Send so many pictures, with little time between them."""
        chance = random.Random(port)
        for _ in range(count):
            size = chance.randrange(16, 900), chance.randrange(16, 600)
            picture = picture_of(port, received_at=self._clock.monotonic(), size=size)
            self.alive.append(weakref.ref(picture.pixels))
            self.feed.put(picture)
            self._clock.sleep(0.004)


def test_complaint_8_any_order_of_sizes_and_resizing_is_survived(qapp, qtbot):
    """Two thousand pictures of random sizes from other threads while the window changes its own."""
    clock = SystemClock()
    engine = Sender(clock)
    window = MainWindow(clock=clock, feed=engine.feed, command_for=str)
    qtbot.addWidget(window)
    pictures = PicturesPresenter(engine=engine, parent=window)
    pictures.add(window.wall)
    ports = [5566, 5567, 5568, 5569]
    window.wall.set_keys(list(map(key_of_port, ports)))
    window.show()
    chance = random.Random(8)
    threads = [threading.Thread(target=engine.send_all, args=(port, 500)) for port in ports]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        window.resize(chance.randrange(700, 1400), chance.randrange(400, 900))
        window.wall.toggle_enlarged(key_of_port(chance.choice(ports)))
        for port in ports:
            window.wall.tile(key_of_port(port)).set_status(status_of(port))
            engine.picture_ready.emit(port)
        qapp.processEvents()
    assert len(engine.alive) == 2000
    # The one shown, the one that waits, and one that is just replaced.
    assert sum(pixels() is not None for pixels in engine.alive) <= 3 * len(ports)
