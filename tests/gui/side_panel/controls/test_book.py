from gui.side_panel.controls.book import EVERY_S, ControlBook, ControlTalk
from netgear_engine.protocol.ext import Command, CommandResult


def test_a_value_is_sent_once_and_its_answer_ends_the_waiting():
    talk = ControlTalk()
    talk.want(0.5)
    assert talk.take_due(10.0) == (0.5,)
    assert talk.is_pending and talk.shown(0.0) == 0.5
    assert talk.take_due(20.0) == ()
    talk.answered(0.5, "")
    assert not talk.is_pending
    assert talk.changed_by_camera == () and talk.refused == ""


def test_newest_wins_while_one_is_on_its_way():
    talk = ControlTalk()
    talk.want(1)
    talk.take_due(10.0)
    for value in (2, 3, 4):
        talk.want(value)
    assert talk.take_due(10.5) == ()
    assert talk.shown(1) == 4
    talk.answered(1, "")
    assert talk.is_pending
    assert talk.take_due(10.5) == (4,)


def test_at_most_five_a_second_leave():
    talk = ControlTalk()
    sent = []
    for step in range(200):
        now = 10.0 + step * 0.01
        talk.want(step)
        for value in talk.take_due(now):
            sent.append(value)
            talk.answered(value, "")
    assert len(sent) == round(2.0 / EVERY_S) == 10


def test_a_refusal_stays_until_something_else_is_wanted():
    talk = ControlTalk()
    talk.want(200)
    talk.take_due(10.0)
    talk.answered(None, "quality is 1 to 100, not 200")
    assert talk.refused == "quality is 1 to 100, not 200"
    assert talk.shown(85) == 85
    talk.want(90)
    assert talk.refused == ""


def test_what_the_camera_made_of_it_is_kept_if_it_is_something_else():
    talk = ControlTalk()
    for wanted, applied, told in ((3.3, 3.0, (3.0,)), ([1, 2], (1.0, 2.0), ()), (True, True, ())):
        talk.want(wanted)
        talk.take_due(10.0 + EVERY_S)
        talk.answered(applied, "")
        assert talk.changed_by_camera == told
        talk = ControlTalk()


def test_the_answer_to_an_older_value_says_nothing_about_the_newer_one():
    talk = ControlTalk()
    talk.want(200)
    talk.take_due(10.0)
    talk.want(90)
    talk.answered(None, "too much")
    assert talk.refused == ""
    assert talk.shown(85) == 90


def test_an_answer_counts_until_the_report_that_follows():
    talk = ControlTalk()
    talk.want(40)
    talk.take_due(10.0)
    talk.answered(41, "")
    assert talk.shown(85) == 41
    assert talk.shown(85) == 41
    assert talk.shown(42) == 42
    assert talk.shown(85) == 85


def test_what_a_setting_was_asked_of_one_camera_says_nothing_of_another():
    book = ControlBook()
    book.want("5566", "quality", 20)
    assert book.take_due(10.0) == [("5566", "quality", 20)]
    book.answered(
        "5567", Command("a", "set", {"name": "quality"}), CommandResult("a", refused="no")
    )
    assert book.any_pending()
    book.answered("5566", Command("b", "set", {"name": "quality"}), CommandResult("b", applied=20))
    assert not book.any_pending()
    book.keep([])
    assert not book.talk("5566", "quality").is_pending
