import pytest

from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import (
    Command,
    CommandResult,
    Health,
    NodeReport,
    ReceiverExt,
    WantedStream,
)
from netgear_engine.protocol.json_text import size_in_json
from netgear_engine.protocol.limits import Limits
from netgear_engine.protocol.sender_session import NO_NEWS, NodeIdentity, NodeNews
from netgear_engine.protocol.text import LONGEST_REASON
from netgear_engine.sending.node_facts import NodeFacts
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sending.receiver_dialogue import (
    MOST_RESULT_BYTES,
    MOST_RESULTS,
    ReceiverDialogue,
    fitted,
)
from tests.support.recorders import RemoteRecorder

DESK = Receiver("desk", 5566)
REPORT = NodeReport(values={"flip": "none"})
WISH = WantedStream(640, 360)


class Talk:
    """A dialogue with a clock; `take` is a frame that goes out."""

    def __init__(self, clock, remote=None, *, two_way=True):
        self.clock = clock
        self.facts = NodeFacts(NodeIdentity())
        self.dialogue = ReceiverDialogue(DESK, self.facts, remote, two_way=two_way)

    def look(self, frame_fault="", **more):
        return self.dialogue.news(frame_fault, self.clock.monotonic(), **{"ours": True, **more})

    def take(self, frame_fault="", **more):
        news = self.look(frame_fault, **more)
        self.dialogue.sent(news, self.clock.monotonic())
        return news


@pytest.fixture
def remote():
    return RemoteRecorder()


@pytest.fixture
def talk(manual_clock, remote):
    return Talk(manual_clock, remote)


def ext(**more):
    return ReceiverExt(1, 7, 3.0, 4.0, **more)


class TestReport:
    def test_it_goes_once_and_again_when_it_is_another(self, talk):
        talk.facts.set_report(REPORT)
        assert [talk.take().report for _ in range(3)] == [REPORT, None, None]
        newer = NodeReport(values={"flip": "both"})
        talk.facts.set_report(newer)
        assert [talk.take().report for _ in range(2)] == [newer, None]

    def test_what_could_not_leave_is_still_to_be_told(self, talk):
        talk.facts.set_report(REPORT)
        assert talk.look().report == REPORT
        assert talk.take().report == REPORT

    def test_a_stock_receiver_is_spared_it(self, talk):
        talk.facts.set_report(REPORT)
        talk.facts.set_health(Health(61.5))
        assert talk.take(ours=False) is NO_NEWS
        assert talk.take().report == REPORT

    def test_a_receiver_that_comes_back_hears_it_anew(self, talk):
        talk.facts.set_report(REPORT)
        talk.take()
        talk.dialogue.left()
        assert talk.take().report == REPORT

    def test_it_waits_for_a_frame_whose_message_leaves_room(self, talk):
        talk.facts.set_report(REPORT)
        largest = Limits().message_bytes
        assert talk.take(message_bytes=largest - 14).report is None
        assert talk.take(message_bytes=largest - 344).report == REPORT

    def test_without_a_way_back_it_goes_every_five_seconds(self, manual_clock):
        talk = Talk(manual_clock, two_way=False)
        talk.facts.set_report(REPORT)
        told = []
        for _ in range(120):
            told.append(talk.take(ours=False).report)
            manual_clock.advance(0.1)
        assert told.count(REPORT) == 3
        assert told[0] == REPORT


class TestHealth:
    @pytest.mark.parametrize("two_way", [True, False])
    def test_the_newest_goes_at_most_every_two_seconds(self, manual_clock, two_way):
        talk = Talk(manual_clock, two_way=two_way)
        told = []
        for second in range(10):
            talk.facts.set_health(Health(uptime_s=second))
            told.append(talk.take().health)
            assert talk.take().health is None
            manual_clock.advance(1)
        assert [health.uptime_s for health in told if health] == [0, 2, 4, 6, 8]

    def test_the_same_is_not_told_again(self, talk, manual_clock):
        talk.facts.set_health(Health(61.5))
        talk.take()
        manual_clock.advance(100)
        assert talk.take() is NO_NEWS

    def test_a_receiver_that_comes_back_hears_it_at_once(self, talk):
        talk.facts.set_health(Health(61.5))
        talk.take()
        talk.dialogue.left()
        assert talk.take().health == Health(61.5)


class TestFault:
    @pytest.mark.parametrize("ours", [True, False])
    def test_it_goes_with_every_frame_as_long_as_it_lasts(self, talk, ours):
        talk.facts.set_fault("no frames for 3 s")
        assert [talk.take(ours=ours).fault for _ in range(3)] == ["no frames for 3 s"] * 3
        talk.facts.set_fault("")
        assert talk.take(ours=ours) is NO_NEWS

    def test_a_placeholder_that_waited_does_not_pass_for_a_picture_afterwards(self, talk):
        assert talk.take("no frames for 3 s").fault == "no frames for 3 s"

    def test_nor_does_a_picture_from_before_when_it_goes_out_meanwhile(self, talk):
        talk.facts.set_fault("no frames for 3 s")
        assert talk.take("").fault == "no frames for 3 s"


