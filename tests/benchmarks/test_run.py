"""`make bench` still runs: one part end to end, for a moment. How fast it is is no matter here."""

import json
import sys

import pytest

from tests.benchmarks.growth_chart import Chart, draw
from tests.benchmarks.report import Table, words
from tests.benchmarks.test_netgear import run_to_its_end
from tests.benchmarks.walls.contest import BARE, HUB, OURS, STOCK, TITLES


@pytest.mark.interop
def test_a_wall_is_measured_into_the_document_and_as_json(tmp_path):
    document, numbers = tmp_path / "performance.md", tmp_path / "bench.json"
    document.write_text(
        "before\n<!-- bench: wall begin -->\nold\n<!-- bench: wall end -->\nafter\n"
    )
    command = [sys.executable, "-m", "tests.benchmarks.run", "--only", "wall", "--rounds", "1"]
    command += ["--times", "0.2", "--output", str(document), "--json", str(numbers)]
    returned, errors = run_to_its_end(command)
    assert returned == 0, errors
    (table,) = json.loads(numbers.read_text(encoding="utf-8"))["wall"]["tables"]
    # FFmpeg and GStreamer may not be installed; then the table says so.
    for name in (OURS, BARE, STOCK, HUB):
        row = table["rows"][TITLES[name]]
        assert row["frames shown/s"] > 0
        assert row["CPU ms a frame"] > 0
        assert row["age p50 ms"] > 0
    assert all(row["frames shown/s"] is not None for row in table["rows"].values())
    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "\nold\n" not in text
    assert all(f"| {title} |" in text for title in TITLES.values())


def test_a_table_takes_the_place_of_the_one_between_its_marks():
    first = Table("a", "what", ("ms", "words"), {"one": (1.234, "not installed")})
    second = Table("a", "what", ("ms", "words"), {"one": (123.4, None)}, ("a remark",))
    document = first.put_into("Text.\n")
    assert "| one | 1.23 | not installed |" in document
    changed = second.put_into(document + "\nMore.\n")
    assert changed.startswith("Text.\n\n<!-- bench: a begin -->\n\n| what | ms | words |\n")
    assert changed.endswith("| one | 123 | – |\n\n- a remark\n\n<!-- bench: a end -->\n\nMore.\n")
    assert second.put_into(changed) == changed


def test_figures_have_about_three_digits():
    assert [words(one) for one in (0.1234, 12.34, 1234.0, float("nan"))] == [
        *("0.12", "12.3", "1234", "–")
    ]


def test_a_chart_is_a_small_picture(tmp_path):
    lines = [[(1, 100.0), (64, 40.0)], [(1, 90.0)], []]
    file = tmp_path / "chart.png"
    draw([Chart("shown", lines)] * 6, ["ours", "bare", "stock"], file)
    assert file.read_bytes().startswith(b"\x89PNG")
    assert file.stat().st_size < 60_000
