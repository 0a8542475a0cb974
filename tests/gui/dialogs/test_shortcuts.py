from PySide6.QtGui import QGuiApplication

from gui.actions.table import TABLE, choose_shortcuts
from gui.dialogs.shortcuts import ShortcutsDialog


def test_every_action_is_listed_with_the_keys_of_now(qtbot):
    choose_shortcuts({"snapshot": "F5"})
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    shown = dialog.shown()
    assert {facts.text for facts in TABLE} <= {words for _keys, words in shown}
    assert ("F5", "Save the selected picture") in shown
    assert ("F1 or ?", "Keys") in shown
    assert any(keys == "Left" for keys, _words in shown)


def test_the_list_can_be_searched_and_copied(qtbot):
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    dialog.search.setText("ctrl+f")
    assert dialog.shown() == [("Ctrl+F", "Find a camera")]
    dialog._copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) > len(TABLE)
    assert "Ctrl+F                  Find a camera" in lines
