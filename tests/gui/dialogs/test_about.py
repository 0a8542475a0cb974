import tomllib

from PySide6.QtWidgets import QLabel

from gui.dialogs.about import LIBRARIES, AboutDialog
from netgear_engine.version import VERSION
from tests.architecture.source_tree import ROOT


def test_version_and_licences_are_told(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"Version {VERSION}" in words
    assert "Apache License 2.0" in words
    assert "PySide6: LGPL-3.0" in dialog.libraries.toPlainText()


def test_no_library_of_the_window_is_left_out():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["gui"]]
    told = " ".join(LIBRARIES).lower().replace("opencv", "opencv-python-headless")
    for requirement in wanted:
        name = requirement.split(">=")[0].lower().removesuffix("-essentials")
        assert name in told, requirement
