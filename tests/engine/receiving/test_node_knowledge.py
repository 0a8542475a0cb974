import pytest

from netgear_engine.protocol.ext import Health, NodeReport, SenderExt
from netgear_engine.receiving.node_knowledge import NodeKnowledge, fault_of

HEALTH = Health(61.5)
REPORT = NodeReport(values={"flip": "none"})


def told(**more):
    return SenderExt(1, 7, **{"node": "pi/gate", **more})


@pytest.fixture
def knowledge():
    known = NodeKnowledge()
    known.received(told(health=HEALTH, report=REPORT))
    return known


def test_nothing_is_known_before_the_first_frame():
    known = NodeKnowledge()
    assert (known.fault, known.health, known.report, known.is_ours) == ("", None, None, False)


def test_what_was_told_last_is_known_until_it_is_told_anew(knowledge):
    knowledge.received(told())
    assert (knowledge.health, knowledge.report, knowledge.is_ours) == (HEALTH, REPORT, True)
    knowledge.received(told(health=Health(70.0)))
    assert (knowledge.health, knowledge.report) == (Health(70.0), REPORT)


def test_a_fault_is_told_with_every_frame_or_it_is_over(knowledge):
    knowledge.received(told(fault="no frames for 3 s"))
    assert knowledge.fault == "no frames for 3 s"
    knowledge.received(told())
    assert knowledge.fault == ""


@pytest.mark.parametrize("other", [told(node="pi/garden"), None], ids=["ours", "stock"])
def test_of_another_sender_nothing_is_known(knowledge, other):
    knowledge.received(told(fault="no frames for 3 s"))
    knowledge.received(other)
    assert (knowledge.fault, knowledge.health, knowledge.report) == ("", None, None)
    assert knowledge.is_ours is (other is not None)


def test_a_fault_is_cut_where_nobody_reads_on():
    assert len(fault_of(told(fault="x" * 60_000))) == 400
    assert fault_of(None) == ""
