import numpy as np
import pytest
import simplejpeg
from PySide6.QtCore import Qt

from netgear_engine.events import SenderConnected
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import Health
from tests.gui.whole_window import whole_window
from tests.support.camera_report import answer_of, report_of, status_with_report
from tests.support.synthetic import picture_of, status_of


@pytest.fixture
def made(qtbot, tmp_path, manual_clock):
    with whole_window(qtbot, tmp_path, clock=manual_clock) as opened:
        opened.commands = []

        def command(port, name, arguments):
            if port == 5567:
                raise LocalProtocolError("publish/subscribe has no way back")
            opened.commands.append((port, name, dict(arguments)))
            return f"id{len(opened.commands)}"

        opened.engine.command = command
        opened.tell(
            status_with_report(report_of(), size=(640, 360)),
            status_with_report(report_of(), 5567, size=(1280, 720)),
        )
        opened.window.wall.select("5566")
        yield opened


def answer(made, *arguments, **facts):
    made.engine.command_answered.emit(answer_of(*arguments, **facts))


def show_picture(made, port, clock):
    now = clock.monotonic()
    made.window.wall.show_picture(str(port), picture_of(port, received_at=now, wall=clock.wall()))
    made.window.wall.judge_all()


def saved(tmp_path):
    """Return the pictures that are written to the end."""
    return sorted(path for path in tmp_path.glob("*.*") if path.stat().st_size)


def test_the_key_shows_the_controls_of_the_selected_camera(made, qtbot):
    made.trigger("controls")
    controls = made.window.controls
    qtbot.waitUntil(controls.isVisible)
    assert controls.title() == "Controls: Port 5566"
    controls.list.rows["quality"].editor.widget.setValue(20)
    assert made.commands == [(5566, "set", {"name": "quality", "value": 20})]
    answer(made, "id1", refused="it is asleep")
    assert controls.list.rows["quality"].words() == "Refused: it is asleep"
    made.window.wall.select("5567")
    controls.list.rows["quality"].editor.widget.setValue(20)
    said = controls.list.rows["quality"].words()
    assert said == "Refused: publish/subscribe has no way back"


def test_a_camera_shows_which_one_it_is(made):
    made.trigger("identify")
    assert made.commands == [(5566, "identify", {})]


def test_a_still_is_saved_untouched(made, qtbot, tmp_path):
    jpeg = simplejpeg.encode_jpeg(np.zeros((72, 128, 3), np.uint8), 90, "BGR")
    made.trigger("controls")
    made.window.controls.commands.still.click()
    answer(made, "id1", True, command="still", still=jpeg)
    qtbot.waitUntil(lambda: len(saved(tmp_path)) == 1)
    assert jpeg[2:] in saved(tmp_path)[0].read_bytes()
    assert saved(tmp_path)[0].name.startswith("Port 5566 ")


def test_a_snapshot_of_a_reduced_stream_asks_for_the_whole_picture(
    made, qtbot, tmp_path, manual_clock
):
    jpeg = simplejpeg.encode_jpeg(np.zeros((720, 1280, 3), np.uint8), 90, "BGR")
    show_picture(made, 5566, manual_clock)
    made.trigger("snapshot")
    assert made.commands == [(5566, "still", {})]
    assert saved(tmp_path) == []
    answer(made, "id1", True, command="still", still=jpeg)
    qtbot.waitUntil(lambda: len(saved(tmp_path)) == 1)
    assert jpeg[2:] in saved(tmp_path)[0].read_bytes()


def test_a_snapshot_without_a_still_in_time_is_the_frame_as_received(
    made, qtbot, tmp_path, manual_clock
):
    show_picture(made, 5566, manual_clock)
    made.trigger("snapshot")
    answer(made, "id1", refused="it is asleep", command="still")
    qtbot.waitUntil(lambda: len(list(tmp_path.iterdir())) == 1)


def test_a_full_stream_is_saved_as_received_at_once(made, qtbot, tmp_path, manual_clock):
    made.tell(status_with_report(report_of(), size=(1280, 720)))
    show_picture(made, 5566, manual_clock)
    made.trigger("snapshot")
    qtbot.waitUntil(lambda: len(list(tmp_path.iterdir())) == 1)
    assert made.commands == []


def test_a_lock_takes_the_controls_away_and_gives_them_back(made):
    lock = made.connections.lock.lock
    lock.set_pin("kept")
    lock.lock()
    made.trigger("controls")
    assert not made.window.controls.list.isEnabled()
    lock.unlock()
    assert made.window.controls.list.isEnabled()


def test_details_and_diagnostics_say_the_same(made, qtbot, manual_clock):
    """Two panels never disagree on a camera's state: both ask the tile."""
    made.engine.event_happened.emit(SenderConnected(5566, manual_clock.wall()))
    made.tell(status_of(5566, received=5, health=Health(temperature_c=61.0)))
    show_picture(made, 5566, manual_clock)
    made.trigger("details")
    details, diagnostics = made.window.details, made.connections.details.diagnostics
    qtbot.waitUntil(lambda: "connected" in details.text())
    qtbot.mouseClick(made.window.status_bar, Qt.MouseButton.LeftButton)
    assert diagnostics.isVisible()
    diagnostics.close()
    made.trigger("diagnostics")
    assert diagnostics.isVisible()
    line = diagnostics.model.lines[0]
    look = made.window.wall.tile("5566").state.look.value
    assert look in details.text() and look in [cell.words for cell in line.cells]
    assert "61 °C" in details.text() and "61 °C" in diagnostics.csv()
    made.window.close()
    assert not diagnostics.isVisible()


def test_nothing_is_gathered_for_what_nobody_sees(made):
    made.window.details.hide()
    before = made.window.details.text()
    made.connections.details._show()
    assert made.window.details.text() == before
    assert made.connections.details.diagnostics.model.lines == []
