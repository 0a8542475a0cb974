from PySide6.QtWidgets import QLineEdit

from gui.look.section import Section


def test_a_blank_section_shows_its_headline_only_and_cannot_be_used(qtbot):
    section = Section("Cameras")
    qtbot.addWidget(section)
    field = QLineEdit("secret")
    section.body.addWidget(field)
    section.resize(200, 200)
    section.show()
    section.set_blank(True)
    section.resize(300, 240)
    assert section.childAt(field.geometry().center()) is section._cover
    assert not field.isEnabled()
    section.set_blank(False)
    assert field.isEnabled()
    qtbot.waitUntil(lambda: section.childAt(field.geometry().center()) is field)
