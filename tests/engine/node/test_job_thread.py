import queue
import threading

from netgear_engine.node.job_thread import JobThread
from tests.support.waiting import wait_until


def test_all_jobs_that_wait_are_done_in_their_order_before_a_turn():
    done = []
    jobs = JobThread("jobs", lambda: done.append("turn"), 60)
    for number in range(3):
        jobs.do(lambda number=number: done.append(number))
    assert (jobs.waiting, jobs.is_alive()) == (3, False)
    jobs.start()
    wait_until(lambda: len(done) == 4)
    assert jobs.is_alive()
    jobs.stop(5)
    assert not jobs.is_alive()
    assert done == [0, 1, 2, "turn"]


def test_jobs_that_keep_coming_do_not_keep_a_turn_from_being_taken():
    turns = []
    jobs = JobThread("jobs", lambda: turns.append(1), 60)

    def again():
        jobs.do(again)

    again()
    jobs.start()
    wait_until(lambda: len(turns) > 3)
    jobs.stop(5)
    assert not jobs.is_alive()


def test_what_waits_when_it_is_to_end_is_done():
    done = []
    jobs = JobThread("jobs")
    for number in range(3):
        jobs.do(lambda number=number: done.append(number))
    jobs.start()
    jobs.stop(5)
    assert (jobs.is_alive(), done) == (False, [0, 1, 2])


def test_turns_come_without_jobs_and_at_once_when_asked_for():
    turns = []
    slow, quick = (JobThread("x", lambda: turns.append(1), interval) for interval in (60, 0.01))
    slow.start()
    slow.turn_now()
    wait_until(lambda: turns)
    slow.stop(5)
    turns.clear()
    quick.start()
    wait_until(lambda: len(turns) > 3)
    quick.stop(5)


def test_its_end_waits_for_nothing_that_hangs():
    release = threading.Event()
    jobs = JobThread("jobs", lambda: None, 60)
    jobs.do(release.wait)
    jobs.start()
    jobs.stop(0.05)
    assert jobs.is_alive()
    release.set()
    wait_until(lambda: not jobs.is_alive())


def test_what_a_job_throws_costs_that_job_alone_and_is_told_once():
    told, done = [], []
    jobs = JobThread("jobs", interval=0.01, on_error=told.append)
    for _ in range(3):
        jobs.do(queue.SimpleQueue().get_nowait)
    jobs.do(lambda: done.append(1))
    jobs.start()
    wait_until(lambda: done)
    assert jobs.is_alive()
    jobs.stop(5)
    assert [type(error) for error in told] == [queue.Empty]


def test_a_fault_that_returns_after_a_success_is_told_again():
    told, done = [], []
    jobs = JobThread("jobs", on_error=told.append)

    def fail():
        raise OSError("no space left")

    for job in (fail, fail, lambda: done.append(1), fail, lambda: done.append(2)):
        jobs.do(job)
    jobs.start()
    jobs.stop(5)
    assert done == [1, 2]
    assert [str(error) for error in told] == ["no space left", "no space left"]


def test_a_turn_that_goes_well_does_not_have_the_same_fault_of_jobs_told_again():
    told, turns = [], []
    jobs = JobThread("jobs", lambda: turns.append(1), 0.01, on_error=told.append)
    jobs.start()
    for number in range(3):
        jobs.do(queue.SimpleQueue().get_nowait)
        wait_until(lambda number=number: jobs.waiting == 0 and len(turns) > 2 * number + 2)
    jobs.stop(5)
    assert [type(error) for error in told] == [queue.Empty]


def test_turns_that_fail_again_and_again_end_the_thread_of_an_owner_who_wants_to_know():
    turns = []

    def turn():
        turns.append(1)
        if len(turns) != 3:
            raise ValueError("broken")

    jobs = JobThread("jobs", turn, 0.001, most_failed_turns=4)
    jobs.start()
    wait_until(lambda: not jobs.is_alive())
    jobs.stop(5)
    assert len(turns) == 7
