import csv

import pytest

from gui.event_log.export import HEADER, safe_cell, write_csv
from gui.event_log.record import Kind
from gui.look.time_words import date_and_time
from tests.support.records import WALL, alarm, record


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Gate", "", "1=1", " -", "'=1"])
def test_every_other_cell_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_a_file_for_spreadsheets(tmp_path):
    path = tmp_path / "events.csv"
    facts = {"kind": Kind.LOST, "key": "5566", "outage": 72}
    named = record(1, camera="=HYPERLINK(1)", text='"a", lost', **facts)
    seen = alarm(2, keys=("5566", "5567"), acknowledged=WALL, initials="AB", note="-see log\nCôté")
    assert write_csv(path, iter([seen, named])) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == HEADER
    assert rows[1]["camera"] == "'=HYPERLINK(1)"
    assert (rows[1]["text"], rows[1]["outage in seconds"]) == ('"a", lost', "72.0")
    assert (rows[0]["key"], rows[0]["initials"]) == ("5566 5567", "AB")
    assert rows[0]["note"] == "'-see log\nCôté"
    assert rows[0]["alarm"] == "yes"
    assert date_and_time(WALL)[-8:] == rows[0]["acknowledged"][-8:]
