import threading

import pytest

from netgear_engine.node.machine.status_light import StatusLight
from tests.support.waiting import PATIENCE, wait_until


@pytest.fixture
def light(tmp_path):
    """A light as Linux shows it."""
    folder = tmp_path / "ACT"
    folder.mkdir()
    (folder / "trigger").write_text("none rc-feedback [mmc0] timer default-on\n")
    (folder / "brightness").write_text("0\n")
    (folder / "max_brightness").write_text("255\n")
    return folder


def values(light):
    return (light / "trigger").read_text(), (light / "brightness").read_text()


def test_it_blinks_and_is_then_as_it_was(light, tmp_path):
    complaints = []
    status_light = StatusLight("ACT", complaints.append, tmp_path)
    status_light.blink(0.5)
    seen = set()

    def is_restored():
        seen.add(values(light))
        return values(light) == ("mmc0", "0")

    wait_until(is_restored, what=lambda: str(values(light)))
    assert {("none", "255"), ("none", "0")} <= seen
    assert complaints == []
    status_light.stop()


def test_its_end_leaves_the_light_as_it_was(light, tmp_path):
    status_light = StatusLight("ACT", pytest.fail, tmp_path)
    status_light.blink(300)
    wait_until(lambda: values(light) == ("none", "255"))
    status_light.blink(300)
    status_light.stop(5)
    assert values(light) == ("mmc0", "0")
    status_light.blink(300)
    assert values(light) == ("mmc0", "0")


def test_a_light_that_cannot_be_used_is_told_once(tmp_path):
    complaints = []
    status_light = StatusLight("ACT", complaints.append, tmp_path)
    for _ in range(2):
        status_light.blink(0.1)
        wait_until(lambda: complaints)
        status_light._thread.join(PATIENCE)
    status_light.stop()
    assert complaints == [f"the light {tmp_path / 'ACT'} cannot be used: No such file or directory"]


def test_without_a_light_nothing_happens(tmp_path):
    before = threading.active_count()
    StatusLight("", pytest.fail, tmp_path).blink(1)
    assert threading.active_count() == before
