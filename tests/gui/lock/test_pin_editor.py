from gui.lock import pin
from gui.lock.pin_editor import PinEditor


def test_a_pin_that_cannot_be_hashed_is_told_and_can_be_set_again(qtbot, monkeypatch):
    def fail(_typed):
        raise MemoryError("no room for it")

    editor = PinEditor()
    qtbot.addWidget(editor)
    hash_of = pin.hash_of
    monkeypatch.setattr(pin, "hash_of", fail)
    for field in (editor._first, editor._again):
        field.setText("2740")
    editor._set.click()
    assert editor.problem() == "Setting the PIN…"
    with qtbot.waitSignal(editor.changed):
        pass
    assert editor._state.text() == "Setting the PIN failed: no room for it"
    assert editor.problem() == "Press Set PIN"
    monkeypatch.setattr(pin, "hash_of", hash_of)
    editor._set.click()
    qtbot.waitUntil(lambda: bool(editor.kept))
    assert pin.is_pin("2740", editor.kept)
