"""The real thread on real sockets: what the GUI hears, on which thread, and how much piles up."""

import asyncio
import threading

import psutil
import pytest

from gui.bridge.engine_thread import EngineThread
from gui.presenters.engine import Engine
from netgear_engine.clock import SystemClock
from netgear_engine.events import StateChanged
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from tests.support.fake_engine import FakeEngine
from tests.support.free_ports import free_port, free_ports
from tests.support.json_lines_process import JsonLinesProcess
from tests.support.raw_peers import RawSender
from tests.support.waiting import wait_until
from tests.support.wire import jpeg, jpeg_frame, stock_goodbye

SIZE = (64, 48)
SIGNALS = ("picture_ready", "message_received", "event_happened", "statuses_changed")


class Window:
    """Stands in for the window: writes down every signal and the thread it came on."""

    def __init__(self, *ports):
        self.thread = EngineThread(
            ports, address="127.0.0.1", pattern=Pattern.REQUEST_REPLY, clock=SystemClock()
        )
        self.heard = {name: [] for name in SIGNALS}
        self.threads = set()
        for name in SIGNALS:
            getattr(self.thread, name).connect(lambda what, name=name: self._hear(name, what))
        for port in ports:
            self.thread.show_port(port, SIZE)
        self.thread.start()

    def _hear(self, name, what):
        self.heard[name].append(what)
        self.threads.add(threading.current_thread())

    def kinds(self):
        return {type(event).__name__ for event in self.heard["event_happened"]}

    def states(self, port):
        changes = [one for one in self.heard["event_happened"] if isinstance(one, StateChanged)]
        return [change.state for change in changes if change.port == port]


@pytest.fixture
def open_window(qapp):
    opened = []

    def start(*ports):
        opened.append(Window(*ports))
        return opened[-1]

    yield start
    for window in opened:
        window.thread.stop()


@pytest.fixture
def port():
    return free_port()


def test_the_thread_and_its_stand_in_are_what_the_presenters_need(open_window):
    """Mypy compares the signatures, where the program hands the thread to them."""
    wanted = {name for name in vars(Engine) if not name.startswith("_")}
    wanted |= set(Engine.__annotations__)
    for engine in (open_window().thread, FakeEngine(SystemClock())):
        assert wanted - set(dir(engine)) == set()


def test_every_signal_comes_on_the_gui_thread(qtbot, open_window, port):
    window = open_window(port)
    with RawSender(port) as sender:
        sender.exchange(jpeg_frame(message="hello"))
        qtbot.waitUntil(lambda: all(window.heard.values()))
    assert window.threads == {threading.main_thread()}
    assert window.heard["picture_ready"] == [port]
    assert window.states(port)[0] is PortState.LIVE
    assert window.heard["message_received"][0].message == "hello"
    assert {"StateChanged", "MessageReceived"} <= window.kinds()


def test_a_picture_that_is_told_can_be_taken(qtbot, open_window, port):
    window = open_window(port)
    with RawSender(port) as sender:
        for number in range(1, 6):
            sender.exchange(jpeg_frame(number))
            qtbot.waitUntil(lambda n=number: len(window.heard["picture_ready"]) == n)
            assert window.thread.feed.take(port).picture.frame.payload == jpeg(number)


def test_statuses_come_again_and_again(qtbot, open_window, port):
    window = open_window(port)
    qtbot.waitUntil(lambda: len(window.heard["statuses_changed"]) >= 4)
    assert set(window.heard["statuses_changed"][-1]) == {port}
    assert window.thread.silent_for() < 5


def test_statuses_come_with_every_change_of_state(qtbot, open_window, port):
    window = open_window(port)
    # Without the statuses that come by the clock.
    window.thread._status_timer.stop()
    seen = []
    window.thread.statuses_changed.connect(lambda statuses: seen.append(statuses[port].state))
    with RawSender(port) as sender:
        sender.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: seen == [PortState.LIVE])
        sender.exchange([stock_goodbye()])
        qtbot.waitUntil(lambda: seen == [PortState.LIVE, PortState.ENDED])


def test_a_reply_goes_out(qtbot, open_window, port):
    window = open_window(port)
    window.thread.reply([port], {"go": "left"})
    with RawSender(port) as sender:
        answers = [sender.exchange(jpeg_frame(number))["data"] for number in range(3)]
    assert answers.count({"go": "left"}) == 1
    with pytest.raises(LocalProtocolError):
        window.thread.reply([port], {1, 2})


def test_a_command_is_awaited_until_its_answer_is_there(qtbot, open_window, port):
    window = open_window()
    answer = qtbot.awaited(window.thread.command(port, "identify", {}))
    assert (answer.port, answer.command.command) == (port, "identify")
    assert answer.result.refused == f"port {port} is not listened on"
    assert window.heard["event_happened"] == [answer], "whoever else listens hears of it as well"


def test_a_command_that_cannot_be_sent_says_so_at_once(qtbot, open_window, port):
    window = open_window(port)
    with pytest.raises(LocalProtocolError):
        qtbot.awaited(window.thread.command(port, "x" * 10_000, {}))


