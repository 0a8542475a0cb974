import pytest

from netgear_engine.node.camera.messages import (
    ApplySetting,
    Identify,
    ProcessSettings,
    RestartCamera,
    SettingApplied,
    StillTaken,
    TakeStill,
)
from netgear_engine.node.remote.command_desk import MOST_PENDING, TIME_LIMIT_S, CommandDesk
from netgear_engine.node.remote.settings_book import SettingsBook
from netgear_engine.protocol.ext import Command, CommandResult
from netgear_engine.sending.receiver_address import Receiver

DESK, HALL = Receiver("127.0.0.1", 5566), Receiver("127.0.0.1", 5567)


class Bench:
    """A desk with everything it does and answers written down."""

    def __init__(self, clock):
        self.clock = clock
        self.done = []
        self.answers = []
        self.not_allowed = ""
        self.desk = CommandDesk(
            self,
            lambda receiver, result, still: self.answers.append((receiver, result, still)),
            clock=clock,
            may_command=lambda receiver: self.not_allowed,
            identify=lambda seconds: self.done.append(("light", seconds)),
        )
        settings = ProcessSettings("test-pattern", size=(640, 480))
        self.desk.report = SettingsBook(settings, {}).report()

    def order(self, order):
        self.done.append(order)

    def restart_process(self):
        self.done.append("restart process")

    def command(self, name, /, receiver=DESK, command_id="c1", **arguments):
        self.desk.command_received(receiver, Command(command_id, name, arguments))

    def set(self, name, value, **more):
        self.command("set", name=name, value=value, **more)


@pytest.fixture
def bench(manual_clock):
    return Bench(manual_clock)


def test_a_setting_is_answered_with_what_was_asked_for_and_what_counts_now(bench):
    bench.set("quality", 42)
    (order,) = bench.done
    assert order == ApplySetting(order.id, "quality", 42)
    assert bench.answers == []
    assert bench.desk.setting_applied(SettingApplied(order.id, 40)) == order
    assert bench.answers == [(DESK, CommandResult("c1", 42, 40), None)]
    assert bench.desk.setting_applied(SettingApplied(order.id, 40)) is None
    assert len(bench.answers) == 1


def test_what_the_camera_refuses_is_refused(bench):
    bench.set("quality", 42)
    applied = SettingApplied(bench.done[0].id, refused="the camera is set to manual")
    assert bench.desk.setting_applied(applied) is None
    result = CommandResult("c1", 42, refused="the camera is set to manual")
    assert bench.answers == [(DESK, result, None)]


def test_what_is_wrong_reaches_no_camera(bench):
    bench.set("quality", 420)
    bench.set("quality", True)
    bench.command("explode")
    assert bench.done == []
    assert [result.refused for _, result, _ in bench.answers] == [
        "quality is 1 to 100, not 420",
        "quality is a whole number 1 to 100, not True",
        "unknown command 'explode'. Known: identify, restart_camera, restart_process, set, still",
    ]
    assert [result.requested for _, result, _ in bench.answers] == [420, True, None]


def test_who_may_not_command_is_refused_whatever_it_asks(bench):
    bench.not_allowed = "not from there"
    bench.set("quality", 42)
    bench.command("restart_process")
    assert bench.done == []
    assert {result.refused for _, result, _ in bench.answers} == {"not from there"}


def test_a_still_goes_to_whom_asked_for_it(bench):
    bench.command("still", HALL, "h1")
    bench.command("still", DESK, "h1")
    first, second = bench.done
    assert (first, second) == (TakeStill(first.id), TakeStill(second.id))
    assert first.id != second.id
    bench.desk.still_taken(StillTaken(second.id, 5.0), b"two")
    bench.desk.still_taken(StillTaken(first.id, refused="no memory"), None)
    assert bench.answers == [
        (DESK, CommandResult("h1", True, True), b"two"),
        (HALL, CommandResult("h1", True, refused="no memory"), None),
    ]


def test_orders_without_an_answer_of_their_own_are_answered_at_once(bench):
    bench.command("restart_camera", command_id="a")
    bench.command("restart_process", command_id="b")
    bench.command("identify", command_id="c", seconds=4)
    assert bench.done == [RestartCamera(), "restart process", Identify(4.0), ("light", 4.0)]
    assert [result for _, result, _ in bench.answers] == [
        CommandResult("a", True, True),
        CommandResult("b", True, True),
        CommandResult("c", 4.0, 4.0),
    ]


def test_a_camera_that_does_not_answer_in_time_is_an_answer(bench):
    bench.set("quality", 42)
    bench.clock.advance(TIME_LIMIT_S - 0.1)
    bench.desk.time_passed()
    assert bench.answers == []
    bench.clock.advance(0.2)
    bench.desk.time_passed()
    bench.desk.time_passed()
    ((_, result, _),) = bench.answers
    assert result.refused == "the camera gives no pictures now, so it took nothing"
    assert result.requested == 42


def test_a_setting_that_is_applied_late_still_counts(bench):
    bench.set("quality", 42)
    bench.clock.advance(TIME_LIMIT_S)
    bench.desk.time_passed()
    assert bench.desk.setting_applied(SettingApplied(bench.done[0].id, 42)) == bench.done[0]
    assert len(bench.answers) == 1


def test_only_so_many_commands_wait(bench):
    for number in range(MOST_PENDING + 1):
        bench.set("quality", 42, command_id=str(number))
    assert len(bench.done) == MOST_PENDING
    ((_, result, _),) = bench.answers
    assert result.id == str(MOST_PENDING)
    assert result.refused.startswith(f"{MOST_PENDING} commands already wait")
    bench.clock.advance(2 * TIME_LIMIT_S)
    bench.desk.time_passed()
    bench.set("quality", 43)
    assert bench.done[-1].value == 43


@pytest.mark.parametrize(
    "huge", [[1] * 10_000, "x" * 10_000, 10**5000], ids=["list", "text", "number"]
)
def test_a_huge_value_is_not_sent_back(bench, huge):
    bench.set("quality", huge)
    ((_, result, _),) = bench.answers
    assert result.requested is None
    assert result.refused.startswith("quality is ")


def test_a_value_nested_deeply_is_refused_as_any_other(bench):
    nested = []
    for _ in range(900):
        nested = [nested]
    bench.set("quality", nested)
    ((_, result, _),) = bench.answers
    assert result.requested is None
    assert result.refused.startswith("quality is a whole number 1 to 100, not [")
