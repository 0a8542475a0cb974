"""The checks that every test undergoes do find what they look for, and say where it came from."""

import signal
import socket
import subprocess
import sys
import threading

import pytest
import zmq

from gui.actions import table as actions
from gui.look import theme
from gui.look.colours import LIGHT
from tests.support.leftovers import nothing_left_behind
from tests.support.process_state import process_left_as_it_was
from tests.support.waiting import PATIENCE
from tests.support.window_plugin import look_put_back

HERE = "test_leak_checks.py"


def left_behind(start):
    """Return what the check says when `start` leaves its result behind."""
    with pytest.raises(AssertionError) as failure, nothing_left_behind(grace_seconds=0.1):
        start()
    return str(failure.value)


def test_a_thread_is_found():
    go_on = threading.Event()
    thread = threading.Thread(target=go_on.wait, name="forgotten")
    text = left_behind(thread.start)
    go_on.set()
    thread.join()
    assert "thread 'forgotten'" in text
    assert HERE in text


def test_a_child_process_is_found_and_ended():
    children = []
    command = [sys.executable, "-c", "input()"]
    text = left_behind(lambda: children.append(subprocess.Popen(command, stdin=subprocess.PIPE)))
    assert str(children[0].pid) in text
    assert children[0].wait(PATIENCE) != 0
    children[0].communicate()


def test_a_zeromq_context_and_its_socket_are_found():
    made = []

    def start():
        context = zmq.Context()
        made.append((context, context.socket(zmq.PAIR)))

    text = left_behind(start)
    made[0][0].destroy()
    assert "ZeroMQ Context" in text
    assert "ZeroMQ Socket" in text
    assert HERE in text


def test_an_open_listener_is_found():
    listeners = []
    text = left_behind(lambda: listeners.append(socket.create_server(("127.0.0.1", 0))))
    port = listeners[0].getsockname()[1]
    listeners[0].close()
    assert str(port) in text
    assert "LISTEN" in text


def test_a_process_that_was_changed_is_found(monkeypatch, tmp_path):
    with pytest.raises(AssertionError) as failure, process_left_as_it_was():
        monkeypatch.setenv("NETGEAR_FORGOTTEN", "1")
        monkeypatch.chdir(tmp_path)
    assert "$NETGEAR_FORGOTTEN: None became 1" in str(failure.value)
    assert str(tmp_path) in str(failure.value)
    with pytest.raises(AssertionError, match="SIGTERM"), process_left_as_it_was():
        before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, before)


def test_the_look_is_put_back(qapp):
    def look():
        application = qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.style().name()
        return *application, theme.colours(), actions.portable_keys("find")

    before = look()
    with look_put_back(qapp):
        theme.apply(qapp, LIGHT, text_percent=150)
        actions.choose_shortcuts({"find": "F3"})
        assert all(then != now for then, now in zip(before, look(), strict=True))
    assert look() == before


def test_what_ends_in_time_is_no_leak():
    with nothing_left_behind():
        threading.Timer(0.1, lambda: None).start()
