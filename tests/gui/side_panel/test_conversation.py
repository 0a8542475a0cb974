from gui.side_panel.conversation import MOST_BUBBLES, Conversation, Delivery


def deliveries(conversation):
    return [bubble.delivery for bubble in conversation.bubbles]


def test_a_reply_waits_until_it_is_sent():
    conversation = Conversation()
    conversation.say("lights on", 0.0)
    assert deliveries(conversation) == [Delivery.WAITING]
    conversation.sent("lights on", 5.0)
    assert deliveries(conversation) == [Delivery.SENT]
    assert conversation.bubbles[0].wall == 5.0
    assert conversation.bubbles[0].note.endswith(" sent")


def test_a_newer_reply_takes_the_place_of_one_that_still_waits():
    conversation = Conversation()
    conversation.say("one", 0.0)
    conversation.say("two", 1.0)
    conversation.sent("two", 2.0)
    assert deliveries(conversation) == [Delivery.REPLACED, Delivery.SENT]


def test_a_reply_sent_by_another_hand_is_shown_too():
    conversation = Conversation()
    conversation.sent("lights on", 5.0)
    assert [(b.text, b.delivery) for b in conversation.bubbles] == [("lights on", Delivery.SENT)]


def test_the_same_message_again_and_again_is_counted_in_one_bubble():
    conversation = Conversation()
    assert conversation.hear("hot", 0.0)
    assert not conversation.hear("hot", 1.0)
    conversation.say("cool down", 2.0)
    assert conversation.hear("hot", 3.0)
    assert [bubble.times for bubble in conversation.bubbles] == [2, 1, 1]
    assert conversation.bubbles[0].note.endswith("2 times")


def test_only_the_newest_are_kept_but_all_are_counted():
    conversation = Conversation()
    for number in range(MOST_BUBBLES + 5):
        conversation.hear(str(number), 0.0)
    assert len(conversation.bubbles) == MOST_BUBBLES
    assert conversation.bubbles[0].text == "5"
    assert conversation.total == MOST_BUBBLES + 5
