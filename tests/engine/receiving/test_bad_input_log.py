from netgear_engine.receiving.bad_input_log import BadInputLog


def test_nothing_bad_is_never_due():
    assert BadInputLog().take_due(100.0) is None


def test_the_first_is_due_at_once():
    log = BadInputLog()
    log.add("not JSON")
    assert log.take_due(100.0) == ("not JSON", 1)
    assert log.take_due(100.0) is None


def test_a_flood_is_told_once_a_second_with_its_count():
    log = BadInputLog()
    told = []
    for number in range(1000):
        log.add(f"reason {number}")
        told.append(log.take_due(100.0 + number / 500))
    assert [one for one in told if one] == [("reason 0", 1), ("reason 500", 500)]


def test_what_came_in_between_is_due_when_the_second_is_over():
    log = BadInputLog()
    log.add("first")
    log.take_due(100.0)
    log.add("second")
    log.add("third")
    assert log.take_due(100.9) is None
    assert log.take_due(101.0) == ("third", 2)
    assert log.take_due(200.0) is None
