import pytest
from PySide6.QtWidgets import QWidget

from gui.wall.tile.notice import Notice

COMMAND = "netgear-server --connect 192.168.1.20:5566 --source 0"


@pytest.fixture
def notice(qtbot):
    wall = QWidget()
    qtbot.addWidget(wall)
    notice = Notice(wall)
    notice.tell("Waiting on port 5566", "Nothing received yet.", COMMAND)
    wall.show()
    yield notice
    # The wall owns the notice, so it must live as long as the test.
    wall.close()


def words(notice):
    labels = [child for child in notice.children() if hasattr(child, "text")]
    shown = " ".join(label.text() for label in labels if not label.isHidden())
    return shown.replace("\u2060", "")


def test_complaint_25_an_empty_tile_names_the_one_next_step(notice):
    notice.resize(480, 270)
    shown = words(notice)
    for part in ("Waiting on port 5566", COMMAND, "Copy", "firewall", "camera on", "address"):
        assert part in shown


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((360, 203), "Firewall on this computer?"),
        ((240, 135), "Copy"),
        ((160, 90), "Waiting on port 5566"),
        ((120, 68), "Waiting"),
    ],
)
def test_what_is_the_matter_is_read_at_every_size(notice, size, kept):
    notice.resize(*size)
    assert kept in words(notice)
    notice.resize(640, 360)
    assert "block the port" in words(notice), "what gave way comes back"
