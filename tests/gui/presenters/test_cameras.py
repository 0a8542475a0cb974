"""Cameras that come, change and go while the window is open: a real engine, real senders."""

import socket

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gui.cameras.entry import CameraEntry
from gui.cameras.key import key_of_port
from gui.settings.camera_changes import with_camera, without_camera
from gui.settings.schema import LookSettings, ProgramSettings, Settings
from gui.wall.placement import Display
from gui.wall.tile.state import Condition
from tests.support.camera_window import HOST, camera_window
from tests.support.free_ports import free_ports
from tests.support.raw_peers import RawSender
from tests.support.waiting import wait_until
from tests.support.wire import jpeg_frame, stock_goodbye


@pytest.fixture
def ports():
    return free_ports(2)


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def test_a_camera_is_watched_as_soon_as_it_is_in_the_settings(qtbot, ports):
    first, second = ports
    with camera_window(qtbot, Settings(ports=str(second), listen=HOST)) as opened:
        opened.wait_for_ports(second)
        camera = CameraEntry(key_of_port(first), "Front gate")
        opened.settings.take(with_camera(opened.settings.settings, camera))
        opened.wait_for_ports(first, second)
        assert opened.window.wall.tile(key_of_port(first)).face.name == "Front gate"
        with RawSender(first) as sender:
            sender.exchange(jpeg_frame())
            opened.wait_for_condition(first, Condition.LIVE)


def test_a_camera_that_is_removed_leaves_its_port_free_and_can_come_back(qtbot, ports):
    first, second = ports
    with camera_window(qtbot, Settings(ports=f"{first},{second}", listen=HOST)) as opened:
        opened.wait_for_ports(first, second)
        with RawSender(second) as sender:
            sender.exchange(jpeg_frame())
            opened.wait_for_condition(second, Condition.LIVE)
        settings = opened.settings.settings
        opened.settings.take(without_camera(settings, key_of_port(second)))
        opened.wait_for_ports(first)
        wait_until(lambda: is_free(second))
        opened.settings.take(settings)
        opened.wait_for_ports(first, second)
        assert opened.window.wall.tile(key_of_port(second)).state.condition is Condition.WAITING
        assert opened.window.wall.tile(key_of_port(second)).picture is None, "nothing old is shown"
        with RawSender(second) as sender:
            sender.exchange(jpeg_frame(2))
            opened.wait_for_condition(second, Condition.LIVE)


def test_a_camera_removed_and_added_again_at_once_is_seen_again(qtbot, ports):
    port, key = ports[0], key_of_port(ports[0])
    with camera_window(qtbot, Settings(ports=str(port), listen=HOST)) as opened:
        opened.wait_for_ports(port)
        with RawSender(port) as sender:
            sender.exchange(jpeg_frame())
            opened.wait_for_condition(port, Condition.LIVE)
        settings, shown = opened.settings.settings, []
        opened.settings.take(without_camera(settings, key))
        opened.settings.take(settings)
        opened.engine.picture_ready.connect(shown.append)
        with RawSender(port) as sender:

            def is_seen():
                # What is said to a port that just ends is lost: who gets no answer speaks again.
                sender.send(jpeg_frame(1))
                sender.socket.poll(500)
                return bool(shown)

            qtbot.waitUntil(is_seen)
        assert set(shown) == {port}


def test_names_and_displays_follow_the_settings(qtbot, ports):
    first, second = ports
    with camera_window(qtbot, Settings(ports=f"{first},{second}", listen=HOST)) as opened:
        opened.wait_for_ports(first, second)
        wall = opened.window.wall
        camera = CameraEntry(key_of_port(first), "Gate", rotation=90, mirrored=True)
        opened.settings.take(with_camera(opened.settings.settings, camera))
        assert wall.tile(key_of_port(first)).face.name == "Gate"
        assert wall.tile(key_of_port(first)).face.display == Display("fit", 90, mirrored=True)
        opened.settings.replace(look=LookSettings(fitting="fill"))
        assert wall.tile(key_of_port(second)).face.display == Display("fill")
        further = opened.presenters.windows.open()
        qtbot.waitUntil(lambda: key_of_port(first) in further.wall.arrangement.keys)
        assert further.wall.tile(key_of_port(first)).face.display == Display(
            "fill", 90, mirrored=True
        )


@pytest.mark.parametrize("wanted", [True, False])
def test_the_program_ends_with_its_last_camera_when_that_is_wished(qtbot, ports, wanted):
    program = ProgramSettings(quit_when_all_have_left=wanted)
    settings = Settings(ports=f"{ports[0]},{ports[1]}", listen=HOST, program=program)
    with camera_window(qtbot, settings) as opened, RawSender(ports[0]) as sender:
        opened.wait_for_ports(*ports)
        sender.exchange(jpeg_frame())
        opened.wait_for_condition(ports[0], Condition.LIVE)
        sender.exchange([stock_goodbye()])
        opened.wait_for_condition(ports[0], Condition.ENDED)
        if wanted:
            qtbot.waitUntil(lambda: not opened.window.isVisible())
        else:
            qtbot.stays_true(opened.window.isVisible, 600)


def test_an_empty_wall_offers_the_next_step(qtbot):
    with camera_window(qtbot, Settings(ports="", listen=HOST)) as opened:
        empty = opened.window.wall.when_empty
        assert empty.isVisible()
        port = free_ports(1)[0]
        changed = msgspec.structs.replace(opened.settings.settings, ports=str(port))
        opened.settings.take(changed)
        opened.wait_for_ports(port)
        assert not empty.isVisible()


def test_groups_come_from_the_settings_and_follow_them(qtbot, ports):
    cameras = tuple(
        CameraEntry(key_of_port(port), group=group)
        for port, group in zip(ports, ("Yard", ""), strict=True)
    )
    with camera_window(qtbot, Settings(ports="", listen=HOST, camera=cameras)) as opened:
        opened.wait_for_ports(*ports)
        model = opened.window.cameras.model
        qtbot.waitUntil(lambda: model.rowCount() == 4)
        assert [model.index(0).data(), model.row_of(("No group",)) > 0] == ["Yard", True]
        opened.settings.replace(camera=(CameraEntry(cameras[0].key), cameras[1]))
        assert model.row_of(("No group",)) == -1


def test_f2_names_the_selected_camera_everywhere_and_in_the_settings(qtbot, ports):
    first, second = map(key_of_port, ports)
    cameras = (CameraEntry(first, "Front gate"), CameraEntry(second, group="Yard"))
    with camera_window(qtbot, Settings(ports="", listen=HOST, camera=cameras)) as opened:
        window = opened.window
        opened.wait_for_ports(*ports)
        window.wall.select(first)
        window.activateWindow()
        window.actions_table["rename"].trigger()
        (editor,) = window.cameras.view.findChildren(QLineEdit)
        editor.setText("Main gate")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: opened.settings.settings.of_camera(first).name == "Main gate")
        model = window.cameras.model
        assert model.row(model.index(model.row_of(first))).name == "Main gate"
        assert window.names.of(first) == "Main gate"
        assert opened.settings.settings.of_camera(second) == cameras[1], "nothing else has changed"


def test_nothing_is_renamed_while_nothing_may_be_changed(qtbot, ports):
    with camera_window(qtbot, Settings(ports=str(ports[0]), listen=HOST)) as opened:
        opened.wait_for_ports(ports[0])
        opened.window.actions_table.set_changeable(False)
        opened.window.actions_table["rename"].trigger()
        assert opened.window.cameras.view.findChildren(QLineEdit) == []
