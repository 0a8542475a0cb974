import pytest

from gui.settings.holder import SettingsHolder
from gui.settings.schema import CameraEntry, Settings


def test_changes_are_told_once(qtbot):
    holder = SettingsHolder(Settings())
    told = []
    holder.changed.connect(told.append)
    holder.replace(ports="7000")
    holder.replace(ports="7000")
    assert [settings.ports for settings in told] == ["7000"]
    assert holder.settings.ports == "7000"


def test_what_cannot_be_is_refused_and_nothing_changes(qtbot):
    holder = SettingsHolder(Settings())
    twice = (CameraEntry("7000"), CameraEntry("7000"))
    with pytest.raises(ValueError, match="port 7000 has two cameras"):
        holder.replace(camera=twice)
    assert holder.settings == Settings()
