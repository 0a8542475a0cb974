import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from gui.look import theme
from gui.window.view_tab import ViewTab
from gui.window.view_tabs import ViewTabs


@pytest.fixture
def tabs(qtbot):
    tabs = ViewTabs()
    qtbot.addWidget(tabs)
    tabs.show_views(["Yard", "Indoors", "All"], "Indoors")
    tabs.show()
    return tabs


def chosen_action(tabs, name, text):
    return next(action for action in tabs.menu_for(name).actions() if action.text() == text)


def test_the_tab_of_the_view_that_is_shown_is_marked(tabs):
    assert [tabs.tab(name).isChecked() for name in tabs.names()] == [False, True, False]


def test_a_click_chooses_a_view(tabs, qtbot):
    chosen = []
    tabs.chosen.connect(chosen.append)
    qtbot.mouseClick(tabs.tab("All"), Qt.MouseButton.LeftButton)
    assert chosen == ["All"]


def test_faults_are_counted_on_each_tab(tabs):
    tabs.set_faults({"Yard": 2})
    assert [tabs.tab(name).faults() for name in tabs.names()] == [2, 0, 0]
    assert tabs.tab("Yard").accessibleName() == "View Yard, 2 faulty"
    tabs.show_views(["All", "Yard"], "All")
    assert tabs.tab("Yard").faults() == 2


def test_the_name_gives_way_before_the_badge_does(tabs):
    tab = tabs.tab("Indoors")
    tab.set_faults(3)
    tab.resize(60, 40)
    narrow = tab.grab().toImage()
    red = theme.colours().alarm_ground.lower()
    colours = {narrow.pixelColor(x, 20).name() for x in range(narrow.width())}
    assert red in colours


@pytest.mark.parametrize("name", ["All cameras", "Perimeter", "Yard", "Wwwwill", "Ill"])
def test_a_name_that_has_room_is_shown_whole(qtbot, name):
    tab = ViewTab(name)
    qtbot.addWidget(tab)
    for faults in (0, 12):
        tab.set_faults(faults)
        tab.resize(tab.sizeHint())
        assert tab._shown_text() == name


def test_the_tooltip_names_the_key(tabs):
    assert tabs.tab("Indoors").toolTip() == "Show Indoors (Ctrl+2)"


def test_the_menu_does_what_it_says(tabs):
    told = []
    tabs.copy_wanted.connect(lambda name: told.append(("copy", name)))
    tabs.removed.connect(lambda name: told.append(("remove", name)))
    tabs.moved.connect(lambda name, steps: told.append(("move", name, steps)))
    for text in ("Copy to a new view", "Remove this view", "Move left", "Move right"):
        chosen_action(tabs, "Indoors", text).trigger()
    moves = [("move", "Indoors", -1), ("move", "Indoors", 1)]
    assert told == [("copy", "Indoors"), ("remove", "Indoors"), *moves]
    assert not chosen_action(tabs, "Yard", "Move left").isEnabled()
    assert not chosen_action(tabs, "All", "Move right").isEnabled()


def test_complaint_19_nothing_can_be_changed_while_that_is_locked(tabs):
    tabs.set_changeable(False)
    assert not any(action.isEnabled() for action in tabs.menu_for("Yard").actions())
    assert not tabs.findChild(type(tabs._new)).isVisible()


def test_a_view_is_renamed(tabs, qtbot):
    renamed = []
    tabs.renamed.connect(lambda *names: renamed.append(names))
    chosen_action(tabs, "Yard", "Rename…").trigger()
    dialog = tabs.children()[-1]
    dialog.setTextValue("Garden")
    dialog.accept()
    assert renamed == [("Yard", "Garden")]


def test_complaint_21_how_long_a_tour_stays_is_asked_for(tabs, qtbot):
    chosen = []
    tabs.stay_chosen.connect(lambda *what: chosen.append(what))
    tabs.set_stays({"Yard": 30.0})
    chosen_action(tabs, "Yard", "Stay of a tour…").trigger()
    dialog = tabs.findChild(QInputDialog)
    assert dialog.intValue() == 30
    dialog.setIntValue(45)
    dialog.accept()
    assert chosen == [("Yard", 45.0)]
