"""The check that every test undergoes does find what it looks for, and says where it came from."""

import socket
import subprocess
import sys
import threading

import pytest
import zmq

from tests.support.leftovers import nothing_left_behind

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
    assert children[0].wait(5) != 0
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


def test_what_ends_in_time_is_no_leak():
    with nothing_left_behind():
        threading.Timer(0.1, lambda: None).start()
