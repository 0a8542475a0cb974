"""Commands from a click to the answer that is shown, over an engine that answers when told to."""

import numpy as np
import pytest
import simplejpeg

from gui.snapshots.saver import SnapshotSaver
from netgear_engine.protocol.errors import LocalProtocolError
from tests.support.camera_report import report_of, status_with_report
from tests.support.fake_engine import FakeEngine
from tests.support.presenters import presenters_for


class Cameras(FakeEngine):
    """An engine to whose second port no command can be sent."""

    async def command(self, port, command, arguments):
        if port == 5567:
            raise LocalProtocolError("publish/subscribe has no way back")
        return await super().command(port, command, arguments)


@pytest.fixture
def engine(qapp, manual_clock):
    return Cameras(manual_clock)


@pytest.fixture
def window(window, engine, tmp_path):
    window.presenters = presenters_for(window, engine, saver=SnapshotSaver(str(tmp_path)))
    window.show()
    engine.tell(status_with_report(report_of()), status_with_report(report_of(), 5567))
    window.wall.select("5566")
    return window


@pytest.fixture
def controls(window, qtbot):
    window.actions_table["controls"].trigger()
    qtbot.waitUntil(window.controls.isVisible)
    return window.controls


def quality(controls):
    return controls.list.rows["quality"]


def test_the_key_shows_the_controls_of_the_selected_camera(window, controls):
    assert controls.title() == "Controls: Gate"
    window.wall.select("5567")
    assert controls.title() == "Controls: Port 5567"


def test_a_setting_is_sent_and_its_answer_shown(controls, engine, qtbot):
    quality(controls).editor.widget.setValue(20)
    qtbot.waitUntil(lambda: engine.commands == [(5566, "set", {"name": "quality", "value": 20})])
    assert quality(controls).is_pending()
    engine.answer(refused="it is asleep")
    qtbot.waitUntil(lambda: quality(controls).words() == "Refused: it is asleep")
    assert quality(controls).editor.widget.value() == 85


def test_while_one_is_on_its_way_only_the_newest_waits(controls, engine, qtbot, manual_clock):
    for value in (20, 30, 40):
        quality(controls).editor.widget.setValue(value)
    qtbot.waitUntil(lambda: len(engine.commands) == 1)
    manual_clock.advance(1.0)
    engine.answer(20)
    qtbot.waitUntil(lambda: len(engine.commands) == 2)
    assert engine.commands[1] == (5566, "set", {"name": "quality", "value": 40})


def test_what_cannot_be_sent_is_told_beside_the_setting(window, controls, qtbot):
    window.wall.select("5567")
    quality(controls).editor.widget.setValue(20)
    words = "Refused: publish/subscribe has no way back"
    qtbot.waitUntil(lambda: quality(controls).words() == words)
    assert not quality(controls).is_pending()


def test_a_camera_shows_which_one_it_is(window, engine, qtbot):
    window.actions_table["identify"].trigger()
    qtbot.waitUntil(lambda: engine.commands == [(5566, "identify", {})])


def test_a_refusal_is_told_where_the_controls_are_not_seen(window, engine, qtbot):
    window.controls.hide()
    window.actions_table["identify"].trigger()
    qtbot.waitUntil(lambda: len(engine.commands) == 1)
    engine.answer(refused="it is asleep")
    qtbot.waitUntil(lambda: window.toast.words() == "Gate: it is asleep")


def test_what_a_camera_does_not_offer_is_told_at_once(window, engine):
    engine.tell(status_with_report(report_of(commands=("set",))))
    window.actions_table["identify"].trigger()
    assert window.toast.words() == "Gate does not offer that."
    assert engine.commands == []


def test_a_still_is_saved_untouched(controls, engine, qtbot, tmp_path):
    jpeg = simplejpeg.encode_jpeg(np.zeros((72, 128, 3), np.uint8), 90, "BGR")
    controls.commands.still.click()
    qtbot.waitUntil(lambda: engine.commands == [(5566, "still", {})])
    engine.answer(True, still=jpeg)
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.jpg"))) == 1)
    (path,) = tmp_path.glob("*.jpg")
    assert jpeg[2:] in path.read_bytes()
    assert path.name.startswith("Gate ")
    assert controls.commands.words() == "The still is there"


def test_a_lock_takes_the_controls_away_and_gives_them_back(window, controls):
    lock = window.presenters.lock.lock
    lock.set_pin("kept")
    lock.lock()
    assert not controls.list.isEnabled()
    lock.unlock()
    assert controls.list.isEnabled()
