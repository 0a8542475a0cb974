import pytest

from gui.side_panel.messages.conversation import (
    ANSWER_WITHIN_S,
    MOST_BUBBLES,
    SEND_WITHIN_S,
    Conversation,
    Delivery,
    round_trip_words,
)


def deliveries(conversation):
    return [bubble.delivery for bubble in conversation.bubbles]


def note(conversation, number=-1):
    """Return a bubble's small line without the time of day."""
    return conversation.bubbles[number].note.partition(" ")[2]


def test_a_reply_waits_until_it_is_sent():
    conversation = Conversation()
    conversation.say("lights on", 0.0)
    assert deliveries(conversation) == [Delivery.WAITING]
    assert note(conversation) == "queued, goes with the next frame"
    conversation.sent("lights on", 5.0)
    assert conversation.bubbles[0].wall == 5.0
    assert note(conversation) == "sent"


def test_a_newer_reply_takes_the_place_of_one_that_still_waits():
    conversation = Conversation()
    conversation.say("one", 0.0)
    conversation.say("two", 1.0)
    conversation.sent("two", 2.0)
    assert deliveries(conversation) == [Delivery.REPLACED, Delivery.SENT]


def test_a_reply_sent_by_another_hand_is_shown_and_takes_the_place_too():
    conversation = Conversation()
    conversation.say("mine", 0.0)
    conversation.sent("another", 5.0)
    assert [(b.text, b.delivery) for b in conversation.bubbles] == [
        ("mine", Delivery.REPLACED),
        ("another", Delivery.SENT),
    ]


class TestAnswers:
    def sent(self):
        conversation = Conversation()
        conversation.say("lights on", 99.0)
        conversation.sent("lights on", 100.0)
        return conversation

    def test_the_next_message_answers_and_tells_the_round_trip(self):
        conversation = self.sent()
        assert conversation.received("lights are on", 100.034)
        assert conversation.round_trip == pytest.approx(0.034)
        assert note(conversation, 0) == "sent · answered in 34 ms"
        assert not conversation.received("something else", 100.1)
        assert note(conversation, 0) == "sent · answered in 34 ms"

    def test_what_comes_much_later_is_no_answer(self):
        conversation = self.sent()
        assert not conversation.received("tick", 100 + ANSWER_WITHIN_S + 0.1)
        assert conversation.round_trip is None
        assert note(conversation, 0) == "sent"

    def test_what_came_before_is_no_answer(self):
        conversation = self.sent()
        assert not conversation.received("tick", 99.9)
        assert conversation.round_trip is None

    def test_a_message_that_only_repeats_the_one_before_answers_as_well(self):
        conversation = Conversation()
        conversation.received("ok", 98.0)
        conversation.say("lights on", 99.0)
        conversation.sent("lights on", 100.0)
        conversation.received("ok", 101.5)
        assert note(conversation, 1) == "sent · answered in 1.5 s"


class TestTimeOut:
    def test_a_reply_for_which_no_frame_comes_is_given_up_once(self):
        conversation = Conversation()
        conversation.say("open", 0.0, now=1000.0)
        assert not conversation.expire(1000.0 + SEND_WITHIN_S - 0.1)
        assert conversation.waits
        assert conversation.expire(1000.0 + SEND_WITHIN_S)
        assert note(conversation) == "not sent: no frame came"
        assert not conversation.waits
        assert not conversation.expire(2000.0)

    def test_one_that_left_just_then_is_told_as_sent(self):
        conversation = Conversation()
        conversation.say("open", 0.0, now=1000.0)
        conversation.expire(1030.0)
        conversation.sent("open", 30.0)
        assert deliveries(conversation) == [Delivery.SENT]


class TestWithEveryFrame:
    def test_it_says_so_until_it_is_ended(self):
        conversation = Conversation()
        conversation.say("still", 0.0, repeats=True)
        conversation.sent("still", 1.0)
        assert note(conversation) == "sent with every frame"
        assert not conversation.end_repeating(2.0)
        assert note(conversation).startswith("sent with every frame until ")

    def test_it_is_not_given_up(self):
        conversation = Conversation()
        conversation.say("still", 0.0, now=0.0, repeats=True)
        assert not conversation.expire(10_000.0)

    def test_one_that_never_left_says_so(self):
        conversation = Conversation()
        conversation.say("still", 0.0, repeats=True)
        assert conversation.end_repeating(2.0)
        assert note(conversation) == "not sent: cleared before a frame came"

    def test_a_newer_one_ends_it(self):
        conversation = Conversation()
        conversation.say("still", 0.0, repeats=True)
        conversation.sent("still", 1.0)
        conversation.say("go", 2.0, repeats=True)
        assert conversation.bubbles[0].ended_wall == 2.0

    def test_a_single_reply_leaves_it_as_it_is(self):
        conversation = Conversation()
        conversation.say("still", 0.0, repeats=True)
        conversation.say("once", 1.0)
        conversation.sent("once", 2.0)
        assert deliveries(conversation) == [Delivery.KEPT, Delivery.SENT]
        assert note(conversation, 0) == "goes with every frame"


def test_the_same_message_again_and_again_is_counted_in_one_bubble():
    conversation = Conversation()
    conversation.received("hot", 0.0)
    conversation.received("hot", 1.0)
    conversation.say("cool down", 2.0)
    conversation.received("hot", 3.0)
    assert [bubble.times for bubble in conversation.bubbles] == [2, 1, 1]
    assert conversation.bubbles[0].note.endswith("2 times")


def test_complaint_7_only_the_newest_are_kept_but_all_are_counted():
    conversation = Conversation()
    for number in range(MOST_BUBBLES + 5):
        conversation.received(str(number), 0.0)
    conversation.skip(800, 0.0)
    assert len(conversation.bubbles) == MOST_BUBBLES
    assert conversation.bubbles[0].text == "6"
    assert note(conversation) == "came too fast to be shown"
    assert conversation.total == MOST_BUBBLES + 805


class TestLongMessages:
    def test_only_the_beginning_is_shown_until_it_is_opened(self):
        conversation = Conversation()
        conversation.received("word " * 1000, 0.0)
        (bubble,) = conversation.bubbles
        assert bubble.is_long
        assert len(bubble.shown) < 500
        bubble.is_open = True
        assert bubble.shown == bubble.text

    def test_one_of_many_lines_is_long_too(self):
        conversation = Conversation()
        conversation.received("\n".join("123456789"), 0.0)
        assert conversation.bubbles[0].shown == "1\n2\n3\n4\n5\n6\n7\n8…"

    def test_a_huge_one_is_never_shown_whole(self):
        conversation = Conversation()
        conversation.received("x" * 100_000, 0.0)
        conversation.bubbles[0].is_open = True
        assert conversation.bubbles[0].shown.endswith(
            "(80000 characters more: copy to have them all)"
        )

    def test_complaint_7_a_thousand_long_ones_do_not_fill_the_memory(self):
        conversation = Conversation()
        for number in range(2 * MOST_BUBBLES):
            conversation.received(f"{number} " + "x" * 60_000, 0.0)
        assert sum(len(bubble.text) for bubble in conversation.bubbles) < 1_100_000
        assert len(conversation.bubbles[-1].text) > 60_000
        assert conversation.bubbles[0].text.endswith("(the rest is no longer kept)")


@pytest.mark.parametrize(("seconds", "words"), [(0.034, "34 ms"), (1.25, "1.2 s"), (0, "0 ms")])
def test_round_trips_are_told_shortly(seconds, words):
    assert round_trip_words(seconds) == words