def test_an_answer_that_nobody_waits_for_any_more_is_left_alone(qtbot, open_window, port):
    window = open_window(port)
    waiting = asyncio.ensure_future(window.thread.command(port, "identify", {}))
    qtbot.waitUntil(lambda: bool(window.thread._answers))
    waiting.cancel()
    window.thread.remove_port(port)
    qtbot.waitUntil(lambda: "CommandAnswered" in window.kinds())
    assert waiting.cancelled() and not window.thread._answers


def test_whoever_waits_for_an_answer_ends_with_the_engine(qtbot, open_window, port):
    window = open_window(port)
    waiting = asyncio.ensure_future(window.thread.command(port, "identify", {}))
    qtbot.waitUntil(lambda: bool(window.thread._answers))
    window.thread.stop()
    qtbot.waitUntil(waiting.done)
    assert not window.thread._answers


def test_a_hidden_port_sends_no_pictures(qtbot, open_window):
    shown, hidden = free_ports(2)
    window = open_window(shown, hidden)
    window.thread.show_port(hidden, None)
    with RawSender(hidden) as first, RawSender(shown) as second:
        first.exchange(jpeg_frame())
        second.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: bool(window.states(hidden) and window.heard["picture_ready"]))
    assert window.heard["picture_ready"] == [shown]


def test_a_port_is_added_and_removed_while_it_runs(qtbot, open_window):
    first, second = free_ports(2)
    window = open_window(second)
    window.thread.add_port(first)
    qtbot.waitUntil(lambda: list(window.heard["statuses_changed"][-1:]) != [])
    qtbot.waitUntil(lambda: list(window.heard["statuses_changed"][-1]) == [first, second])
    with RawSender(first) as sender:
        sender.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: window.states(first) == [PortState.LIVE])
    window.thread.remove_port(first)
    qtbot.waitUntil(lambda: list(window.heard["statuses_changed"][-1]) == [second])
    assert window.thread.statuses().get(first) is None
    window.thread.add_port(first)
    qtbot.waitUntil(lambda: window.thread.statuses().get(first) is not None)
    assert window.thread.statuses().get(first).received == 0


def test_of_a_port_on_trial_only_its_test_hears(qtbot, open_window):
    watched, tried = free_ports(2)
    window = open_window(watched)
    on_trial = []
    window.thread.trial_event.connect(on_trial.append)
    window.thread.add_port(tried, on_trial=True)
    with RawSender(tried) as sender:
        sender.exchange(jpeg_frame(message="hello"))
        qtbot.waitUntil(lambda: any(isinstance(one, StateChanged) for one in on_trial))
        assert window.heard["event_happened"] == []
        assert window.heard["message_received"] == []
        assert tried not in window.heard["statuses_changed"][-1]
        window.thread.add_port(tried)
        qtbot.waitUntil(lambda: tried in window.heard["statuses_changed"][-1])
        sender.exchange(jpeg_frame(message="again"))
        qtbot.waitUntil(lambda: len(window.heard["message_received"]) == 1)
        # A frame may be told before its connection.
        qtbot.waitUntil(lambda: window.thread.statuses().get(tried).connects == 1)


def test_the_last_events_are_told_when_it_stops(qtbot, open_window, port):
    window = open_window(port)
    with RawSender(port) as sender:
        sender.exchange(jpeg_frame(message="last words"))
        wait_until(lambda: window.thread.engine.statuses()[port].messages == 1)
        window.thread.stop()
    assert [event.message for event in window.heard["message_received"]] == ["last words"]
    assert not window.thread.is_running


def die(engine):
    """Let something happen to the engine's loop that nobody expected, outside each net."""

    def raise_it():
        raise ValueError("nobody expected this")

    engine._loop._turn = raise_it


def test_a_dead_engine_is_told_and_followed_by_one_that_is_asked_the_same(qtbot, open_window):
    live, silent = free_ports(2)
    window = open_window(live, silent)
    faults, recovered = [], []
    window.thread.fault_arose.connect(lambda *fault: faults.append(fault))
    window.thread.recovered.connect(recovered.append)
    window.thread.keep_reply([live], "kept")
    with RawSender(live) as sender:
        sender.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: window.states(live) == [PortState.LIVE])
        first = window.thread.engine
        die(first)
        qtbot.waitUntil(lambda: bool(faults))
    assert window.states(live) == [PortState.LIVE, PortState.LOST]
    assert window.heard["statuses_changed"][-1][live].state is PortState.LOST
    assert window.thread.statuses()[silent].state is PortState.WAITING
    [(words, error)] = faults
    assert (words, str(error)) == ("The receiving engine failed", "nobody expected this")
    qtbot.waitUntil(lambda: bool(recovered))
    assert window.thread.engine is not first
    assert window.thread.statuses()[live].state is PortState.LOST, "it has not come back"
    shown = len(window.heard["picture_ready"])
    with RawSender(live) as sender:
        assert sender.exchange(jpeg_frame())["data"] == "kept"
        qtbot.waitUntil(lambda: window.states(live)[2:] == [PortState.LIVE])
        qtbot.waitUntil(lambda: len(window.heard["picture_ready"]) > shown)
        assert window.thread.statuses()[live].state is PortState.LIVE
    changes = [one for one in window.heard["event_happened"] if isinstance(one, StateChanged)]
    back = next(one for one in changes if one.state is PortState.LIVE and one is not changes[0])
    assert (back.previous, back.reason) == (PortState.LOST, "")
    assert back.lasted > 0.9


