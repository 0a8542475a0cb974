"""One port gets two thousand messages of sixty kinds; three good cameras must not notice.

The way is the whole one: message, engine, events on disk, painted tile.
"""

import random
import sqlite3
from contextlib import ExitStack, closing

import pytest

from gui.event_log.store import Keep
from gui.wall.tile.state import Condition
from tests.end_to_end.running_window import running_window
from tests.hostile.poison import KINDS
from tests.support.free_ports import free_ports
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.raw_peers import RawSender
from tests.support.wire import jpeg_frame

MESSAGES = 2000
GOOD_FPS = 10
BASELINE_S = 5


def camera(port):
    words = [f"--ports={port}", f"--fps={GOOD_FPS}", "--size=320x240", "--processes=1"]
    return JsonLinesProcess("tests.support.jpeg_sender", words)


def stored(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM event").fetchone()[0]


def rates(shown, ports, qtbot, clock, is_done):
    """Return how many pictures a second of each port are painted until `is_done()`."""
    before, begun = [shown.painted(port) for port in ports], clock.monotonic()
    qtbot.waitUntil(is_done, timeout=200_000)
    lasted = clock.monotonic() - begun
    return [(shown.painted(port) - was) / lasted for port, was in zip(ports, before, strict=True)]


def test_there_are_sixty_kinds_and_each_differs():
    made = {name: make(random.Random(1)) for name, make in KINDS.items()}
    assert len(made) >= 60
    assert len({tuple(parts) for parts in made.values()}) == len(made)


@pytest.mark.timeout(300)
def test_three_good_cameras_do_not_notice(qtbot, tmp_path, clock):
    seed = random.randrange(10**6)
    poisoned, *good = free_ports(4)
    events = tmp_path / "events.sqlite"
    with running_window(qtbot, [poisoned, *good]) as shown, ExitStack() as cameras:
        shown.window.event_log.keeper.open(events, Keep())
        for port in good:
            cameras.enter_context(camera(port))
        for port in good:
            shown.wait_for_condition(port, Condition.LIVE)

        def usual():
            begun = clock.monotonic()
            return rates(shown, good, qtbot, clock, lambda: clock.monotonic() - begun > BASELINE_S)

        before = usual()
        words = [str(poisoned), str(MESSAGES), str(seed)]
        poisoner = cameras.enter_context(JsonLinesProcess("tests.support.poisoner", words))
        states = set()

        def is_done():
            states.update(shown.tile(port).state.condition for port in good)
            return poisoner.exit_code is not None

        def taken():
            status = shown.status(poisoned)
            return status.received + status.rejected_messages + status.disconnects

        during = rates(shown, good, qtbot, clock, is_done)
        after = usual()
        assert poisoner.exit_code == 0 and poisoner.lines[-1]["sent"] >= MESSAGES
        # A busy machine may let them stutter, poison may not: they are never lost. What else the
        # machine does may begin or end meanwhile.
        assert states <= {Condition.LIVE, Condition.SLOW, Condition.STALE}, seed
        assert min(during) > min(before + after) / 3, (seed, before, during, after)
        # On a busy machine poison still comes after its sender's end, good frames and goodbyes too.
        came = None
        while came != (came := taken()):
            usual()
        # Afterwards everything is as before: the port takes a camera, and events are kept.
        count = stored(events)
        with camera(poisoned):
            shown.wait_for_condition(poisoned, Condition.LIVE)
        shown.wait_for_condition(poisoned, Condition.LOST)
        qtbot.waitUntil(lambda: stored(events) > count)
        shown.window.event_log.close_file()


@pytest.fixture
def clock():
    from netgear_engine.clock import SystemClock

    return SystemClock()


@pytest.mark.parametrize("name", KINDS)
def test_after_each_kind_a_good_frame_is_painted(poisoned_window, qtbot, name):
    shown, port, painted = poisoned_window
    for number in range(3):
        with RawSender(port) as peer:
            peer.socket.linger = 2000
            peer.send(KINDS[name](random.Random(number)))
    painted(shown)
    assert shown.engine.is_running


@pytest.fixture
def poisoned_window(qtbot):
    """A window with one port; `painted` sends a good frame until one more is painted."""
    (port,) = free_ports(1)

    def painted(shown):
        with RawSender(port) as peer:
            before = shown.painted(port)

            def sends_until_painted():
                peer.socket.send_multipart([b"", *jpeg_frame()])
                return shown.painted(port) > before

            qtbot.waitUntil(sends_until_painted)

    with running_window(qtbot, [port]) as shown:
        yield shown, port, painted
