import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from gui.bridge.frame_image import FrameImage
from gui.look import theme
from gui.wall.placement import Display, Zoom
from gui.wall.tile.face import Room, TileFace
from gui.wall.tile.painter import TilePainter
from gui.wall.tile.pills import Pills
from gui.wall.tile.state import Condition, TileState
from tests.support.synthetic import picture_of

BLUE, GREEN, RED = 40, 120, 200


@pytest.fixture
def painter(qapp):
    return TilePainter()


def paint(painter, condition, size=(320, 180), words="WORDS", **facts):
    """Return what a tile with a one-coloured picture looks like."""
    state = TileState(condition, words, words, "")
    face = TileFace(state, "Front gate", image=FrameImage(picture_of(size=size).pixels), **facts)
    return paint_face(painter, face, size)


def paint_face(painter, face, size):
    image = QImage(QSize(*size), QImage.Format.Format_RGB32)
    brush = QPainter(image)
    painter.paint(brush, image.rect(), face, "5566")
    brush.end()
    return image


def middle(image):
    return image.pixelColor(image.width() // 2, image.height() // 2)


def colours(image):
    """Return the colours in the middle of the picture, where no overlay lies."""
    area = image.rect().adjusted(100, 60, -100, -60)
    return {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }


def test_words_are_laid_out_anew_only_when_they_change(painter, monkeypatch):
    drawn = []
    pill = Pills.pill
    monkeypatch.setattr(
        Pills, "pill", lambda pills, text, *a, **k: drawn.append(text) or pill(pills, text, *a, **k)
    )
    state = TileState(Condition.LIVE, "LIVE", "LIVE", "")
    face = TileFace(state, "Front gate", image=FrameImage(picture_of(size=(320, 180)).pixels))
    paint_face(painter, face, (320, 180))
    assert set(drawn) == {"LIVE", "Front gate"}
    drawn.clear()
    face.image = FrameImage(picture_of(size=(320, 180)).pixels)
    paint_face(painter, face, (320, 180))
    assert drawn == []
    face.name = "Car park"
    paint_face(painter, face, (320, 180))
    assert "Car park" in drawn
    drawn.clear()
    paint_face(painter, face, (400, 180))
    assert drawn, "there is room for more"


def test_a_live_picture_is_shown_as_it_is(painter):
    assert middle(paint(painter, Condition.LIVE)) == QColor(RED, GREEN, BLUE)
    assert colours(paint(painter, Condition.LIVE)) == {QColor(RED, GREEN, BLUE).name()}


@pytest.mark.parametrize(
    "condition",
    [Condition.LOST, Condition.ENDED, Condition.REJECTED, Condition.FAILED, Condition.FAULT],
)
def test_complaint_3_a_picture_that_is_over_stays_dim_and_hatched(painter, condition):
    image = paint(painter, condition)
    found = colours(image)
    assert QColor(RED, GREEN, BLUE).name() not in found
    assert len(found) >= 3, "a hatch has stripes"
    assert all(QColor(name).lightness() < 110 for name in found)


def test_an_ended_picture_has_no_colour_and_no_alarm(painter):
    found = [QColor(name) for name in colours(paint(painter, Condition.ENDED))]
    assert all(abs(colour.red() - colour.blue()) < 20 for colour in found)


def test_a_repeated_picture_is_hatched(painter):
    assert len(colours(paint(painter, Condition.REPEATING))) >= 3


@pytest.mark.parametrize(
    ("condition", "colour", "width"),
    [
        (Condition.SLOW, theme.DARK.caution, 1),
        (Condition.REPEATING, theme.DARK.caution, 2),
        (Condition.LOST, theme.DARK.alarm, 3),
        (Condition.FAULT, theme.DARK.alarm, 3),
    ],
)
def test_the_frame_tells_the_state(painter, condition, colour, width):
    image = paint(painter, condition)
    edge = [image.pixelColor(x, image.height() // 2).name().upper() for x in range(4)]
    assert edge[:width] == [colour] * width
    assert edge[width] != colour


def test_the_frame_of_a_stale_tile_is_dashed(painter):
    image = paint(painter, Condition.STALE)
    edge = {image.pixelColor(0, y).name().upper() for y in range(image.height())}
    assert theme.DARK.caution in edge
    assert len(edge) > 1


def test_the_selected_tile_keeps_its_state_s_frame_inside_the_selection_s(painter):
    image = paint(painter, Condition.LOST, selected=True)
    row = [image.pixelColor(x, image.height() // 2).name().upper() for x in range(8)]
    assert row[:2] == [theme.DARK.accent] * 2
    assert theme.DARK.alarm in row[2:]


def test_live_has_no_frame(painter):
    image = paint(painter, Condition.LIVE)
    assert image.pixelColor(0, 90) == QColor(RED, GREEN, BLUE)


def test_an_unacknowledged_alarm_darkens_its_frame_in_turn(painter):
    bright, dark = paint(painter, Condition.LOST), paint(painter, Condition.LOST, pulse=False)
    assert bright.pixelColor(0, 90).lightness() > dark.pixelColor(0, 90).lightness() + 40


def test_the_altered_picture_is_made_once(painter, monkeypatch):
    calls = []
    real = QImage.convertToFormat

    def count(*arguments):
        calls.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(QImage, "convertToFormat", count)
    face = TileFace(
        TileState(Condition.LOST, "LOST", "LOST", ""),
        "x",
        image=FrameImage(picture_of(size=(320, 180)).pixels),
    )
    for _ in range(5):
        paint_face(painter, face, (320, 180))
    assert len(calls) == 2


def test_the_name_and_the_state_show_on_the_smallest_tile(painter):
    plain = paint(painter, Condition.LIVE, size=(160, 90))
    assert plain.pixelColor(8, 8) != QColor(RED, GREEN, BLUE), "state at the top left"
    assert plain.pixelColor(8, 78) != QColor(RED, GREEN, BLUE), "name at the bottom left"


def test_overlays_give_way_in_order():
    sizes = [(480, 270), (240, 135), (200, 112), (160, 90)]
    rooms = [Room.of(*size) for size in sizes]
    assert [room.tools for room in rooms] == [True, False, False, False]
    assert [room.statistics for room in rooms] == [2, 1, 0, 0]
    assert [room.clock for room in rooms] == [True, True, True, False]


def test_the_bars_beside_a_picture_are_the_wall_s_colour(painter):
    face = TileFace(
        TileState(Condition.LIVE, "LIVE", "LIVE", ""),
        "x",
        image=FrameImage(picture_of(size=(100, 300)).pixels),
    )
    image = paint_face(painter, face, (320, 180))
    assert image.pixelColor(20, 90).name().upper() == theme.DARK.wall
    assert image.pixelColor(300, 90).name().upper() == theme.DARK.wall
    assert middle(image) == QColor(RED, GREEN, BLUE)


def quarters():
    """Return a face whose picture has another colour in each quarter."""
    picture = picture_of(size=(320, 180))
    pixels = picture.pixels
    pixels[:90, :160, :3] = (0, 0, 255)
    pixels[:90, 160:, :3] = (0, 255, 0)
    pixels[90:, :160, :3] = (255, 0, 0)
    pixels[90:, 160:, :3] = (255, 255, 255)
    return TileFace(
        TileState(Condition.LIVE, "LIVE", "LIVE", ""), "x", image=FrameImage(picture.pixels)
    )


def at(image, across, down):
    x, y = int(image.width() * across), int(image.height() * down)
    return image.pixelColor(x, y).name()


RED_, GREEN_, BLUE_, WHITE = "#ff0000", "#00ff00", "#0000ff", "#ffffff"


@pytest.mark.parametrize(
    ("display", "corners"),
    [
        (Display(), (RED_, GREEN_, BLUE_, WHITE)),
        (Display("stretch", mirrored=True), (GREEN_, RED_, WHITE, BLUE_)),
        (Display("stretch", 90), (BLUE_, RED_, WHITE, GREEN_)),
        (Display("stretch", 180), (WHITE, BLUE_, GREEN_, RED_)),
        (Display("stretch", 270), (GREEN_, WHITE, RED_, BLUE_)),
        (Display("stretch", 90, mirrored=True), (WHITE, GREEN_, BLUE_, RED_)),
    ],
)
def test_a_turned_picture_is_turned_and_never_mirrored_by_it(painter, display, corners):
    face = quarters()
    face.display = display
    image = paint_face(painter, face, (320, 180))
    places = [(0.4, 0.4), (0.6, 0.4), (0.4, 0.6), (0.6, 0.6)]
    assert tuple(at(image, *place) for place in places) == corners


def test_an_enlarged_picture_shows_the_part_in_the_middle_of_the_zoom(painter):
    face = quarters()
    face.zoom = Zoom(4.0, 0.2, 0.2)
    assert at(paint_face(painter, face, (320, 180)), 0.5, 0.5) == RED_
    face.zoom = Zoom(4.0, 0.8, 0.8)
    assert at(paint_face(painter, face, (320, 180)), 0.5, 0.5) == WHITE
    face.display = Display("fit", mirrored=True)
    assert at(paint_face(painter, face, (320, 180)), 0.5, 0.5) == BLUE_


def test_complaint_1_a_paused_picture_cannot_be_mistaken_for_live(painter):
    live, held = paint(painter, Condition.LIVE), paint(painter, Condition.PAUSED)
    assert middle(live) != middle(held)
    assert held.pixelColor(1, 90).name().upper() == theme.DARK.accent


def test_badges_stand_at_the_top_right_and_the_state_gives_way(painter):
    plain = paint(painter, Condition.LIVE)
    badged = paint(painter, Condition.LIVE, badges=("2.0×", "1 fps"))
    assert plain.pixelColor(310, 12) == QColor(RED, GREEN, BLUE)
    assert badged.pixelColor(310, 12) != QColor(RED, GREEN, BLUE)


@pytest.mark.parametrize("size", [(640, 360), (320, 180), (120, 80)])
@pytest.mark.parametrize("condition", [Condition.LIVE, Condition.MISSING])
def test_another_sender_on_the_port_is_told_in_the_colour_of_caution(painter, size, condition):
    def caution(intruder):
        state = TileState(condition, "WORDS", "WORDS", "", intruder=intruder)
        face = TileFace(state, "Front gate", image=FrameImage(picture_of(size=size).pixels))
        image = paint_face(painter, face, size)
        wanted = QColor(theme.colours().caution)
        return sum(image.pixelColor(x, y) == wanted for x in range(size[0]) for y in range(60))

    assert caution("Yard at 192.0.2.9") > 500
    assert caution("") == 0


def test_a_missing_camera_s_tile_shows_no_picture_from_before(painter):
    assert middle(paint(painter, Condition.MISSING)) == QColor(theme.colours().empty_tile)
