"""Who is out and who is not, in the end: complaint 13, never "lost" while frames arrive."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gui.event_log.book import EventBook
from gui.event_log.record import Kind
from gui.event_log.text import EventTeller
from netgear_engine.events import StateChanged
from netgear_engine.protocol.port_state import PortInput, PortState
from netgear_engine.receiving.port_health import PortHealth

WALL = 1_700_000_000.0
STEP = 0.25
OUT = {PortState.LOST, PortState.FAULT}


class Bench:
    """Cameras whose frames go through the engine's own judgement into the book."""

    def __init__(self, cameras, grace):
        self.now = 0.0
        self.book = EventBook(grace)
        self.teller = EventTeller()
        self.health = {str(5566 + number): PortHealth(0.0) for number in range(cameras)}
        self.last_frame = {}
        self.late = []

    def frame(self, key, number):
        is_in_a_row = self.now - self.last_frame.get(key, -9.0) <= STEP
        self.last_frame[key] = self.now
        same = is_in_a_row and number % 5 == 4
        self.take(key, self.health[key].frame(self.now, same_picture=same))

    def lose_connection(self, key):
        self.take(key, self.health[key].happened(PortInput.PEER_GONE, self.now))

    def take(self, key, change):
        if change is not None:
            wall = WALL + self.now
            event = StateChanged(int(key), wall, change.state, change.previous, change.lasted)
            self.late.append((key, event, f"Port {key}"))

    def deliver(self):
        for key, event, name in self.late:
            line = self.teller.tell(key, event, name)
            if line is not None:
                self.book.add(line, self.now)
        self.late.clear()

    def judge(self):
        before = {record.id for record in self.book.alarms()}
        self.book.raise_due(self.now, lambda key: self.health[key].state in OUT)
        return [record for record in self.book.alarms() if record.id not in before]


@settings(max_examples=40)
@given(
    grace=st.sampled_from([0.0, 3.0, 10.0]),
    gaps=st.lists(
        st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40)), max_size=6),
        min_size=1,
        max_size=5,
    ),
    lates=st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_a_lost_alarm_is_raised_only_where_no_frame_came_for_the_whole_grace(grace, gaps, lates):
    bench = Bench(len(gaps), grace)
    sending = [
        [on for steps, silent in camera for on in [True] * steps + [False] * silent]
        for camera in gaps
    ]
    for step in range(max(map(len, sending)) + 1):
        bench.now = step * STEP
        for key, plan in zip(bench.health, sending, strict=True):
            if step < len(plan) and plan[step]:
                bench.frame(key, step)
            elif step % 7 == 3:
                bench.lose_connection(key)
            bench.take(key, bench.health[key].time_passed(bench.now))
        if lates[step % len(lates)]:
            bench.deliver()
        for record in bench.judge():
            for key in record.of_keys if record.kind is Kind.LOST else ():
                silent_for = bench.now - bench.last_frame.get(key, 0.0)
                assert silent_for > 0
                assert bench.health[key].state in OUT
                assert silent_for >= grace or len(record.of_keys) > 1
