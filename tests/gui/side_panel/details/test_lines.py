import pytest

from gui.cameras.facts import PaintedRates
from gui.cameras.record import CameraRecord
from gui.side_panel.details.lines import detail_groups, detail_text
from netgear_engine.events import BadInput, SenderConnected
from netgear_engine.protocol.ext import Health, WantedStream
from netgear_engine.protocol.port_state import PortState
from tests.support.camera_facts import facts_of
from tests.support.camera_report import report_of, status_with_report
from tests.support.synthetic import status_of


def lines_of(facts):
    return {line.title: line for group in detail_groups(facts) for line in group.lines}


def health_line(title, **figures):
    return lines_of(facts_of(status=status_of(health=Health(**figures))))[title]


def test_everything_of_a_live_camera():
    record = CameraRecord()
    record.receive(BadInput(5566, 1.0, "no header", 2))
    status = status_with_report(
        report_of(fps=30.0), size=(640, 360), bits_per_second=8.2e6, rejected_messages=2,
        connects=4, disconnects=3, name="pi-front", wanted=WantedStream(640, 360),
        since_at=940.0, since_wall=1_699_999_940.0,
    )  # fmt: skip
    lines = lines_of(facts_of(status=status, record=record))
    said = {title: line.value for title, line in lines.items()}
    assert said["Since"].endswith("(01:00)")
    assert said["Pattern"] == "1, request/reply"
    assert said["Security"] == "in the clear"
    assert said["Its own name"] == "pi-front"
    assert said["Connected"] == "4 times, lost 3"
    assert said["Size"] == "640×360, asked for 640×360"
    assert (said["Camera set to"], said["Received"], said["Painted"]) == (
        *("30 fps", "30.0 fps"),
        "29.8 fps",
    )
    assert said["Data"] == "8.2 Mbit/s"
    assert said["Latency"] == "84 ± 3 ms"
    assert said["Dropped"] == "12 of 100"
    assert said["Unusable messages"] == "2, last: no header"


def test_the_latency_is_never_made_up():
    assert lines_of(facts_of(latency=None))["Latency"].value == "?"
    assert lines_of(facts_of(moving=False))["Latency"].value == "–"


def test_what_is_not_known_is_left_out():
    lines = lines_of(facts_of(status=status_of(state=PortState.WAITING), painted_fps=None))
    for title in ("Size", "Received", "Painted", "Temperature", "Wi-Fi", "Since", "Last hour"):
        assert title not in lines
    assert set(lines_of(facts_of(status=status_of(health=Health(cpu_percent=7.0))))) >= {
        "Processor"
    }
    assert "Disk" not in lines_of(facts_of(status=status_of(health=Health(cpu_percent=7.0))))


@pytest.mark.parametrize(
    ("title", "figures", "warned"),
    [
        ("Temperature", {"temperature_c": 80.0}, False),
        ("Temperature", {"temperature_c": 80.1}, True),
        ("Slowed down", {"throttled": ()}, False),
        ("Slowed down", {"throttled": ("under-voltage now",)}, True),
        ("Slowed down", {"throttled": ("soft temperature limit since boot",)}, True),
        ("Disk", {"disk_percent": 90.0}, False),
        ("Disk", {"disk_percent": 90.5}, True),
        ("Wi-Fi", {"wifi_dbm": -75.0}, False),
        ("Wi-Fi", {"wifi_dbm": -76.0}, True),
        ("Clock", {"clock_synchronised": True}, False),
        ("Clock", {"clock_synchronised": False}, True),
        ("Processor", {"cpu_percent": 100.0}, False),
    ],
)
def test_the_cameras_computer_is_warned_about_in_words(title, figures, warned):
    assert bool(health_line(title, **figures).warning) is warned


def test_too_little_voltage_says_what_to_do():
    line = health_line("Slowed down", throttled=("under-voltage now", "throttled since boot"))
    assert line.value == "under-voltage now, throttled since boot"
    assert "power supply" in line.warning


def test_the_newest_happening_stands_first_and_all_can_be_copied():
    record = CameraRecord()
    for wall in (1_699_990_000.0, 1_699_999_000.0):
        record.receive(SenderConnected(5566, wall))
    groups = detail_groups(facts_of(record=record))
    assert [line.value for line in groups[-1].lines] == ["connected", "connected"]
    assert groups[-1].lines[0].title > groups[-1].lines[1].title
    text = detail_text("Front gate, port 5566", groups)
    assert text.startswith("Front gate, port 5566\n\nCamera\n")
    assert "  Latency   84 ± 3 ms\n" in text


def test_painted_rates_come_from_counts():
    rates = PaintedRates()
    rates.measure({1: 100}, 10.0)
    assert rates.rates == {}
    rates.measure({1: 105}, 10.1)
    assert rates.rates == {}
    rates.measure({1: 130, 2: 7}, 12.0)
    assert rates.rates == {1: 15.0}


def test_another_sender_on_the_port_is_named_with_what_becomes_of_it():
    line = lines_of(facts_of(status=status_of(intruder="Yard at 192.0.2.9")))["Another sender"]
    assert (line.value, line.warning) == ("Yard at 192.0.2.9", "It sends to this port: not shown")
    assert "Another sender" not in lines_of(facts_of())
