import pytest

from netgear_engine.errors import ControlError
from netgear_engine.sources.pi_camera.settling import nearly, settle, shown


class Camera:
    """Gives frames of one length; what is set shows after some of them."""

    def __init__(self, clock, seconds, latency):
        self.clock, self.seconds, self.latency = clock, seconds, latency
        self.frames = 0

    def set_controls(self, changes):
        self.changes = changes

    def metadata(self):
        self.clock.advance(self.seconds)
        self.frames += 1
        value = self.changes["Gain"] if self.frames > self.latency else 1.0
        return {"SensorTimestamp": self.clock.monotonic() * 1e9, "Gain": value}


@pytest.mark.parametrize(
    ("seconds", "latency", "answer"),
    [
        (0.033, 6, 4.0),
        (0.033, 99, 1.0),  # the sensor does not do it
        (0.5, 6, 4.0),  # eight slow frames take more than a second
        (1.0, 6, 4.0),  # nobody can know yet
        (0.2, 99, 1.0),
    ],
)
def test_a_value_is_what_it_is_once_frames_can_show_it(manual_clock, seconds, latency, answer):
    camera = Camera(manual_clock, seconds, latency)
    assert settle(camera, "Gain", {"Gain": 4.0}, camera.metadata, manual_clock) == answer


def test_without_frames_nothing_can_be_set(manual_clock):
    camera = Camera(manual_clock, 1, 1)
    with pytest.raises(ControlError, match="Gain cannot be set: the camera gives no frames"):
        settle(camera, "Gain", {"Gain": 4.0}, lambda: None, manual_clock)


@pytest.mark.parametrize(
    ("value", "wished", "same"),
    [
        (9_998, 10_000, True),
        (9_000, 10_000, False),
        ((1.0, 2.0), (1.0, 2.01), True),
        ((1.0, 2.0), (1.0, 2.0, 3.0), False),
        (0, 0, True),
        (True, False, False),
        ("Auto", "Auto", True),
    ],
)
def test_a_value_counts_as_reached_when_the_sensor_comes_as_near_as_it_can(value, wished, same):
    assert nearly(value, wished) is same


@pytest.mark.parametrize(
    ("limits", "told"),
    [((90_000, 110_000), (90_000, 110_000)), ((33_333, 33_333), (100_000, 100_000))],
)
def test_limits_that_frames_do_not_keep_are_told_from_those_that_they_do(limits, told):
    assert shown("FrameDurationLimits", limits, {"FrameDuration": 100_000}) == told
    assert shown("FrameDurationLimits", limits, {}) == limits
