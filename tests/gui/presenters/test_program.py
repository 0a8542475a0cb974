from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QDialog, QMainWindow

from gui.actions.table import ALL_ACTIONS, Actions
from gui.background.tasks import Tasks
from gui.event_log.section import EventLog
from gui.presenters import program as program_module
from gui.presenters.program import ProgramPresenter
from gui.program.keep_awake import KeepAwake
from gui.settings.holder import SettingsHolder
from gui.settings.schema import ProgramSettings, Settings
from gui.wall.video_wall import VideoWall
from netgear_engine.protocol.port_state import PortState
from tests.gui.program.test_keep_awake import NotingAwake
from tests.support.fake_engine import FakeEngine
from tests.support.synthetic import picture_of, status_of


@pytest.fixture
def made(qtbot, manual_clock):
    """The presenter with the areas it needs, in a window of their own."""
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, ALL_ACTIONS)
    wall = VideoWall(clock=manual_clock, feed=FakeEngine(manual_clock).feed, command_for=str)
    window.setCentralWidget(wall)
    event_log = EventLog(manual_clock)
    qtbot.addWidget(event_log)
    holder, awake, warned = SettingsHolder(Settings()), NotingAwake(), []
    presenter = ProgramPresenter(
        command=["monitor"],
        holder=holder,
        wall=wall,
        event_log=event_log,
        actions=actions,
        tasks=Tasks(warned.append),
        parent=window,
        keep_awake=KeepAwake(awake),
    )
    window.show()
    yield SimpleNamespace(
        window=window,
        wall=wall,
        event_log=event_log,
        actions=actions,
        holder=holder,
        awake=awake,
        presenter=presenter,
    )
    assert warned == []


def test_help_opens_by_key(made):
    for action, title in (("shortcuts", "Keys"), ("about", "About NetGear Monitor")):
        made.actions[action].trigger()
        found = [d for d in made.window.findChildren(QDialog) if d.windowTitle() == title]
        assert [one.isVisible() for one in found] == [True]
        found[0].reject()


def test_the_operator_ends_the_program(made, qtbot):
    with qtbot.waitSignal(made.presenter.quit_wanted):
        made.actions["quit"].trigger()


@pytest.mark.parametrize(
    ("state", "wanted", "held"),
    [
        (PortState.LIVE, True, True),
        (PortState.LOST, True, True),
        (PortState.WAITING, True, False),
        (PortState.ENDED, True, False),
        (PortState.LIVE, False, False),
    ],
)
def test_the_screen_stays_awake_while_there_is_something_to_see(
    made, manual_clock, state, wanted, held
):
    made.holder.replace(program=ProgramSettings(keep_awake=wanted))
    made.wall.set_keys(["5566"])
    made.wall.set_statuses({"5566": status_of(5566, state=state)}, 0.0)
    made.wall.show_picture("5566", picture_of(received_at=manual_clock.monotonic()))
    made.wall.judge_all()
    assert made.presenter.awake.is_held == held
    made.presenter.awake.release()
    assert made.awake.calls == (["hold", "release"] if held else [])


def test_starting_with_the_computer_is_switched_in_a_thread(made, qtbot, monkeypatch):
    done = []

    def set_autostart(wanted, command):
        done.append((wanted, command))
        return "" if wanted else "the disk is full"

    monkeypatch.setattr(program_module, "set_autostart", set_autostart)
    made.holder.replace(program=ProgramSettings(autostart=True))
    qtbot.waitUntil(lambda: len(done) == 1)
    made.holder.replace(program=ProgramSettings(autostart=False))
    qtbot.waitUntil(lambda: made.event_log.model.rowCount() == 1)
    assert done == [(True, ["monitor"]), (False, ["monitor"])]


def test_what_is_switched_on_and_off_at_once_ends_as_it_was_left(made, qtbot, monkeypatch):
    done = []
    monkeypatch.setattr(
        program_module, "set_autostart", lambda wanted, _command: done.append(wanted) or ""
    )
    for wanted in (True, False, True):
        made.holder.replace(program=ProgramSettings(autostart=wanted))
    qtbot.waitUntil(lambda: done == [True])
    qtbot.stays_true(lambda: done == [True], 50)
