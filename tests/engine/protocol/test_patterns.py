from netgear_engine.protocol.patterns import FACTS, Pattern


def test_the_numbers_are_netgears():
    assert [int(pattern) for pattern in Pattern] == [0, 1, 2]


def test_every_pattern_has_its_facts():
    assert set(FACTS) == set(Pattern)


def test_only_publish_subscribe_has_no_answers():
    without = [pattern for pattern in Pattern if not FACTS[pattern].answers_frames]
    assert without == [Pattern.PUBLISH_SUBSCRIBE]


def test_only_request_reply_answers_a_goodbye():
    answering = [pattern for pattern in Pattern if FACTS[pattern].answers_goodbye]
    assert answering == [Pattern.REQUEST_REPLY]


def test_only_a_pair_is_for_two_alone():
    alone = [pattern for pattern in Pattern if not FACTS[pattern].several_peers]
    assert alone == [Pattern.PAIR]
