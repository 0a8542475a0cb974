import pytest

from netgear_engine.node.camera.messages import CameraStarted, ProcessSettings, SettingApplied
from netgear_engine.node.remote.settings_book import SettingsBook
from netgear_engine.node.remote.stream_choice import StreamLimits
from netgear_engine.protocol.ext import Control

BRIGHTNESS = Control("float", -1.0, 1.0, 0.0)
CONFIGURED = ProcessSettings("picamera2:0", size=(1280, 720), fps=30.0, quality=80)
UNSAID = ProcessSettings("picamera2:0")


def started(size=(1280, 720), fps=25.0, values=None):
    return CameraStarted("cam", size, fps, {"Brightness": BRIGHTNESS}, values or {})


def test_before_the_camera_has_begun_the_node_s_own_settings_are_known():
    report = SettingsBook(CONFIGURED, {}).report()
    assert set(report.controls) == {"size", "fps", "quality", "flip"}
    assert report.values == {"size": (1280, 720), "fps": 30.0, "quality": 80, "flip": "none"}
    assert report.controls["size"] == Control("size", 16, 1280, (1280, 720))
    assert report.controls["fps"].maximum == 30.0
    assert "still" in report.commands


def test_what_nobody_knows_is_not_told():
    book = SettingsBook(UNSAID, {})
    assert "size" not in book.report().values
    assert book.limits() == StreamLimits(None, None)


def test_the_camera_s_controls_and_values_come_with_it():
    book = SettingsBook(UNSAID, {})
    book.camera_started(started(values={"Brightness": 0.25}))
    report = book.report()
    assert report.controls["Brightness"] == BRIGHTNESS
    assert report.values["Brightness"] == 0.25
    assert report.controls["size"].default == (1280, 720)
    assert report.controls["fps"].maximum == 25.0
    assert book.limits() == StreamLimits((1280, 720), 25.0)


def test_what_was_applied_counts_and_the_camera_has_the_last_word():
    book = SettingsBook(CONFIGURED, {})
    book.camera_started(started())
    book.setting_applied("Brightness", 0.5, SettingApplied("1", 0.498))
    book.setting_applied("flip", "both", SettingApplied("2"))
    assert book.report().values["Brightness"] == 0.498
    assert book.report().values["flip"] == "both"
    assert book.applied == {"Brightness": 0.5, "flip": "both"}
    book.camera_started(started(values={"Brightness": 0.49}))
    assert book.report().values["Brightness"] == 0.49
    assert book.report().values["flip"] == "both"


def test_a_smaller_size_can_be_made_larger_again():
    book = SettingsBook(UNSAID, {})
    book.camera_started(started())
    book.setting_applied("size", [640, 360], SettingApplied("1", [640, 360]))
    book.camera_started(started(size=(640, 360)))
    assert book.limits().size == (640, 360)
    assert book.report().controls["size"].default == (1280, 720)


def test_after_a_restart_with_a_smaller_size_the_full_one_is_not_guessed():
    book = SettingsBook(UNSAID, {"size": [640, 360], "fps": 5.0})
    book.camera_started(started(size=(640, 360), fps=5.0))
    assert book.limits() == StreamLimits((640, 360), 5.0)
    assert book.report().controls["size"].maximum == 8192
    assert book.report().controls["fps"].maximum == 1000.0


@pytest.mark.parametrize(
    "kept", [{"size": [1920, 1080]}, {"quality": "high"}, {"fps": 60.0}, {"flip": "sideways"}]
)
def test_what_the_configuration_no_longer_allows_is_left_out(kept):
    assert SettingsBook(CONFIGURED, {**kept, "Brightness": 3}).applied == {"Brightness": 3}


def test_a_command_that_changes_another_value_is_reported_as_it_is():
    book = SettingsBook(CONFIGURED, {})
    book.camera_started(started(values={"Brightness": 0.25}))
    answer = SettingApplied("1", 3, values={"Brightness": 0.75, "fps": 10.0})
    book.setting_applied("Lens", 3, answer)
    assert book.report().values["Brightness"] == 0.75
    assert book.report().values["fps"] == 10.0
    assert book.limits().fps == 10.0


def test_settings_are_kept_in_the_order_of_their_last_command():
    book = SettingsBook(CONFIGURED, {"Lens": 1, "Focus": 2})
    book.setting_applied("Lens", 3, SettingApplied("1", 3))
    assert list(book.applied.items()) == [("Focus", 2), ("Lens", 3)]
    book.setting_applied("FrameDurationLimits", [1, 1], SettingApplied("2"))
    book.setting_applied("fps", 5.0, SettingApplied("3"))
    assert list(book.applied) == ["Focus", "Lens", "fps"]


def test_a_slower_rate_of_the_camera_s_own_is_not_taken_for_the_fastest_after_a_restart():
    book = SettingsBook(UNSAID, {"FrameDurationLimits": [10**5, 10**5]})
    book.camera_started(started(fps=10.0))
    assert book.report().controls["fps"].maximum == 1000.0


def test_the_sizes_that_the_camera_gives_anyway_are_known():
    book = SettingsBook(UNSAID, {})
    book.camera_started(
        CameraStarted("cam", (1920, 1080), 25.0, {}, {}, ((1920, 1080), (640, 360)))
    )
    assert book.limits().sizes == ((1920, 1080), (640, 360))
