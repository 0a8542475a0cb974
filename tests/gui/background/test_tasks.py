import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QTimer

from gui.background.tasks import Tasks, emitted
from tests.support.waiting import PATIENCE

ROOT = Path(__file__).parents[3]


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


def test_a_task_that_begins_while_the_others_are_cancelled_is_cancelled_too(qtbot, tasks, told):
    async def wait():
        await asyncio.sleep(3600)

    begun = []

    async def start_another():
        begun.append(True)
        try:
            await wait()
        finally:
            tasks.start(wait(), "another")

    tasks.start(start_another(), "first")
    qtbot.waitUntil(lambda: bool(begun))
    qtbot.awaited(tasks.cancel())
    assert not tasks._running and told == []


def test_a_signal_that_is_awaited_no_more_has_no_slot(qtbot):
    timer = QTimer()
    for ends in (lambda task: timer.setObjectName("new"), asyncio.Task.cancel):
        task = asyncio.ensure_future(emitted(timer.objectNameChanged))
        qtbot.waitUntil(lambda: timer.receivers(SIGNAL("objectNameChanged(QString)")) == 1)
        ends(task)
        qtbot.waitUntil(task.done)
        assert timer.receivers(SIGNAL("objectNameChanged(QString)")) == 0


def test_reads_that_hang_hold_up_neither_others_nor_the_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", _HANGING_READS, str(pipe)]
    done = subprocess.run(
        command, capture_output=True, check=False, text=True, timeout=PATIENCE, cwd=ROOT
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[1, 2]\n", "")


# The alarm kills what has not ended two seconds later.
_HANGING_READS = """
import asyncio, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gui.background.tasks import Tasks, window_loop

async def read():
    await asyncio.to_thread(Path(sys.argv[1]).read_bytes)

async def work():
    tasks = Tasks(print)
    for _ in range(20):
        tasks.start(read(), "reading")
    await asyncio.sleep(0.1)
    found = await asyncio.wait_for(asyncio.to_thread(sorted, [2, 1]), 10)
    print(found, flush=True)
    signal.alarm(2)
    await tasks.cancel()

with window_loop(QCoreApplication([])) as loop:
    loop.run_until_complete(work())
"""
