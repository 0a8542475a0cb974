import pytest

from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.ext import Control, Health, NodeReport
from netgear_engine.protocol.json_text import size_in_json
from netgear_engine.protocol.sender_session import NodeIdentity
from netgear_engine.protocol.text import LONGEST_REASON
from netgear_engine.sending.node_facts import MOST_REPORT_BYTES, NodeFacts


@pytest.fixture
def facts():
    return NodeFacts(NodeIdentity())


def report_of(controls):
    return NodeReport({f"control {number}": Control("int") for number in range(controls)})


def test_a_report_is_kept_with_its_size(facts):
    report = report_of(20)
    facts.set_report(report)
    assert facts.report.report is report
    assert facts.report.size == size_in_json(report, "report")


def test_one_that_no_header_carries_is_refused_and_the_last_one_stays(facts):
    report = report_of(20)
    facts.set_report(report)
    assert size_in_json(report_of(2000), "report") > MOST_REPORT_BYTES
    with pytest.raises(LocalProtocolError, match="leave out some controls"):
        facts.set_report(report_of(2000))
    with pytest.raises(LocalProtocolError, match="the report cannot be sent"):
        facts.set_report(NodeReport(values={"lens": object()}))
    assert facts.report.report is report


def test_health_that_json_cannot_carry_is_refused(facts):
    with pytest.raises(LocalProtocolError, match="the health cannot be sent"):
        facts.set_health(Health(temperature_c=object()))
    assert facts.health is None


def test_a_long_fault_is_cut(facts):
    facts.set_fault("x" * 10_000)
    assert facts.fault == "x" * LONGEST_REASON
    facts.set_fault("")
    assert facts.fault == ""
