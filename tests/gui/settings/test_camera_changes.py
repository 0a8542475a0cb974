import pytest

from gui.cameras.entry import CameraEntry
from gui.settings.camera_changes import (
    group_names,
    next_free_port,
    ports_text,
    with_camera,
    with_cameras,
    without_camera,
)
from gui.settings.schema import Settings, parse_ports

GATE, DOCK = CameraEntry("5566", "Front gate", "Yard"), CameraEntry("7000", "Dock", "Indoors")


def test_a_camera_is_added_or_replaced_in_its_place():
    settings = with_cameras(Settings(ports=""), [GATE, DOCK])
    assert settings.port_numbers() == (5566, 7000)
    renamed = with_camera(settings, CameraEntry("5566", "Gate"))
    assert [camera.name for camera in renamed.camera] == ["Gate", "Dock"]


@pytest.mark.parametrize(
    ("ports", "key", "left"),
    [
        ("5566-5569", "5567", "5566,5568-5569"),
        ("5566-5569", "5566", "5567-5569"),
        ("5570", "5570", ""),
        ("5566-5569", "7000", "5566-5569"),
    ],
)
def test_a_camera_that_is_removed_is_not_listened_for(ports, key, left):
    settings = Settings(ports=ports, camera=(DOCK,))
    changed = without_camera(settings, key)
    assert key not in changed.camera_keys()
    assert changed.ports == left
    assert set(changed.camera_keys()) == set(settings.camera_keys()) - {key}


def test_the_others_are_still_listened_for_when_one_of_them_is_removed_from_a_range():
    settings = Settings(ports="5566-5568", camera=(GATE,))
    changed = without_camera(settings, "5567")
    assert changed.port_numbers() == (5566, 5568)
    assert changed.camera == (GATE,)


def test_the_next_free_port_has_no_camera():
    assert next_free_port(Settings()) == 5566
    assert next_free_port(Settings(camera=(GATE,))) == 5567
    assert next_free_port(Settings(camera=(GATE,)), taken={5567, 5568}) == 5569


def test_groups_are_named_once_in_order():
    cameras = (GATE, DOCK, CameraEntry("1", group="yard 2"), CameraEntry("2", group="Yard"))
    assert group_names(Settings(camera=cameras)) == ["Indoors", "Yard", "yard 2"]


@pytest.mark.parametrize("text", ["5566", "5566-5567", "5566,5568-5570,9000"])
def test_ports_are_written_as_they_are_read(text):
    assert ports_text(parse_ports(text)) == text
