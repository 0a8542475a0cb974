from netgear_engine.node.camera.messages import (
    ApplySetting,
    Identify,
    MakeStream,
    ProcessSettings,
    SettingApplied,
    StillTaken,
    Stream,
    TakeStill,
)
from netgear_engine.node.supervision.memory import CameraMemory


def memory(**settings):
    return CameraMemory(ProcessSettings("0", **settings))


def test_an_applied_setting_is_given_to_the_next_process():
    kept = memory(applied={"brightness": 1, "flip": "both"})
    kept.ordered(ApplySetting("1", "brightness", 7))
    kept.ordered(ApplySetting("2", "contrast", 9))
    assert kept.settings().applied == {"brightness": 1, "flip": "both"}
    kept.answered(SettingApplied("1", 6))
    kept.answered(SettingApplied("2", refused="no such control"))
    kept.answered(SettingApplied("99", 5))
    assert kept.settings().applied == {"brightness": 6, "flip": "both"}


def test_the_stream_is_given_to_the_next_process():
    kept = memory()
    assert kept.orders_for_a_new_process() == []
    for stream in (Stream((640, 360)), Stream(paused=True)):
        kept.ordered(MakeStream(stream))
    assert kept.orders_for_a_new_process() == [MakeStream(Stream(paused=True))]
    kept.ordered(MakeStream(Stream()))
    assert kept.orders_for_a_new_process() == []


def test_what_nobody_answers_is_refused_once():
    kept = memory()
    for order in (ApplySetting("1", "a", 1), TakeStill("2"), Identify(3), TakeStill("4")):
        kept.ordered(order)
    kept.answered(StillTaken("4"))
    refusals = [SettingApplied("1", refused="gone"), StillTaken("2", refused="gone")]
    assert kept.refuse_all("gone") == refusals
    assert kept.refuse_all("gone") == []


def test_pictures_are_expected_at_the_slowest_rate():
    assert memory().slowest_rate(None) is None
    assert memory().slowest_rate(25.0) == 25.0
    kept = memory(fps=10.0)
    assert kept.slowest_rate(25.0) == 10.0
    kept.ordered(MakeStream(Stream(fps=1.0)))
    assert kept.slowest_rate(25.0) == 1.0
    kept.ordered(MakeStream(Stream()))
    kept.ordered(ApplySetting("1", "fps", 2.0))
    kept.answered(SettingApplied("1", 2.0))
    assert kept.slowest_rate(None) == 2.0


def test_settings_are_given_in_the_order_of_their_last_command():
    kept = memory(applied={"lens": 1, "focus": 2, "FrameDurationLimits": [1, 1]})
    for order_id, name in enumerate(("lens", "fps")):
        kept.ordered(ApplySetting(str(order_id), name, 9))
        kept.answered(SettingApplied(str(order_id), 8))
    assert list(kept.settings().applied.items()) == [("focus", 2), ("lens", 8), ("fps", 8)]
