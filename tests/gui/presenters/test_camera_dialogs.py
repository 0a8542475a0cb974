"""Complaint 25: who adds a camera sees its picture, or within five seconds what is wrong."""

import socket
from contextlib import contextmanager

import pytest
import zmq
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from gui.cameras.entry import CameraEntry
from gui.cameras.key import key_of_port
from gui.cameras.verdict import Verdict
from gui.dialogs.add_camera import AddCamera
from gui.dialogs.camera_settings import CameraSettingsDialog
from gui.settings.schema import Settings
from gui.wall.tile.state import Condition
from tests.support.camera_window import HOST, camera_window
from tests.support.free_ports import free_port, free_ports
from tests.support.keys import make_folders, make_stranger
from tests.support.manual_clock import ManualClock
from tests.support.raw_peers import RawSender, knocking
from tests.support.sending import sending
from tests.support.synthetic import picture_of
from tests.support.waiting import wait_until
from tests.support.wire import jpeg_frame, stock_header, undecodable_jpeg


@contextmanager
def adding(qtbot, port, **options):
    """Open the window and the dialog, with this port chosen."""
    settings = options.pop("settings", Settings(ports="", listen=HOST))
    with camera_window(qtbot, settings, **options) as opened:
        opened.window.actions_table["add_camera"].trigger()
        dialog = opened.window.findChild(AddCamera)
        dialog.port.setValue(port)
        qtbot.waitUntil(lambda: opened.engine.statuses().get(port) is not None)
        yield opened, dialog
        for left in opened.window.findChildren(AddCamera):
            left.reject()


def wait_for(qtbot, dialog, words, timeout=8000):
    qtbot.waitUntil(lambda: words in dialog.connection.finding.title, timeout=timeout)


def test_the_picture_is_seen_before_the_camera_is_added(qtbot):
    port = free_port()
    with adding(qtbot, port) as (opened, dialog), RawSender(port) as sender:
        sender.exchange(jpeg_frame())
        sender.exchange(jpeg_frame(1, message="hello"))
        qtbot.waitUntil(lambda: dialog.connection.finding.verdict is Verdict.WORKS)
        assert dialog.connection.thumbnail.accessibleDescription() == ""
        assert "64×48" in dialog.connection.finding.advice[0]
        assert opened.ports == [], "a camera on trial is on no wall"
        dialog.name.setText("Loading dock")
        dialog.add_button.click()
        assert opened.settings.settings.camera == (CameraEntry(key_of_port(port), "Loading dock"),)
        opened.wait_for_ports(port)
        sender.exchange(jpeg_frame(2))
        opened.wait_for_condition(port, Condition.LIVE)
        assert opened.window.wall.tile(key_of_port(port)).face.name == "Loading dock"
        assert opened.engine.statuses().get(port).connects == 1, "the connection was kept"


def test_cancel_frees_the_port_and_leaves_no_trace(qtbot):
    port = free_port()
    with adding(qtbot, port) as (opened, dialog):
        dialog.reject()
        qtbot.waitUntil(lambda: opened.engine.statuses().get(port) is None)
        assert opened.settings.settings.camera == ()
        assert opened.ports == []
        wait_until(lambda: can_listen(port))


def can_listen(port):
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def test_a_picture_that_was_on_its_way_at_the_end_finds_no_dialog(qtbot):
    port = free_port()
    with adding(qtbot, port) as (opened, dialog):
        dialog.reject()
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
        opened.engine.feed.put(picture_of(port))
        opened.engine.picture_ready.emit(port)
        assert opened.window.findChild(AddCamera) is None


def test_the_same_port_typed_again_stays_open(qtbot, monkeypatch):
    port, removed = free_port(), []
    with adding(qtbot, port) as (opened, dialog):
        monkeypatch.setattr(opened.engine, "remove_port", removed.append)
        with qtbot.waitSignal(dialog.port_chosen):
            dialog.port.setValue(port + 1)
            dialog.port.setValue(port)
        assert removed == []
        dialog.reject()
        assert removed == [port], "freed at once"


