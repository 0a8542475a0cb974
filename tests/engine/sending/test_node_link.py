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
from netgear_engine.protocol.header import size_in_json
from netgear_engine.protocol.sender_session import NO_NEWS, NodeIdentity, NodeNews
from netgear_engine.sending.node_facts import NodeFacts
from netgear_engine.sending.node_link import MOST_RESULT_BYTES, MOST_RESULTS, NodeLink, fitted
from netgear_engine.sending.receiver_address import Receiver
from tests.support.recorders import RemoteRecorder

DESK = Receiver("desk", 5566)
REPORT = NodeReport(values={"flip": "none"})
WISH = WantedStream(640, 360)


class Link:
    """A link with a clock; `take` is a frame that goes out."""

    def __init__(self, clock, remote=None, *, two_way=True):
        self.clock = clock
        self.facts = NodeFacts(NodeIdentity())
        self.link = NodeLink(DESK, self.facts, remote, two_way=two_way)

    def look(self, frame_fault="", **more):
        return self.link.news(frame_fault, self.clock.monotonic(), **{"ours": True, **more})

    def take(self, frame_fault="", **more):
        news = self.look(frame_fault, **more)
        self.link.told(news, self.clock.monotonic())
        return news


@pytest.fixture
def remote():
    return RemoteRecorder()


@pytest.fixture
def link(manual_clock, remote):
    return Link(manual_clock, remote)


def ext(**more):
    return ReceiverExt(1, 7, 3.0, 4.0, **more)


class TestReport:
    def test_it_goes_once_and_again_when_it_is_another(self, link):
        link.facts.set_report(REPORT)
        assert [link.take().report for _ in range(3)] == [REPORT, None, None]
        newer = NodeReport(values={"flip": "both"})
        link.facts.set_report(newer)
        assert [link.take().report for _ in range(2)] == [newer, None]

    def test_what_could_not_leave_is_still_to_be_told(self, link):
        link.facts.set_report(REPORT)
        assert link.look().report == REPORT
        assert link.take().report == REPORT

    def test_a_stock_receiver_is_spared_it(self, link):
        link.facts.set_report(REPORT)
        link.facts.set_health(Health(61.5))
        assert link.take(ours=False) is NO_NEWS
        assert link.take().report == REPORT

    def test_a_receiver_that_comes_back_hears_it_anew(self, link):
        link.facts.set_report(REPORT)
        link.take()
        link.link.left()
        assert link.take().report == REPORT

    def test_it_waits_for_a_frame_whose_message_leaves_room(self, link):
        link.facts.set_report(REPORT)
        assert link.take(message_bytes=57_330).report is None
        assert link.take(message_bytes=57_000).report == REPORT

    def test_without_a_way_back_it_goes_every_five_seconds(self, manual_clock):
        link = Link(manual_clock, two_way=False)
        link.facts.set_report(REPORT)
        told = []
        for _ in range(120):
            told.append(link.take(ours=False).report)
            manual_clock.advance(0.1)
        assert told.count(REPORT) == 3
        assert told[0] == REPORT


class TestHealth:
    @pytest.mark.parametrize("two_way", [True, False])
    def test_the_newest_goes_at_most_every_two_seconds(self, manual_clock, two_way):
        link = Link(manual_clock, two_way=two_way)
        told = []
        for second in range(10):
            link.facts.set_health(Health(uptime_s=second))
            told.append(link.take().health)
            assert link.take().health is None
            manual_clock.advance(1)
        assert [health.uptime_s for health in told if health] == [0, 2, 4, 6, 8]

    def test_the_same_is_not_told_again(self, link, manual_clock):
        link.facts.set_health(Health(61.5))
        link.take()
        manual_clock.advance(100)
        assert link.take() is NO_NEWS

    def test_a_receiver_that_comes_back_hears_it_at_once(self, link):
        link.facts.set_health(Health(61.5))
        link.take()
        link.link.left()
        assert link.take().health == Health(61.5)


class TestFault:
    @pytest.mark.parametrize("ours", [True, False])
    def test_it_goes_with_every_frame_as_long_as_it_lasts(self, link, ours):
        link.facts.set_fault("no frames for 3 s")
        assert [link.take(ours=ours).fault for _ in range(3)] == ["no frames for 3 s"] * 3
        link.facts.set_fault("")
        assert link.take(ours=ours) is NO_NEWS

    def test_a_placeholder_that_waited_does_not_pass_for_a_picture_afterwards(self, link):
        assert link.take("no frames for 3 s").fault == "no frames for 3 s"

    def test_nor_does_a_picture_from_before_when_it_goes_out_meanwhile(self, link):
        link.facts.set_fault("no frames for 3 s")
        assert link.take("").fault == "no frames for 3 s"


