from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from gui.side_panel.details.section import Details
from netgear_engine.protocol.ext import Health
from tests.support.camera_facts import facts_of
from tests.support.synthetic import status_of


def labels(details):
    return [label for label in details._table.findChildren(QLabel) if not label.isHidden()]


def test_details_are_shown_copied_and_only_changed_labels_are_touched(qtbot):
    details = Details()
    qtbot.addWidget(details)
    details.resize(320, 600)
    details.show()
    assert details._empty.isVisible() and not details.copy_button.isEnabled()
    details.show_facts(facts_of())
    assert details.title() == "Details: Front gate"
    before = labels(details)
    details.show_facts(facts_of(painted_fps=12.0))
    assert labels(details) == before
    assert "12.0 fps" in [label.text() for label in before]
    details.copy_button.click()
    assert QGuiApplication.clipboard().text() == details.text()
    assert details._table.minimumSizeHint().width() <= 310


def test_a_warning_comes_with_a_sign_and_words_and_goes_again(qtbot):
    details = Details()
    qtbot.addWidget(details)
    details.show()
    details.show_facts(facts_of(status=status_of(health=Health(temperature_c=85.0))))
    assert details.note() == "1 warning"
    assert "Hot: cool the camera's computer" in [label.text() for label in labels(details)]
    assert [label for label in labels(details) if not label.pixmap().isNull()]
    details.show_facts(facts_of(status=status_of(health=Health(temperature_c=55.0))))
    assert details.note() == ""
    assert not [label for label in labels(details) if not label.pixmap().isNull()]


def test_it_asks_for_facts_when_it_comes_to_be_seen(qtbot):
    details = Details()
    qtbot.addWidget(details)
    with qtbot.waitSignal(details.wanted):
        details.show()
