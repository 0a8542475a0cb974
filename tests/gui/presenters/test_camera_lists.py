from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMainWindow

from gui.actions.table import ALL_ACTIONS, Actions
from gui.background.tasks import Tasks
from gui.cameras.entry import CameraEntry
from gui.cameras.list_file import read_file
from gui.dialogs.import_cameras import ImportCameras
from gui.look.toast import Toast
from gui.presenters.camera_lists import CameraListsPresenter
from gui.settings.holder import SettingsHolder
from gui.settings.schema import Settings
from gui.side_panel.cameras.section import Cameras


@pytest.fixture
def made(qtbot):
    """The presenter of a window with one camera, on port 5567."""
    window = QMainWindow()
    qtbot.addWidget(window)
    cameras = Cameras()
    window.setCentralWidget(cameras)
    holder, toast = SettingsHolder(Settings(ports="5567")), Toast(window)
    actions = Actions(window, ALL_ACTIONS)
    lists = CameraListsPresenter(
        holder=holder,
        cameras=cameras,
        actions=actions,
        toast=toast,
        tasks=Tasks(pytest.fail),
        parent=window,
    )
    return SimpleNamespace(
        window=window, actions=actions, holder=holder, lists=lists, words=toast.words
    )


def read(qtbot, made, path):
    qtbot.awaited(made.lists.read(path))
    return made.window.findChild(ImportCameras)


def test_a_list_is_imported_after_its_preview(qtbot, tmp_path, made):
    path = tmp_path / "cameras.csv"
    path.write_text("port,name,group\n7000,Gate,Yard\n7001,Dock,\n", "utf-8")
    dialog = read(qtbot, made, path)
    assert dialog.isVisible()
    assert made.holder.settings.camera == ()
    dialog.import_button.click()
    cameras = (CameraEntry("7000", "Gate", "Yard"), CameraEntry("7001", "Dock"))
    assert made.holder.settings.camera == cameras
    assert made.words() == "2 cameras imported"


def test_complaint_19_no_preview_opens_in_a_window_locked_while_the_file_was_read(
    qtbot, tmp_path, made
):
    path = tmp_path / "cameras.csv"
    path.write_text("port\n7000\n", "utf-8")
    made.actions.set_changeable(False)
    assert read(qtbot, made, path) is None


def test_a_file_that_is_no_list_changes_nothing_and_says_why(qtbot, tmp_path, made):
    assert read(qtbot, made, tmp_path / "none.csv") is None
    assert made.words().startswith("Nothing is imported: ")
    assert "No such file" in made.words()


@pytest.mark.parametrize("name", ["cameras.toml", "cameras.csv"])
def test_what_is_exported_is_what_is_watched(qtbot, tmp_path, made, name):
    camera = CameraEntry("7000", "Gate", "Yard", 90, True, "fill")
    made.holder.replace(camera=(camera,))
    path = tmp_path / name
    qtbot.awaited(made.lists.write(path))
    assert made.words() == f"2 cameras exported to {path}"
    assert set(read_file(path).cameras) == {camera, CameraEntry("5567")}
    qtbot.awaited(made.lists.write(tmp_path))
    assert made.words().startswith(f"{tmp_path} cannot be written: ")


def test_more_cameras_than_can_be_watched_are_not_imported(qtbot, tmp_path, made):
    path = tmp_path / "cameras.csv"
    rows = "".join(f"{port}\n" for port in range(40_000, 40_256))
    path.write_text(f"port\n{rows}", "utf-8")
    before = made.holder.settings
    read(qtbot, made, path).import_button.click()
    assert "at most 256" in made.words()
    assert made.holder.settings == before
