import pytest

from gui.look.heartbeat import Heartbeat
from gui.window.figures import WallFigures
from gui.window.status_bar import Counts, StatusBar


@pytest.fixture
def bar(qtbot, manual_clock):
    bar = StatusBar(manual_clock)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_where_all_is_well_no_fault_is_named(bar):
    bar.show_counts(Counts(live=6))
    words = bar.words()
    assert "6 live" in words
    assert not any("lost" in word or "slow" in word or "failed" in word for word in words)


def test_faults_are_counted_in_words(bar):
    bar.show_counts(Counts(live=6, slow=2, lost=1, failed=1))
    assert {"6 live", "2 slow or stale", "1 lost", "1 failed"} <= set(bar.words())


def test_figures(bar):
    bar.show_figures(WallFigures(bits=142.4e6, drops=3.0, cpu=0.38))
    assert {"142 Mbit/s", "CPU 38 %", "3 drops/s"} <= set(bar.words())


def test_the_heartbeat_moves_with_time_and_is_painted_anew(bar, manual_clock, qtbot):
    heartbeat = bar.findChild(Heartbeat)
    places = []
    for _ in range(9):
        places.append(heartbeat.place())
        manual_clock.advance(0.5)
    assert len(set(places)) > 3
    assert all(0 <= place <= 1 for place in places)
    before = heartbeat.grab().toImage()
    manual_clock.advance(0.7)
    assert heartbeat.grab().toImage() != before
