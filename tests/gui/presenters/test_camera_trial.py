from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMainWindow

from gui.cameras.verdict import Verdict
from gui.dialogs.add_camera import AddCamera
from gui.presenters.camera_trial import CameraTrial
from gui.presenters.pictures import PicturesPresenter
from netgear_engine.events import BadInput
from netgear_engine.protocol.port_state import PortState
from tests.support.fake_engine import FakeEngine
from tests.support.synthetic import status_of

PORT = 5566


@pytest.fixture
def made(qtbot, manual_clock):
    """A test of a port's camera; the port is watched when it is in `watched`."""
    window = QMainWindow()
    qtbot.addWidget(window)
    engine = FakeEngine(manual_clock)
    pictures = PicturesPresenter(engine=engine, parent=window)
    dialog = AddCamera(
        window,
        port=PORT,
        groups=(),
        command_for=str,
        taken=lambda _port: "",
        painted=engine.feed.painted,
    )
    watched = set()

    def begin():
        return CameraTrial(
            PORT,
            dialog,
            engine=engine,
            pictures=pictures,
            clock=manual_clock,
            host="192.168.1.20",
            is_watched=lambda: PORT in watched,
        )

    return SimpleNamespace(
        window=window, engine=engine, dialog=dialog, watched=watched, begin=begin
    )


def title(made):
    return made.dialog.connection.finding.title


def test_a_port_is_on_trial_until_the_test_ends_and_then_free(made):
    trial = made.begin()
    assert (made.engine.ports, made.engine.on_trial) == ([PORT], {PORT})
    assert made.engine.removed == []
    trial.end()
    assert made.engine.removed == [PORT]
    assert made.engine.sizes[PORT] is None, "nothing is decoded for it any more"


def test_a_port_that_is_watched_anyway_is_only_looked_at(made):
    made.watched.add(PORT)
    trial = made.begin()
    trial.end()
    assert (made.engine.ports, made.engine.removed) == ([], [])


def test_a_port_that_became_a_camera_s_is_kept(made):
    trial = made.begin()
    made.watched.add(PORT)
    trial.end()
    assert made.engine.removed == []


def test_what_comes_is_judged_again_and_again(made, qtbot, manual_clock):
    trial = made.begin()
    assert title(made) == "Opening the port"
    made.engine.tell(status_of(PORT, state=PortState.WAITING, connected=0))
    qtbot.waitUntil(lambda: title(made) == f"Listening on port {PORT}")
    manual_clock.advance(5)
    qtbot.waitUntil(lambda: title(made) == f"Nothing received on port {PORT} yet")
    assert "192.168.1.20" in made.dialog.connection.finding.advice[2]
    made.engine.trial_event.emit(BadInput(PORT, 0.0, "no header", 1))
    qtbot.waitUntil(lambda: "cannot be used: no header" in title(made))
    manual_clock.advance(3)
    made.engine.tell(status_of(PORT))
    made.engine.send_picture(PORT)
    qtbot.waitUntil(lambda: made.dialog.connection.finding.verdict is Verdict.WORKS)
    made.engine.send_picture(PORT)
    assert made.dialog.connection.thumbnail.accessibleDescription() == ""
    trial.end()


def test_another_port_s_trouble_is_not_this_one_s(made, qtbot):
    trial = made.begin()
    made.engine.tell(status_of(PORT, state=PortState.WAITING, connected=0))
    made.engine.happen(BadInput(PORT + 1, 0.0, "no header", 1))
    qtbot.waitUntil(lambda: title(made) == f"Listening on port {PORT}")
    trial.end()
