from gui.window.figures import WallMeter
from tests.support.synthetic import status_of


def test_rates_come_from_the_counters_growth():
    meter = WallMeter(0.0)
    meter.measure({1: status_of(1, dropped=100)}, 10.0)
    figures = meter.measure(
        {1: status_of(1, dropped=130, bits_per_second=2e6), 2: status_of(2, bits_per_second=1e6)},
        12.0,
    )
    assert (figures.drops, figures.bits) == (15.0, 3e6)
    assert figures.cpu >= 0


def test_a_port_that_began_anew_counts_no_drops():
    meter = WallMeter(0.0)
    meter.measure({1: status_of(1, dropped=100)}, 10.0)
    assert meter.measure({1: status_of(1, dropped=3)}, 20.0).drops == 0


def test_new_figures_come_at_most_once_a_second():
    meter = WallMeter(0.0)
    first = meter.measure({1: status_of(1, bits_per_second=1e6)}, 10.0)
    assert meter.measure({1: status_of(1, bits_per_second=9e6)}, 10.5) is first
