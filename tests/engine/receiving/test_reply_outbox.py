from netgear_engine.receiving.reply_outbox import ReplyOutbox


def test_a_reply_is_taken_once():
    outbox = ReplyOutbox()
    outbox.put(5566, "left")
    assert outbox.take(5566) == "left"
    assert outbox.take(5566) is None


def test_the_newest_wins():
    outbox = ReplyOutbox()
    outbox.put(5566, "left")
    outbox.put(5566, "right")
    assert outbox.take(5566) == "right"
    assert outbox.take(5566) is None


def test_each_port_has_its_own():
    outbox = ReplyOutbox()
    outbox.put(5566, "left")
    assert outbox.take(5567) is None
    assert outbox.take(5566) == "left"


def test_it_tells_where_a_reply_waits_also_a_falsy_one():
    outbox = ReplyOutbox()
    outbox.put(5566, 0)
    assert outbox.waits(5566)
    assert not outbox.waits(5567)
    assert outbox.take(5566) == 0
    assert not outbox.waits(5566)
