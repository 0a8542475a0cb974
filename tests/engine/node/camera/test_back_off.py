from netgear_engine.node.camera.back_off import BackOff


def test_waits_double_up_to_five_seconds():
    back_off = BackOff()
    waits = [back_off.failed() for _ in range(7)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0]


def test_a_success_that_lasts_starts_anew():
    back_off = BackOff()
    for _ in range(4):
        back_off.failed()
    assert not back_off.worked_for(3.9)
    assert back_off.worked_for(4.0)
    assert back_off.failed() == 0.5


def test_a_success_of_a_moment_does_not():
    back_off = BackOff()
    waits = []
    for _ in range(4):
        waits.append(back_off.failed())
        back_off.worked_for(0.1)
    assert waits == [0.5, 1.0, 2.0, 4.0]


def test_without_a_failure_all_is_well():
    assert BackOff().worked_for(0.0)
