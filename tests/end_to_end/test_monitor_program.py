"""netgear-monitor as a program: its flags, its report, its demo, and how it ends."""

import signal
import socket
from pathlib import Path

import cv2
import psutil
import pytest

from tests.support.free_ports import free_port, free_ports
from tests.support.running_monitor import read_report, run_monitor, start_monitor
from tests.support.running_server import RunningServer
from tests.support.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.end_to_end


def test_the_demo_shows_four_live_cameras_and_leaves_nothing_behind(tmp_path):
    report, picture = tmp_path / "report.json", tmp_path / "window.png"
    code, text = run_monitor(
        "--demo", "--exit-after", 8, "--report", report, "--screenshot", picture
    )
    assert code == 0, text
    ports = read_report(report)["ports"].values()
    assert [port["state"] for port in ports] == ["LIVE"] * 4
    assert len({port["name"] for port in ports}) == 4
    assert all(port["painted"] > 10 for port in ports)
    assert all(port["latency_ms"]["uncertainty"] > 0 for port in ports)
    assert cv2.imread(str(picture)).std() > 10


def test_a_picture_that_the_disk_does_not_take_leaves_nothing(tmp_path):
    picture = tmp_path / "window.png"
    camera = ("--listen", "127.0.0.1", "--ports", free_port())
    monitor = start_monitor(*camera, "--exit-after", 2, "--screenshot", picture)
    psutil.Process(monitor.pid).rlimit(psutil.RLIMIT_FSIZE, (2000, 2000))
    _, errors = monitor.communicate(timeout=50)
    assert (monitor.returncode, "window.png: File too large" in errors) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_of_no_known_kind_is_refused_with_the_remedy(tmp_path):
    camera = ("--listen", "127.0.0.1", "--ports", free_port())
    code, text = run_monitor(*camera, "--exit-after", 2, "--screenshot", tmp_path / "window.doc")
    assert (code, "name it .png" in text) == (1, True)


def test_the_figures_of_a_report_add_up(tmp_path):
    report = tmp_path / "report.json"
    used, unused = free_ports(2)
    camera = ("--source", "test-pattern", "--size", "320x180", "--fps", 20, "--name", "Yard")
    with RunningServer("--connect", f"127.0.0.1:{used}", *camera):
        code, text = run_monitor(
            *("--listen", "127.0.0.1", "--ports", f"{used}-{unused}"),
            *("--exit-after", 6, "--report", report),
        )
    assert code == 0, text
    told = read_report(report)
    live, waiting = told["ports"][str(used)], told["ports"][str(unused)]
    assert live["state"] == "LIVE" and live["name"] == "Yard" and live["connects"] == 1
    assert live["painted"] <= live["decoded"] <= live["received"]
    # At most one frame each may still be decoded, wait to be painted, or be in the last status.
    not_painted = live["dropped"] + live["not_shown"]
    assert live["painted"] + not_painted >= live["received"] - 3
    assert live["fps"] == pytest.approx(20, rel=0.3)
    assert 0 < live["receive_to_paint_ms"]["p50"] <= live["receive_to_paint_ms"]["p99"]
    assert waiting["state"] == "WAITING" and waiting["received"] == 0
    assert waiting["latency_ms"] is None and waiting["receive_to_paint_ms"]["p50"] is None
    assert told["process"]["cpu_s"] > 0 and told["process"]["rss_mb"] > 20
    assert 5 < told["uptime_s"] < 20


def test_the_demos_cameras_end_with_a_killed_monitor():
    monitor = start_monitor("--demo", 2)
    try:
        process = psutil.Process(monitor.pid)
        wait_until(lambda: len(process.children()) == 2, what="two cameras")
        cameras = process.children()
    finally:
        monitor.kill()
        monitor.communicate()
    gone, alive = psutil.wait_procs(cameras, timeout=PATIENCE)
    assert not alive and len(gone) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_the_window_and_frees_the_port(tmp_path, number):
    report = tmp_path / "report.json"
    port = free_port()
    monitor = start_monitor("--listen", "127.0.0.1", "--ports", port, "--report", report)

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(listens, what="the port to be listened on")
    monitor.send_signal(number)
    _, errors = monitor.communicate(timeout=PATIENCE)
    assert monitor.returncode == 0, errors
    assert read_report(report)["ports"][str(port)]["state"] == "WAITING"
    assert not listens()


def test_a_ctrl_c_while_the_program_starts_ends_it_in_order(tmp_path):
    report = tmp_path / "report.json"
    monitor = start_monitor(
        *("--listen", "127.0.0.1", "--ports", free_port()),
        *("--report", report),
    )
    # Long before there is a window: Python itself takes no SIGHUP.
    wait_until(lambda: signal.SIGHUP in caught_by(monitor.pid), what="signals to be taken")
    monitor.send_signal(signal.SIGINT)
    _, errors = monitor.communicate(timeout=PATIENCE)
    assert monitor.returncode == 0 and "Traceback" not in errors, errors
    assert report.exists()


def caught_by(pid):
    """Return the signals for which a process has a handler."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt"))
    return {number for number in signal.Signals if mask >> (number - 1) & 1}


def test_a_port_in_use_is_named_and_the_others_run(tmp_path):
    report = tmp_path / "report.json"
    taken, free = free_ports(2)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", taken))
        holder.listen()
        code, text = run_monitor(
            *("--listen", "127.0.0.1", "--ports", f"{taken},{free}"),
            *("--exit-after", 2, "--report", report),
        )
    assert code == 0, text
    ports = read_report(report)["ports"]
    assert (ports[str(taken)]["state"], ports[str(free)]["state"]) == ("FAILED", "WAITING")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--ports", "5566,x"], "'x' is not a port"),
        (["--ports", "70000"], "ports are 1 to 65535"),
        (["--pattern", "3"], "--pattern"),
        (["--demo", "0"], "cameras can be played"),
        (["--exit-after", "soon"], "is not a number of seconds"),
        (["--config", "absent.toml"], "absent.toml: No such file"),
        (["--colour", "red"], "--colour"),
    ],
)
def test_a_wrong_flag_gives_one_clear_line(arguments, words):
    code, text = run_monitor(*arguments)
    assert code == 2
    assert words in text and len(text.strip().splitlines()) == 1


def test_a_report_that_cannot_be_written_is_told(tmp_path):
    path = tmp_path / "absent" / "report.json"
    code, text = run_monitor("--ports", free_port(), "--exit-after", 1, "--report", path)
    assert code == 1
    assert f"{path}: No such file or directory" in text
