import msgspec
import pytest

from gui.cameras.entry import CameraEntry
from gui.cameras.key import key_of_port
from gui.cameras.list_file import read_file
from gui.dialogs.import_cameras import ImportCameras
from gui.settings.schema import Settings
from tests.support.camera_window import HOST, camera_window
from tests.support.free_ports import free_ports


@pytest.fixture
def ports():
    return free_ports(2)


def read(qtbot, opened, path):
    qtbot.awaited(opened.connections.camera_lists.read(path))
    return opened.window.findChild(ImportCameras)


def test_a_list_is_imported_after_its_preview_and_watched_at_once(qtbot, tmp_path, ports):
    path = tmp_path / "cameras.csv"
    path.write_text(f"port,name,group\n{ports[0]},Gate,Yard\n{ports[1]},Dock,\n", "utf-8")
    with camera_window(qtbot, Settings(ports="", listen=HOST)) as opened:
        dialog = read(qtbot, opened, path)
        assert opened.settings.settings.camera == ()
        dialog.import_button.click()
        opened.wait_for_ports(*ports)
        assert opened.window.wall.tile(key_of_port(ports[0])).face.name == "Gate"
        assert opened.window.toast.words() == "2 cameras imported"


def test_a_file_that_is_no_list_changes_nothing_and_says_why(qtbot, tmp_path):
    with camera_window(qtbot, Settings(ports="", listen=HOST)) as opened:
        qtbot.awaited(opened.connections.camera_lists.read(tmp_path / "none.csv"))
        words = opened.window.toast.words()
        assert words.startswith("Nothing is imported: ") and "No such file" in words
        assert opened.window.findChildren(ImportCameras) == []


@pytest.mark.parametrize("name", ["cameras.toml", "cameras.csv"])
def test_what_is_exported_is_what_is_watched(qtbot, tmp_path, ports, name):
    camera = CameraEntry(key_of_port(ports[0]), "Gate", "Yard", 90, True, "fill")
    settings = Settings(ports=str(ports[1]), listen=HOST, camera=(camera,))
    path = tmp_path / name
    with camera_window(qtbot, settings) as opened:
        lists = opened.connections.camera_lists
        qtbot.awaited(lists.write(path))
        assert opened.window.toast.words() == f"2 cameras exported to {path}"
        assert read_file(path).cameras == (camera, CameraEntry(key_of_port(ports[1])))
        qtbot.awaited(lists.write(tmp_path))
        assert "cannot be written" in opened.window.toast.words()


def test_more_cameras_than_can_be_watched_are_not_imported(qtbot, tmp_path, ports):
    path = tmp_path / "cameras.csv"
    rows = "".join(f"{port}\n" for port in range(40_000, 40_256))
    path.write_text(f"port\n{rows}", "utf-8")
    with camera_window(qtbot, Settings(ports=str(ports[0]), listen=HOST)) as opened:
        before = opened.settings.settings
        read(qtbot, opened, path).import_button.click()
        assert "at most 256" in opened.window.toast.words()
        assert msgspec.to_builtins(opened.settings.settings) == msgspec.to_builtins(before)
