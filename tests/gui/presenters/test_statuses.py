import pytest

from gui.cameras.names import CameraNames
from gui.presenters.pictures import PicturesPresenter
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.cameras.section import Cameras
from gui.side_panel.messages.section import Messages
from gui.wall.tile.state import Condition
from gui.wall.video_wall import VideoWall
from gui.window.status_bar import StatusBar
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from tests.support.fake_engine import FakeEngine
from tests.support.synthetic import status_of


class Areas:
    """What the presenter works on."""

    def __init__(self, qtbot, clock):
        self.engine = FakeEngine(clock)
        self.walls = [self._wall(qtbot, clock) for _ in range(2)]
        self.cameras, self.messages, self.status_bar = Cameras(), Messages(clock), StatusBar(clock)
        for area in (self.cameras, self.messages, self.status_bar):
            qtbot.addWidget(area)
        self.pictures = PicturesPresenter(engine=self.engine, parent=self.engine)
        for wall in self.walls:
            self.pictures.add(wall)
        self.presenter = StatusesPresenter(
            engine=self.engine,
            pictures=self.pictures,
            wall=self.walls[0],
            cameras=self.cameras,
            messages=self.messages,
            status_bar=self.status_bar,
            names=CameraNames({"5566": "Front gate"}),
            clock=clock,
        )

    def _wall(self, qtbot, clock):
        wall = VideoWall(clock=clock, feed=self.engine.feed, command_for=str)
        qtbot.addWidget(wall)
        wall.resize(640, 360)
        wall.show()
        return wall

    def listed(self):
        model = self.cameras.model
        return [model.index(row).data() for row in range(model.rowCount())]


@pytest.fixture
def areas(qtbot, manual_clock):
    return Areas(qtbot, manual_clock)


def test_names_and_states_reach_every_area_at_once(areas):
    areas.engine.tell(
        status_of(5566, state=PortState.LOST, connected=0),
        status_of(5567, name="pi-2", state=PortState.WAITING, connected=0),
        status_of(5568, state=PortState.FAILED, connected=0),
    )
    assert areas.listed() == ["Front gate", "pi-2", "Port 5568"]
    words = [button.text() for button in areas.cameras.filters.buttons.values()]
    assert words == ["All 3", "Live 0", "Faulty 2", "Never 1"]
    assert "1 lost" in areas.status_bar.words() and "1 failed" in areas.status_bar.words()
    for wall in areas.walls:
        assert [wall.tile(key).face.name for key in ("5566", "5567")] == ["Front gate", "pi-2"]
        assert wall.tile("5566").state.condition is Condition.LOST


def test_the_first_camera_is_selected_until_the_operator_selects_another(areas):
    areas.engine.tell(status_of(5566), status_of(5567))
    assert areas.walls[0].arrangement.selected == "5566"
    areas.walls[0].select("5567")
    areas.engine.tell(status_of(5566), status_of(5567))
    assert areas.walls[0].arrangement.selected == "5567"


def test_who_hears_of_new_statuses_finds_the_tiles_not_yet_judged(areas):
    """What listeners set, displays and alarms, is there before the walls say what they see."""
    order = []
    areas.walls[0].states_changed.connect(lambda states: order.append(("judged", list(states))))

    def received():
        order.append(("received", areas.walls[0].arrangement.keys))

    areas.presenter.received.connect(received)
    areas.engine.tell(status_of(5566))
    assert order == [("received", ["5566"]), ("judged", ["5566"])]
    assert list(areas.presenter.statuses) == list(areas.presenter.latencies) == ["5566"]


def test_an_engine_that_is_silent_is_not_believed(areas):
    areas.engine.tell(status_of(5566))
    areas.engine.send_picture(5566)
    areas.walls[0].judge_all()
    assert "1 live" in areas.status_bar.words()
    areas.engine.silence = 6.0
    areas.engine.tell(status_of(5566))
    assert "0 live" in areas.status_bar.words() and "1 lost" in areas.status_bar.words()


def test_the_messages_know_who_has_a_way_back(areas):
    areas.engine.tell(status_of(5566), status_of(5567, pattern=Pattern.PUBLISH_SUBSCRIBE))
    areas.messages.show_camera("5566", "Front gate")
    assert areas.messages.reply_box.field.isEnabled()
    areas.messages.show_camera("5567", "pi-2")
    assert not areas.messages.reply_box.field.isEnabled()
