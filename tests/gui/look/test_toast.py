from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QToolButton, QWidget

from gui.look.toast import Toast


@pytest.fixture
def toast(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    return Toast(window)


def test_it_lies_inside_the_window_whatever_it_says(toast):
    for words in ("Saved", "Saved /home/operator/" + "pictures/" * 30):
        toast.tell(words, "Open folder", lambda: None)
        assert toast.parentWidget().rect().contains(toast.geometry())


def test_its_button_does_the_one_thing_and_it_goes(toast, qtbot):
    done = []
    toast.tell("Saved", "Open folder", lambda: done.append(True))
    qtbot.mouseClick(toast.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert done == [True]
    assert toast.isHidden()


class Desktop(QObject):
    """Is asked to open folders."""

    opened = ""

    @Slot(QUrl)
    def open(self, url):
        self.opened = url.toLocalFile()


def test_the_folder_of_a_file_is_opened(toast, qtbot):
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    toast.tell_file("Saved", Path("/pictures/gate.jpg"))
    qtbot.mouseClick(toast.findChild(QToolButton), Qt.MouseButton.LeftButton)
    QDesktopServices.unsetUrlHandler("file")
    assert Path(desktop.opened) == Path("/pictures")


def test_it_goes_by_itself(toast, qtbot):
    toast._timer.setInterval(20)
    toast.tell("Saved")
    qtbot.waitUntil(toast.isHidden)


def test_the_newest_words_count(toast):
    toast.tell("one", "Open folder")
    toast.tell("two")
    assert toast.words() == "two"
    assert toast.findChild(QToolButton).isHidden()
