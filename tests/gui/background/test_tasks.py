import asyncio

import pytest
from PySide6.QtCore import QTimer

from gui.background.tasks import Tasks, emitted


@pytest.fixture
def told():
    return []


@pytest.fixture
def tasks(told):
    return Tasks(told.append)


def test_a_task_goes_on_after_a_thread_has_done_its_part(qtbot, tasks, told):
    found = []

    async def read():
        found.append(await asyncio.to_thread(sorted, [2, 1]))

    tasks.start(read(), "reading")
    qtbot.waitUntil(lambda: found == [[1, 2]])
    assert told == []


def test_what_a_task_raises_is_told_and_logged(qtbot, tasks, told, caplog):
    async def fail():
        raise RuntimeError("the disk is on fire")

    tasks.start(fail(), "Saving")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["Saving failed: the disk is on fire"]
    assert "Traceback" in caplog.text


def test_cancelled_tasks_end_where_they_wait_and_tell_nothing(qtbot, tasks, told):
    ended = []

    async def wait():
        ended.append("begun")
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("waiting")

    async def close():
        await tasks.cancel()
        ended.append("closed")

    tasks.start(wait(), "waiting")
    qtbot.waitUntil(lambda: ended == ["begun"])
    closing = asyncio.ensure_future(close())
    qtbot.waitUntil(closing.done)
    assert ended == ["begun", "waiting", "closed"]
    assert told == []


def test_nothing_is_kept_of_a_task_that_has_ended(qtbot, tasks):
    async def nothing():
        pass

    task = tasks.start(nothing(), "nothing")
    qtbot.waitUntil(task.done)
    qtbot.waitUntil(lambda: not tasks._running)


def test_a_signal_is_awaited_and_what_it_carries_is_returned(qtbot):
    timer = QTimer()
    task = asyncio.ensure_future(emitted(timer.objectNameChanged))
    qtbot.stays_true(lambda: not task.done(), 20)
    timer.setObjectName("first")
    timer.setObjectName("second")
    qtbot.waitUntil(task.done)
    assert task.result() == ("first",)
