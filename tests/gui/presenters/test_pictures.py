import pytest

from gui.presenters.pictures import PicturesPresenter
from gui.wall.placement import AS_IT_IS, NO_ZOOM
from gui.wall.sight import Sight
from gui.wall.tile.state import Condition
from gui.wall.video_wall import VideoWall
from tests.support.synthetic import picture_of, status_of


def sight(width, height):
    return Sight((width, height), 1.0, AS_IT_IS, NO_ZOOM)


@pytest.fixture
def walls(qtbot, engine, manual_clock):
    """A small wall and a large one, both of which show port 5566."""
    made = []
    for size in ((324, 204), (1284, 724)):
        wall = VideoWall(clock=manual_clock, feed=engine.feed, command_for=str)
        qtbot.addWidget(wall)
        wall.resize(*size)
        wall.set_keys(["5566"])
        made.append(wall)
    return made


@pytest.fixture
def pictures(engine, walls):
    pictures = PicturesPresenter(engine=engine, parent=engine)
    for wall in walls:
        pictures.add(wall)
    return pictures


def test_a_camera_on_two_walls_is_decoded_at_the_larger_size(pictures, engine, walls, qtbot):
    walls[0].show()
    qtbot.waitUntil(lambda: engine.shown[-1:] == [(5566, (316, 196))])
    walls[1].show()
    qtbot.waitUntil(lambda: engine.shown[-1:] == [(5566, (1276, 716))])
    walls[1].hide()
    qtbot.waitUntil(lambda: engine.shown[-1:] == [(5566, (316, 196))])
    walls[0].hide()
    qtbot.waitUntil(lambda: engine.shown[-1:] == [(5566, None)])


def test_each_picture_reaches_every_wall(pictures, engine, walls, qtbot, manual_clock):
    for wall in walls:
        wall.show()
        wall.set_statuses({"5566": status_of()})
    engine.feed.put(picture_of(5566, received_at=manual_clock.monotonic()))
    engine.picture_ready.emit(5566)
    for wall in walls:
        wall.judge_all()
        assert wall.tile("5566").state.condition is Condition.LIVE


def test_a_wall_that_is_removed_wants_nothing_any_more(pictures, engine, walls, qtbot):
    walls[1].show()
    qtbot.waitUntil(lambda: engine.shown[-1:] == [(5566, (1276, 716))])
    pictures.remove(walls[1])
    assert engine.shown[-1] == (5566, None)
    walls[1].sights_changed.emit({"5566": sight(1276, 716)})
    assert engine.shown[-1] == (5566, None)


def test_the_engine_is_told_once_until_it_has_forgotten(pictures, engine, walls, qtbot):
    pictures.remove(walls[1])
    walls[0].show()
    qtbot.waitUntil(lambda: (5566, (316, 196)) in engine.shown)
    engine.shown.clear()
    walls[0].sights_changed.emit({"5566": sight(316, 196), "5567": None})
    assert engine.shown == [(5567, None)]
    pictures.ask_anew("5566")
    assert engine.shown == [(5567, None), (5566, (316, 196))]
    walls[0].sights_changed.emit({"5567": None})
    assert engine.shown[-1] == (5566, None), "nothing is decoded for a camera that is gone"
    walls[0].sights_changed.emit({"5566": None, "5567": None})
    assert engine.shown[2:] == [(5566, None)] * 2, "one that comes again may be on a hidden page"
