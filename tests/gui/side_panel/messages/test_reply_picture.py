import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from gui.side_panel.messages.reply_picture import ReplyPicture, picture_of, read_picture
from gui.side_panel.messages.section import Messages
from netgear_engine.netgear_codec import decode_array
from netgear_engine.protocol.patterns import Pattern


def image(width=64, height=48, colour="#C86428"):
    picture = QImage(width, height, QImage.Format.Format_ARGB32)
    picture.fill(QColor(colour))
    return picture


def pixels(picture: ReplyPicture):
    """Return what a stock sender gets."""
    return decode_array(picture.reply.content, picture.reply.payload, None)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_file_becomes_an_array_in_opencv_s_order(qapp, tmp_path, suffix):
    path = tmp_path / f"gate.{suffix}"
    assert image().save(str(path))
    picture = read_picture(path)
    assert isinstance(picture, ReplyPicture)
    assert picture.name == f"gate.{suffix}"
    array = pixels(picture)
    assert array.shape == (48, 64, 3)
    assert array.reshape(-1, 3).mean(axis=0) == pytest.approx((0x28, 0x64, 0xC8), abs=4)


def test_what_lets_light_through_is_put_on_white(qapp):
    assert pixels(picture_of(image(colour="#00000000"), "x")).mean() == pytest.approx(255, abs=2)


def test_a_large_picture_is_made_smaller(qapp):
    assert pixels(picture_of(image(4000, 1000), "x")).shape == (480, 1920, 3)


def test_a_file_that_is_no_picture_is_named(qapp, tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    assert read_picture(path) == "notes.png is not a picture that can be read"
    assert read_picture(tmp_path / "gone.png") == "gone.png: No such file or directory"


@pytest.fixture
def box(qtbot, manual_clock):
    messages = Messages(manual_clock)
    qtbot.addWidget(messages)
    messages.set_patterns({"5566": Pattern.REQUEST_REPLY})
    messages.show_camera("5566", "Front gate")
    messages.show()
    yield messages.reply_box


def test_a_picture_is_seen_before_it_is_sent_and_sent_once(box, qtbot):
    picture = picture_of(image(640, 480), "gate.png")
    box.attach(picture)
    assert box.attachment.words.text().startswith("gate.png\n640 × 480, ")
    with qtbot.waitSignal(box.send_wanted) as signal:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert signal.args == [picture.reply, False]
    assert box.attachment.picture is None
    with qtbot.assertNotEmitted(box.send_wanted):
        qtbot.keyClick(box.field, Qt.Key.Key_Return)


def test_it_can_be_taken_away_again(box):
    box.attach(picture_of(image(), "gate.png"))
    box.attachment.remove.click()
    assert box.attachment.isHidden()
    assert box.attachment.picture is None


def test_a_picture_can_be_pasted_and_text_still_is_text(box, qtbot):
    QGuiApplication.clipboard().setImage(image(8, 6))
    with qtbot.waitSignal(box.image_pasted) as signal:
        qtbot.keyClick(box.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert signal.args[0].width() == 8
    QGuiApplication.clipboard().setText("lights on")
    qtbot.keyClick(box.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert box.field.text() == "lights on"


def test_a_file_is_chosen_without_waiting_for_it(box, qtbot, tmp_path):
    dialog = box.choose_picture()
    assert dialog.isVisible()
    with qtbot.waitSignal(box.file_chosen) as signal:
        dialog.fileSelected.emit(str(tmp_path / "gate.png"))
    assert signal.args == [tmp_path / "gate.png"]
    dialog.reject()
