import pytest
from PySide6.QtCore import Qt
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


def test_it_goes_by_itself(toast, qtbot):
    toast._timer.setInterval(20)
    toast.tell("Saved")
    qtbot.waitUntil(toast.isHidden)


def test_the_newest_words_count(toast):
    toast.tell("one", "Open folder")
    toast.tell("two")
    assert toast.words() == "two"
    assert toast.findChild(QToolButton).isHidden()