def test_ports_of_now_are_those_of_the_next_engine(qtbot, open_window):
    first, second, third = free_ports(3)
    window = open_window(first, second)
    die(window.thread.engine)
    qtbot.waitUntil(lambda: not window.thread.is_running)
    window.thread.add_port(third)
    window.thread.remove_port(second)
    qtbot.waitUntil(lambda: set(window.thread.statuses()) == {first, third})


def test_an_engine_that_died_shows_nothing_live_at_the_end(qtbot, open_window, port):
    window = open_window(port)
    with RawSender(port) as sender:
        sender.exchange(jpeg_frame())
        qtbot.waitUntil(lambda: window.states(port) == [PortState.LIVE])
    die(window.thread.engine)
    wait_until(lambda: not window.thread.is_running)
    assert window.thread.stop()
    assert window.thread.statuses()[port].state is PortState.LOST


def test_an_engine_that_dies_again_and_again_is_given_more_time_each_time(qapp, manual_clock):
    thread = EngineThread(
        [], address="127.0.0.1", pattern=Pattern.REQUEST_REPLY, clock=manual_clock
    )
    pauses = []
    for _ in range(7):
        thread.start()
        die(thread.engine)
        wait_until(lambda: not thread.is_running)
        thread._look()
        pauses.append(thread._next_at - manual_clock.monotonic())
        manual_clock.advance(pauses[-1])
        thread.engine = thread._make_engine()
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    thread.stop()


def test_whoever_waits_for_an_answer_hears_of_the_death(qtbot, open_window, port):
    window = open_window(port)
    waiting = asyncio.ensure_future(window.thread.command(port, "identify", {}))
    qtbot.waitUntil(lambda: bool(window.thread._answers))
    die(window.thread.engine)
    qtbot.waitUntil(waiting.done)
    assert waiting.exception() or waiting.result().result.refused


def test_an_engine_that_hangs_is_told_and_so_is_its_return(qtbot, open_window, port):
    window = open_window(port)
    told, hanging = [], threading.Event()
    window.thread.fault_arose.connect(lambda words, error: told.append((words, error)))
    window.thread.recovered.connect(told.append)
    qtbot.waitUntil(lambda: len(window.heard["statuses_changed"]) >= 2)
    window.thread.engine._loop.call(lambda: hanging.wait(60))
    qtbot.waitUntil(lambda: bool(told))
    hanging.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [
        ("The receiving engine hangs: no camera can be seen", None),
        "The receiving engine goes on",
    ]


def test_an_engine_that_does_not_end_holds_nobody_up(qtbot, open_window, port, monkeypatch):
    monkeypatch.setattr("gui.bridge.engine_thread._LONGEST_END_S", 0.2)
    window = open_window(port)
    hanging = threading.Event()
    qtbot.waitUntil(lambda: len(window.heard["statuses_changed"]) >= 2)
    window.thread.engine._loop.call(lambda: hanging.wait(60))
    assert not window.thread.stop()
    hanging.set()


def test_complaint_7_a_flood_into_a_blocked_window_piles_nothing_up(qtbot, open_window):
    ports = free_ports(16)
    window = open_window(*ports)
    for port in ports:
        window.thread.show_port(port, (160, 120))
    engine = window.thread.engine
    process = psutil.Process()

    def received():
        return {port: status.received for port, status in engine.statuses().items()}

    arguments = [f"--ports={ports[0]}-{ports[-1]}", "--fps=60", "--size=160x120", "--processes=1"]
    with JsonLinesProcess("tests.support.jpeg_sender", arguments) as flood:
        qtbot.waitUntil(lambda: len(received()) == 16 and min(received().values()) > 10)
        qtbot.waitUntil(lambda: set(window.heard["picture_ready"]) == set(ports))
        before, told = process.memory_info().rss, len(window.heard["picture_ready"])
        begun = received()
        # From here on the window's thread runs no event loop: for three seconds' worth of frames.
        wait_until(
            lambda: all(received()[port] - begun[port] > 180 for port in ports),
            what=lambda: f"frames: {received()}, before: {begun}",
        )
        grown = process.memory_info().rss - before
        assert len(window.heard["picture_ready"]) == told
        flood.stop()
    assert grown < 50e6
    wait_until(lambda: all(is_decoded(status) for status in engine.statuses().values()))
    newest = received()
    qtbot.waitUntil(lambda: set(window.heard["picture_ready"][told:]) == set(ports))
    assert len(window.heard["picture_ready"]) - told <= 2 * len(ports)
    for port in ports:
        assert window.thread.feed.take(port).picture.frame.number == newest[port]


def is_decoded(status):
    return status.decoded + status.dropped == status.received
