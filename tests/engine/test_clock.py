from netgear_engine.clock import SystemClock


def test_monotonic_time_goes_on_and_wall_time_is_of_this_century():
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.01
    assert clock.wall() > 1_600_000_000