class TestResults:
    def test_each_goes_once_and_all_that_fit_go_together(self, talk):
        for number in range(3):
            talk.dialogue.add_result(CommandResult(str(number), applied=number))
        assert [one.id for one in talk.look().results] == ["0", "1", "2"]
        assert [one.id for one in talk.take().results] == ["0", "1", "2"]
        assert talk.take() is NO_NEWS

    def test_what_does_not_fit_goes_with_the_frame_after(self, talk):
        for number in range(10):
            talk.dialogue.add_result(CommandResult(str(number), "x" * 8000))
        told = [[one.id for one in talk.take().results] for _ in range(3)]
        assert told == [["0", "1", "2", "3", "4", "5", "6"], ["7", "8", "9"], []]

    def test_of_more_than_sixty_four_the_oldest_are_dropped(self, talk):
        for number in range(MOST_RESULTS + 6):
            talk.dialogue.add_result(CommandResult(str(number)))
        assert [one.id for one in talk.take().results] == [str(number) for number in range(6, 70)]

    def test_a_receiver_that_left_gets_none_of_them_when_it_is_back(self, talk):
        talk.dialogue.add_result(CommandResult("a"))
        talk.dialogue.add_result(CommandResult("b"), b"jpeg")
        talk.dialogue.left()
        assert talk.take() is NO_NEWS
        assert talk.dialogue.still_to_send() is None

    def test_without_a_way_back_nobody_asked(self, manual_clock):
        talk = Talk(manual_clock, two_way=False)
        talk.dialogue.add_result(CommandResult("a"))
        talk.dialogue.add_result(CommandResult("b"), b"jpeg")
        assert talk.take() is NO_NEWS
        assert talk.dialogue.still_to_send() is None

    def test_a_large_one_goes_without_its_values(self):
        small = CommandResult("a", 1, 2)
        assert fitted(small) is small
        assert fitted(CommandResult("a", "x" * 9000, 5)) == CommandResult("a")
        refused = fitted(CommandResult("a", refused="x" * 9000))
        assert refused == CommandResult("a", refused="x" * LONGEST_REASON)
        assert size_in_json(refused, "result") < MOST_RESULT_BYTES
        with pytest.raises(LocalProtocolError):
            fitted(CommandResult("a", object()))


class TestStills:
    def test_one_carries_its_result_and_a_fault_that_lasts(self, talk):
        result = CommandResult("a", True, True)
        talk.facts.set_fault("no frames for 3 s")
        talk.dialogue.add_result(result, b"jpeg")
        still = talk.dialogue.still_to_send()
        assert (still.result, still.jpeg) == (result, b"jpeg")
        assert talk.dialogue.still_news(still) == NodeNews(
            "no frames for 3 s", "a", results=(result,)
        )
        assert talk.dialogue.still_to_send() is None

    def test_a_third_that_waits_is_refused(self, talk):
        for command_id in "abc":
            talk.dialogue.add_result(CommandResult(command_id), b"jpeg")
        (refused,) = talk.take().results
        assert (refused.id, refused.refused) == ("c", "earlier pictures are still on their way")


class TestHearing:
    def test_a_wish_is_passed_on_when_it_is_another(self, talk, remote):
        changes = []
        for wanted in (None, WISH, WISH, None, WISH):
            talk.dialogue.received(ext(wanted=wanted))
            assert talk.dialogue.wanted == wanted
            changes.append(remote.changes)
        assert changes == [0, 1, 1, 2, 3]

    def test_it_is_forgotten_when_the_receiver_leaves_or_is_a_stock_one(self, talk, remote):
        for forget in (talk.dialogue.left, lambda: talk.dialogue.received(None)):
            talk.dialogue.received(ext(wanted=WISH))
            assert talk.dialogue.wanted == WISH
            forget()
            assert talk.dialogue.wanted is None
        assert remote.changes == 4

    def test_commands_are_passed_on_as_they_came(self, talk, remote):
        commands = (Command("a", "still"), Command("b", "set", {"name": "flip"}))
        talk.dialogue.received(ext(commands=commands))
        assert remote.commands == [(DESK, command) for command in commands]

    def test_changes_of_receivers_are_passed_on(self, talk, remote):
        talk.dialogue.receivers_changed()
        assert remote.changes == 1

    def test_a_program_without_a_remote_control_refuses_commands(self, manual_clock):
        talk = Talk(manual_clock)
        talk.dialogue.received(ext(wanted=WISH, commands=(Command("a", "still"),)))
        talk.dialogue.receivers_changed()
        assert talk.take().results == (CommandResult("a", refused="this camera takes no commands"),)
