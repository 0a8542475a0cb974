"""What operators complain of in such programs: each of it has a test that names it."""

import re

from tests.architecture.source_tree import ROOT, modules

_LIST = ROOT / "docs" / "operator-features.md"
_ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


def test_every_complaint_has_a_test_or_a_reason_why_not():
    listed = dict(_ROW.findall(_LIST.read_text(encoding="utf-8").partition("## Complaints")[2]))
    tests = "".join((ROOT / module).read_text("utf-8") for module in modules("tests"))
    tested = set(re.findall(r"complaint[_ ](\d+)", tests))
    left_out = {number for number, how in listed.items() if how.startswith("Not built")}
    assert sorted(map(int, listed)) == list(range(1, 26))
    assert sorted(set(listed) - left_out - tested, key=int) == []
    assert sorted(tested - set(listed), key=int) == []
