from gui.lock.lock import Lock


def lock_with(pin="hash"):
    told = []
    lock = Lock(pin, lambda: told.append((lock.is_locked, lock.is_blank)))
    return lock, told


def test_without_a_pin_nothing_is_locked():
    lock, told = lock_with("")
    assert not lock.lock()
    lock.lock_if_left(1e9, 1)
    assert (lock.is_locked, told) == (False, [])


def test_locked_by_the_operator_the_controls_stay():
    lock, told = lock_with()
    assert lock.lock()
    lock.unlock()
    assert told == [(True, False), (False, False)]


def test_a_window_that_was_left_is_locked_and_blank():
    lock, told = lock_with()
    lock.touch(1000.0)
    lock.lock_if_left(1119.9, 2)
    assert told == []
    lock.lock_if_left(1120.0, 2)
    lock.lock_if_left(1121.0, 2)
    assert told == [(True, True)]


def test_no_minutes_means_never():
    lock, told = lock_with()
    lock.lock_if_left(1e9, 0)
    assert told == []


def test_a_locked_window_that_is_left_becomes_blank_too():
    lock, _told = lock_with()
    lock.lock()
    lock.lock_if_left(60.0, 1)
    assert lock.is_blank


def test_taking_the_pin_away_unlocks():
    lock, _told = lock_with()
    lock.lock()
    lock.set_pin("other")
    assert lock.is_locked
    lock.set_pin("")
    assert not lock.is_locked
