import gc
import threading

import pytest

from gui.background.garbage import collected_here

MANY = 200_000


class Circle:
    """Refers to itself, and notes which thread frees it."""

    def __init__(self, freed):
        self.itself = self
        self.freed = freed

    def __del__(self):
        self.freed.append(threading.current_thread())


@pytest.fixture(autouse=True)
def as_python_does():
    gc.enable()
    yield
    gc.disable()


def make_objects(freed):
    Circle(freed)
    return [[] for _ in range(MANY)]


def in_another_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_no_other_thread_frees_what_refers_to_itself(qtbot):
    freed = []
    with collected_here():
        in_another_thread(lambda: make_objects(freed))
        assert freed == []
        qtbot.waitUntil(lambda: freed == [threading.main_thread()], timeout=30_000)


def test_nor_is_it_freed_in_the_middle_of_a_call(qtbot):
    freed = []
    with collected_here():
        make_objects(freed)
        assert freed == []


@pytest.mark.usefixtures("qapp")
def test_nor_does_another_thread_free_it_when_the_program_ends():
    freed = []
    with collected_here():
        assert not gc.isenabled()
    in_another_thread(lambda: make_objects(freed))
    assert freed == []