class TestResults:
    def test_each_goes_once_and_all_that_fit_go_together(self, link):
        for number in range(3):
            link.link.answer(CommandResult(str(number), applied=number))
        assert [one.id for one in link.look().results] == ["0", "1", "2"]
        assert [one.id for one in link.take().results] == ["0", "1", "2"]
        assert link.take() is NO_NEWS

    def test_what_does_not_fit_goes_with_the_frame_after(self, link):
        for number in range(10):
            link.link.answer(CommandResult(str(number), "x" * 8000))
        told = [[one.id for one in link.take().results] for _ in range(3)]
        assert told == [["0", "1", "2", "3", "4", "5", "6"], ["7", "8", "9"], []]

    def test_of_more_than_sixty_four_the_oldest_are_dropped(self, link):
        for number in range(MOST_RESULTS + 6):
            link.link.answer(CommandResult(str(number)))
        assert [one.id for one in link.take().results] == [str(number) for number in range(6, 70)]

    def test_a_receiver_that_left_gets_none_of_them_when_it_is_back(self, link):
        link.link.answer(CommandResult("a"))
        link.link.answer(CommandResult("b"), b"jpeg")
        link.link.left()
        assert link.take() is NO_NEWS
        assert link.link.still_to_send() is None

    def test_without_a_way_back_nobody_asked(self, manual_clock):
        link = Link(manual_clock, two_way=False)
        link.link.answer(CommandResult("a"))
        link.link.answer(CommandResult("b"), b"jpeg")
        assert link.take() is NO_NEWS
        assert link.link.still_to_send() is None

    def test_a_large_one_goes_without_its_values(self):
        small = CommandResult("a", 1, 2)
        assert fitted(small) is small
        assert fitted(CommandResult("a", "x" * 9000, 5)) == CommandResult("a")
        refused = fitted(CommandResult("a", refused="x" * 9000))
        assert refused == CommandResult("a", refused="x" * 500)
        assert size_in_json(refused, "result") < MOST_RESULT_BYTES
        with pytest.raises(LocalProtocolError):
            fitted(CommandResult("a", object()))


class TestStills:
    def test_one_carries_its_result_and_a_fault_that_lasts(self, link):
        result = CommandResult("a", True, True)
        link.facts.set_fault("no frames for 3 s")
        link.link.answer(result, b"jpeg")
        still = link.link.still_to_send()
        assert (still.result, still.jpeg) == (result, b"jpeg")
        assert link.link.still_news(still) == NodeNews("no frames for 3 s", "a", results=(result,))
        assert link.link.still_to_send() is None

    def test_a_third_that_waits_is_refused(self, link):
        for command_id in "abc":
            link.link.answer(CommandResult(command_id), b"jpeg")
        (refused,) = link.take().results
        assert (refused.id, refused.refused) == ("c", "earlier pictures are still on their way")


class TestHearing:
    def test_a_wish_is_passed_on_when_it_is_another(self, link, remote):
        for wanted in (None, WISH, WISH, None, WISH):
            link.link.heard(ext(wanted=wanted))
        assert remote.wishes == [(DESK, WISH), (DESK, None), (DESK, WISH)]

    def test_it_is_forgotten_when_the_receiver_leaves_or_is_a_stock_one(self, link, remote):
        link.link.heard(ext(wanted=WISH))
        link.link.left()
        link.link.left()
        link.link.heard(ext(wanted=WISH))
        link.link.heard(None)
        assert remote.wishes == [(DESK, WISH), (DESK, None)] * 2

    def test_commands_are_passed_on_as_they_came(self, link, remote):
        commands = (Command("a", "still"), Command("b", "set", {"name": "flip"}))
        link.link.heard(ext(commands=commands))
        assert remote.commands == [(DESK, command) for command in commands]

    def test_changes_of_receivers_are_passed_on(self, link, remote):
        link.link.receivers_changed()
        assert remote.changes == 1

    def test_a_program_without_a_remote_control_refuses_commands(self, manual_clock):
        link = Link(manual_clock)
        link.link.heard(ext(wanted=WISH, commands=(Command("a", "still"),)))
        link.link.receivers_changed()
        assert link.take().results == (CommandResult("a", refused="this camera takes no commands"),)
