"""Something unexpected is thrown at each edge; the window hears of it."""

import asyncio
import gc
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QTimer, qWarning

from gui.program.faults import Fault, Faults


class UnexpectedError(Exception):
    pass


def throw(*_):
    raise UnexpectedError("nobody expected this")


@pytest.fixture
def faults(qtbot):
    faults = Faults()
    yield faults
    faults.close()


def in_a_thread(_qtbot):
    threading.Thread(target=throw).start()


def in_a_slot(_qtbot):
    QTimer.singleShot(0, throw)


def while_something_is_deleted(_qtbot):
    class Thing:
        __del__ = throw

    Thing()
    gc.collect()


@pytest.mark.parametrize("somewhere", [in_a_thread, in_a_slot, while_something_is_deleted])
def test_what_is_thrown_is_caught_and_told(faults, qtbot, somewhere, caplog):
    arrived = []
    faults.arose.connect(lambda fault: arrived.append((fault, threading.current_thread())))
    somewhere(qtbot)
    qtbot.waitUntil(lambda: bool(arrived))
    [(fault, _thread)] = arrived
    assert fault.words.startswith("UnexpectedError in test_faults.py, line ")
    assert "nobody expected this" in fault.trace
    assert "UnexpectedError" in caplog.text


def test_a_fault_in_a_callback_of_the_loop_is_told(faults, qtbot, caplog):

    async def its_loop():
        return asyncio.get_running_loop()

    loop = qtbot.awaited(its_loop())
    faults.watch(loop)
    arrived = []
    faults.arose.connect(arrived.append)
    loop.call_soon(throw)
    qtbot.waitUntil(lambda: bool(arrived))
    loop.set_exception_handler(None)
    assert arrived[0].words.startswith("UnexpectedError")


def test_a_thread_that_ends_the_usual_way_is_no_fault(faults, qtbot):
    arrived = []
    faults.arose.connect(arrived.append)
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    QCoreApplication.processEvents()
    assert arrived == []


def test_qt_s_messages_are_logged(faults, caplog):
    qWarning("a word of Qt")
    assert ("gui.program.faults", logging.WARNING, "Qt: a word of Qt") in caplog.record_tuples


def test_a_fault_has_the_same_words_each_time():
    found = set()
    for number in range(2):
        try:
            raise UnexpectedError(number)
        except UnexpectedError as error:
            found.add(Fault.of(error).words)
    assert len(found) == 1


def test_who_caught_faults_before_does_so_again(qapp):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    Faults().close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
