"""A node obeys its operator: real processes, commanded through the receive engine."""

import json

import numpy as np
import pytest
import simplejpeg

from netgear_engine.protocol.port_state import PortState
from tests.support.node_watcher import NodeWatcher, shades
from tests.support.running_server import RunningServer
from tests.support.waiting import wait_until

pytestmark = pytest.mark.end_to_end


def node(port, state_folder, *arguments, size="640x360", host="127.0.0.1"):
    return RunningServer(
        *("--connect", f"{host}:{port}", "--source", "test-pattern", "--size", size),
        *("--fps", "20"),
        *("--name", "Front gate", "--state-folder", state_folder, *arguments),
    )


@pytest.fixture
def desk():
    with NodeWatcher(size=(640, 360)) as desk:
        yield desk


def picture_now(desk):
    """Return the shades of a picture that was made after this call."""
    return shades(desk.wait_for_pictures(8))


def is_upside_down(now, before):
    """Tell by the sky, which is brighter than the ground, as the flip puts it."""
    return np.abs(now[::-1] - before).mean() < np.abs(now - before).mean() / 2


def test_settings_change_the_picture_and_are_there_again_after_a_restart(tmp_path):
    with NodeWatcher(size=(640, 360)) as desk, node(desk.port, tmp_path) as server:
        report = desk.wait_for_report()
        assert report.values == {"size": [640, 360], "fps": 20.0, "quality": 85, "flip": "none"}
        assert report.controls["quality"].maximum == 100
        before = picture_now(desk)
        bytes_before = len(desk.wait_for_pictures().frame.payload)

        answer = desk.set("flip", "vertical")
        assert (answer.result.requested, answer.result.applied) == ("vertical", "vertical")
        assert is_upside_down(picture_now(desk), before)

        assert desk.set("quality", 10).result.applied == 10
        assert len(desk.wait_for_pictures(8).frame.payload) < bytes_before / 2

        assert desk.set("size", [320, 180]).result.applied == [320, 180]
        desk.wait_for_size(320, 180)
        desk.wait_for_value("size", [320, 180])
        assert server.end()[0] == 0
        assert server.errors == []
    (kept,) = tmp_path.iterdir()
    assert json.loads(kept.read_text())["settings"] == {
        "flip": "vertical",
        "quality": 10,
        "size": [320, 180],
    }
    with NodeWatcher(desk.port, (640, 360)) as desk, node(desk.port, tmp_path):
        assert desk.wait_for_pictures().source_size == (320, 180)
        assert is_upside_down(picture_now(desk), before)
        values = desk.wait_for_report().values
        assert (values["flip"], values["quality"]) == ("vertical", 10)
        assert desk.set("size", [640, 360]).result.applied == [640, 360]
        desk.wait_for_size(640, 360)


def test_what_is_not_allowed_is_refused_and_nothing_changes(desk, tmp_path):
    with node(desk.port, tmp_path):
        before = desk.wait_for_report()
        refusals = {
            desk.set("quality", 101).result.refused: "quality is 1 to 100, not 101",
            desk.set("quality", "50").result.refused: "quality is a whole number 1 to 100, not",
            desk.set("quality", True).result.refused: "quality is a whole number 1 to 100, not",
            desk.set("size", [1280, 720]).result.refused: "size is",
            desk.set("fps", 21).result.refused: "fps is 0.01 to 20, not 21",
            desk.set("flip", "sideways").result.refused: "flip is one of none, horizontal",
            desk.set("Brightnes", 0.5).result.refused: "unknown control 'Brightnes'",
            desk.command("explode").result.refused: "unknown command 'explode'",
            desk.command("still", size=1).result.refused: "still takes nothing",
        }
        for refusal, expected in refusals.items():
            assert refusal.startswith(expected)
        desk.wait_for_pictures(5)
        assert desk.status.report == before
        assert desk.status.size == (640, 360)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "flags", "reason"),
    [
        ("127.0.0.1", ["--no-allow-commands"], "--no-allow-commands"),
        # To Linux it is this computer as well, but not to whoever reads the address.
        ("0.0.0.0", [], "are not allowed in the clear"),
        ("0.0.0.0", ["--allow-commands"], ""),
    ],
)
def test_commands_are_for_those_that_the_configuration_allows(desk, tmp_path, host, flags, reason):
    with node(desk.port, tmp_path, *flags, host=host):
        desk.wait_for_pictures()
        answer = desk.set("quality", 10)
        assert (answer.result.applied == 10) is (reason == "")
        assert reason in answer.result.refused
    assert len(list(tmp_path.iterdir())) == (1 if reason == "" else 0)


def test_a_still_has_the_full_resolution_and_is_no_part_of_the_video(tmp_path):
    with NodeWatcher(size=(160, 90)) as desk, NodeWatcher(size=(160, 90)) as hall:
        other = ("--connect", f"127.0.0.1:{hall.port}")
        with node(desk.port, tmp_path, *other, size="1280x720"):
            desk.wait_for_size(160, 90)
            answer = desk.command("still")
            assert answer.result.refused == ""
            height, width, _, _ = simplejpeg.decode_jpeg_header(answer.still)
            assert (width, height) == (1280, 720)
            desk.wait_for_pictures(3)
            assert desk.status.size == (160, 90)
            assert hall.recorder.events(type(answer)) == []


def test_the_operator_sees_which_camera_it_is(desk, tmp_path):
    with node(desk.port, tmp_path):
        desk.wait_for_report()
        before = desk.wait_for_pictures(2).pixels.astype(int)
        assert desk.command("identify", seconds=1).result.applied == 1.0

        def difference():
            return np.abs(desk.wait_for_pictures().pixels.astype(int) - before).mean()

        marked = wait_until(lambda: (now := difference()) > 10 and now)
        wait_until(lambda: difference() < marked / 2, what="the end of the mark")


def test_the_camera_and_its_process_can_be_restarted(desk, tmp_path):
    with node(desk.port, tmp_path) as server:
        assert desk.set("flip", "vertical").result.applied == "vertical"
        before = picture_now(desk)
        for command in ("restart_camera", "restart_process"):
            assert desk.command(command).result.applied is True
            desk.wait_for_pictures(10)
            desk.wait_for_state(PortState.LIVE)
            assert not is_upside_down(picture_now(desk), before)
        assert desk.set("quality", 30).result.applied == 30
        assert server.end()[0] == 0
