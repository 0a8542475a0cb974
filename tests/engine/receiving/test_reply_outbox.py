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


class TestKeeping:
    def test_a_kept_reply_is_taken_again_and_again_by_every_port(self):
        outbox = ReplyOutbox()
        outbox.keep("left")
        assert [outbox.take(port) for port in (5566, 5567, 5566)] == ["left"] * 3

    def test_a_reply_of_its_own_goes_before_it_once(self):
        outbox = ReplyOutbox()
        outbox.keep("left")
        outbox.put(5566, 0)
        assert [outbox.take(port) for port in (5567, 5566, 5566)] == ["left", 0, "left"]

    def test_it_is_replaced_and_ended(self):
        outbox = ReplyOutbox()
        outbox.keep("left")
        outbox.keep("right")
        assert outbox.take(5566) == "right"
        outbox.keep(None)
        assert outbox.take(5566) is None

    def test_a_port_s_own_goes_before_that_for_all(self):
        outbox = ReplyOutbox()
        outbox.keep("left")
        outbox.keep("right", 5566)
        assert [outbox.take(port) for port in (5566, 5567, 5566)] == ["right", "left", "right"]
        outbox.keep(None, 5566)
        outbox.keep(None, 5568)
        assert outbox.take(5566) == "left"

    def test_it_stays_when_what_waits_is_withdrawn(self):
        outbox = ReplyOutbox()
        outbox.keep("right", 5566)
        outbox.put(5566, "once")
        outbox.withdraw(5566)
        outbox.withdraw(5567)
        assert outbox.take(5566) == "right"

    def test_it_is_forgotten_with_its_port(self):
        outbox = ReplyOutbox()
        outbox.keep("right", 5566)
        outbox.forget(5566)
        assert outbox.take(5566) is None

    def test_nothing_waits_because_of_it(self):
        outbox = ReplyOutbox()
        outbox.keep("left")
        assert not outbox.waits(5566)


def test_what_waits_for_a_port_can_be_forgotten():
    outbox = ReplyOutbox()
    outbox.put(5566, "left")
    outbox.put(5567, "right")
    outbox.forget(5566)
    outbox.forget(5568)
    assert [outbox.take(port) for port in (5566, 5567)] == [None, "right"]


def test_it_tells_where_a_reply_waits_also_a_falsy_one():
    outbox = ReplyOutbox()
    outbox.put(5566, 0)
    assert outbox.waits(5566)
    assert not outbox.waits(5567)
    assert outbox.take(5566) == 0
    assert not outbox.waits(5566)
