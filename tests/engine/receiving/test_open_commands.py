from netgear_engine.protocol.ext import Command, CommandResult
from netgear_engine.receiving.open_commands import MOST_OPEN, OpenCommands


def given(*ids, at=100.0):
    commands = OpenCommands()
    for one in ids:
        assert commands.add(Command(one, "still"), at) is None
    return commands


def ids(answered):
    return [(command.id, result.id) for command, result in answered]


def test_each_is_sent_once_and_in_order_four_at_a_time():
    commands = given("a", "b", "c", "d", "e")
    sent = [[one.id for one in commands.take_unsent()] for _ in range(3)]
    assert sent == [["a", "b", "c", "d"], ["e"], []]


def test_a_result_belongs_to_the_command_with_its_id():
    commands = given("a", "b")
    assert commands.settle([CommandResult("b", applied=0.5)]) == [
        (Command("b", "still"), CommandResult("b", applied=0.5))
    ]


def test_a_result_that_nobody_waits_for_is_left_out_and_so_is_a_second_one():
    commands = given("a")
    assert ids(commands.settle([CommandResult("x"), CommandResult("a"), CommandResult("a")])) == [
        ("a", "a")
    ]
    assert commands.settle([CommandResult("a")]) == []


def test_after_ten_seconds_without_an_answer_it_is_refused():
    commands = given("a")
    commands.add(Command("b", "still"), 105.0)
    commands.take_unsent()
    assert commands.refuse_overdue(110.0) == []
    ((command, result),) = commands.refuse_overdue(110.1)
    assert (command.id, result) == ("a", CommandResult("a", refused="no answer within 10 s"))
    assert commands.refuse_overdue(110.2) == []
    assert ids(commands.refuse_overdue(115.1)) == [("b", "b")]


def test_one_that_was_given_up_is_not_sent_any_more():
    commands = given("a")
    commands.refuse_overdue(200.0)
    assert commands.take_unsent() == ()


def test_all_can_be_given_up_at_once():
    commands = given("a", "b")
    refused = commands.refuse_all("the camera went away")
    assert [result.refused for _, result in refused] == ["the camera went away"] * 2
    assert ids(refused) == [("a", "a"), ("b", "b")]
    assert commands.refuse_all("again") == []


def test_no_more_than_sixty_four_wait():
    commands = given(*(str(number) for number in range(MOST_OPEN)))
    command, result = commands.add(Command("late", "still"), 100.0)
    assert (command.id, result.id) == ("late", "late")
    assert result.refused == "64 commands already wait for their answers"
    commands.settle([CommandResult("5")])
    assert commands.add(Command("next", "still"), 100.0) is None
