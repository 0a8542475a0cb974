import pytest

from netgear_engine.errors import ControlError
from netgear_engine.node.camera.messages import ProcessSettings
from netgear_engine.node.camera.own_settings import OwnSettings, put_last

CONFIGURED = ProcessSettings("0", size=(1280, 720), fps=30.0, quality=85)


def test_what_is_configured_counts():
    assert OwnSettings.of(CONFIGURED) == OwnSettings((1280, 720), 30.0, 85, "none")


def test_what_was_applied_by_command_counts_more():
    applied = {"size": [640, 360], "fps": 5, "quality": 40, "flip": "both", "brightness": 3}
    settings = ProcessSettings("0", size=(1280, 720), applied=applied)
    assert OwnSettings.of(settings) == OwnSettings((640, 360), 5.0, 40, "both")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", [640]), ("size", [640, 8]), ("size", [640.5, 360]), ("size", "640x360"),
        ("fps", 0), ("fps", "fast"), ("fps", float("nan")), ("fps", True),
        ("quality", 0), ("quality", 101), ("quality", 50.5),
        ("flip", "upside down"), ("flip", None), ("flip", ["none"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(name, value):
    own = OwnSettings.of(CONFIGURED)
    with pytest.raises(ControlError, match=name):
        own.changed(name, value)
    with pytest.raises(ControlError):
        OwnSettings.of(ProcessSettings("0", applied={name: value}))


def test_a_setting_is_put_last_and_a_rate_in_place_of_the_camera_s_own():
    applied = {"fps": 5.0, "FrameDurationLimits": [1, 1], "flip": "both"}
    put_last(applied, "FrameDurationLimits", [2, 2])
    assert list(applied.items()) == [
        ("fps", 5.0),
        ("flip", "both"),
        ("FrameDurationLimits", [2, 2]),
    ]
    put_last(applied, "fps", 10.0)
    assert list(applied.items()) == [("flip", "both"), ("fps", 10.0)]
