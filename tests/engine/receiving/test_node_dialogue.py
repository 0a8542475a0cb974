import pytest

from netgear_engine.events import CommandAnswered
from netgear_engine.protocol.ext import Command, CommandResult, SenderExt, WantedStream
from netgear_engine.protocol.receiver_session import Orders
from netgear_engine.receiving.node_dialogue import NodeDialogue

PORT = 5566


@pytest.fixture
def told():
    return []


@pytest.fixture
def link(manual_clock, told):
    return NodeDialogue(PORT, manual_clock, told.append)


def command(link, command_id):
    given = Command(command_id, "still")
    link.send_command(given)
    return given


def ext(**more):
    return SenderExt(1, 7, **more)


def test_a_wish_goes_with_every_answer_and_a_command_with_one(link):
    assert link.orders() == Orders()
    link.wanted = WantedStream(640, 360)
    given = command(link, "a")
    assert link.orders() == Orders(WantedStream(640, 360), (given,))
    assert link.orders() == Orders(WantedStream(640, 360))
    link.wanted = None
    assert link.orders() == Orders()


def test_a_result_is_told_with_its_command(link, told, manual_clock):
    given = command(link, "a")
    result = CommandResult("a", 0.5, 0.5)
    link.received(ext(results=(result, CommandResult("of somebody else"))))
    assert told == [CommandAnswered(PORT, manual_clock.wall(), given, result)]


class TestStill:
    def test_it_comes_with_its_result(self, link, told, manual_clock):
        given = command(link, "a")
        result = CommandResult("a", True, True)
        link.still_received(ext(still="a", results=(result,)), b"jpeg")
        assert told == [CommandAnswered(PORT, manual_clock.wall(), given, result, b"jpeg")]

    def test_without_one_it_is_the_result(self, link, told):
        command(link, "a")
        link.still_received(ext(still="a"), b"jpeg")
        (event,) = told
        assert (event.result, event.still) == (CommandResult("a"), b"jpeg")

    def test_results_of_other_commands_have_no_part_in_it(self, link, told):
        command(link, "a")
        command(link, "b")
        link.still_received(ext(still="a", results=(CommandResult("b", 1, 1),)), b"jpeg")
        assert [(event.command.id, event.still) for event in told] == [("a", b"jpeg"), ("b", None)]

    def test_a_broken_one_is_refused(self, link, told):
        command(link, "a")
        link.still_received(ext(still="a", results=(CommandResult("a"),)), b"jp", "no end")
        (event,) = told
        assert (event.result.refused, event.still) == ("a broken picture: no end", None)

    def test_one_that_nobody_asked_for_is_not_told(self, link, told):
        link.still_received(ext(still="a"), b"jpeg")
        assert told == []


def test_what_is_not_answered_in_time_or_by_nobody_is_refused(link, told, manual_clock):
    command(link, "a")
    manual_clock.advance(11)
    link.time_passed(manual_clock.monotonic())
    command(link, "b")
    link.gone("the camera went away")
    link.gone("again")
    assert [(event.command.id, event.result.refused) for event in told] == [
        ("a", "no answer within 10 s"),
        ("b", "the camera went away"),
    ]


def test_the_sixty_fifth_open_command_is_refused_at_once(link, told):
    for number in range(65):
        command(link, str(number))
    (event,) = told
    assert event.command.id == "64"
    assert event.result.refused.startswith("64 commands")