def test_another_port_frees_the_one_before(qtbot):
    first, second = free_ports(2)
    with adding(qtbot, first) as (opened, dialog):
        dialog.port.setValue(second)
        qtbot.waitUntil(lambda: opened.engine.statuses().get(second) is not None)
        qtbot.waitUntil(lambda: opened.engine.statuses().get(first) is None)


def test_a_port_in_use_is_told_at_once(qtbot):
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        holder.listen()
        port = holder.getsockname()[1]
        with adding(qtbot, port) as (_opened, dialog):
            wait_for(qtbot, dialog, f"Cannot listen: port {port} is in use", 2000)


def test_nothing_received_is_told_after_five_seconds(qtbot):
    clock, port = ManualClock(), free_port()
    with adding(qtbot, port, clock=clock) as (_opened, dialog):
        wait_for(qtbot, dialog, f"Listening on port {port}")
        qtbot.stays_true(lambda: dialog.connection.finding.title.startswith("Listening"), 300)
        clock.advance(5)
        wait_for(qtbot, dialog, f"Nothing received on port {port} yet", 2000)
        assert len(dialog.connection.finding.advice) == 3


def test_a_wrong_pattern_is_told(qtbot):
    port = free_port()
    with adding(qtbot, port) as (_opened, dialog), knocking(port, zmq.PUB):
        wait_for(qtbot, dialog, "Camera refused: the other end uses another pattern")


def test_a_refused_key_is_told(qtbot, tmp_path):
    port, folders = free_port(), make_folders(tmp_path)
    stranger = make_stranger(tmp_path / "stranger", folders)
    settings = Settings(ports="", listen=HOST, secure=2)
    options = {"settings": settings, "keys": folders.receiver_keys()}
    with adding(qtbot, port, **options) as (_opened, dialog), sending(port, keys=stranger):
        wait_for(qtbot, dialog, "Camera refused: the key is not accepted", 15_000)
        assert "--secure 2" in dialog.command.command()


@pytest.mark.parametrize(
    ("parts", "words"),
    [([b"hello"], "cannot be used"), ([stock_header(), undecodable_jpeg()], "cannot be used")],
)
def test_what_cannot_be_used_is_told(qtbot, parts, words):
    port = free_port()
    with adding(qtbot, port) as (_opened, dialog), RawSender(port, zmq.DEALER) as sender:
        sender.send(parts)
        wait_for(qtbot, dialog, words)
        assert dialog.connection.thumbnail.accessibleDescription().startswith("No ")


def test_a_port_that_is_watched_anyway_is_tested_and_given_a_name(qtbot):
    port = free_port()
    settings = Settings(ports=str(port), listen=HOST)
    with adding(qtbot, port, settings=settings) as (opened, dialog), sending(port):
        qtbot.waitUntil(lambda: dialog.connection.finding.verdict is Verdict.WORKS)
        dialog.reject()
        # It was watched before.
        qtbot.stays_true(lambda: opened.engine.statuses().get(port) is not None, 100)


def test_the_port_of_another_camera_is_refused_with_its_name(qtbot):
    port, other = free_ports(2)
    settings = Settings(ports="", listen=HOST, camera=(CameraEntry(key_of_port(other), "Gate"),))
    with adding(qtbot, port, settings=settings) as (_opened, dialog):
        dialog.port.setValue(other)
        title = dialog.connection.finding.title
        assert title == f"Port {other} has a camera already: Gate"


def test_settings_of_the_selected_camera_are_changed_and_it_is_removed(qtbot):
    port = free_port()
    with camera_window(qtbot, Settings(ports=str(port), listen=HOST)) as opened:
        opened.wait_for_ports(port)
        opened.window.actions_table["camera_settings"].trigger()
        dialog = opened.window.findChild(CameraSettingsDialog)
        dialog.name.setText("Gate")
        dialog.save_button.click()
        assert opened.window.wall.tile(key_of_port(port)).face.name == "Gate"
        opened.presenters.camera_dialogs.remove(key_of_port(port))
        opened.wait_for_ports()
        assert opened.settings.settings.port_numbers() == ()
