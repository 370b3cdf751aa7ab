"""Each benchmark runs at a tiny size and prints its lines; how quick it is depends on the machine and is not tested."""

import json

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.report import Line, Spent, compare, show
from benchmarks.till import transcode, write_bills

TINY = ["--rows", "1000", "--bills", "2000", "--customers", "40", "--big-rows", "1000", "--rounds", "1"]
EXPECTED = {
    "import": ["import, utf-8", "import, gb18030"],
    "grading": [
        "grading, bare group by", "grading, faster than pandas from the same file", "grading, faster than pandas, bills in memory",
    ],
    "retention": ["retention by month, one grading", "cohorts, one grading", "chance of return, one grading",
                  "foresight, one grading", "foresight as potential, one grading", "24 month-ends in one pass, one by one"],
    "managers": [
        *(f"{name}, last day {day}, one grading" for day in ("31 Aug", "20 Aug") for name in (
            "today's list", "plan of a month", "progress", "who was expected", "coverage", "promises overdue", "handover", "points",
            "development", "rules of thumb", "table occupancy", "festival",
        )),
        "today of all managers, shown again", "today of all managers, a tap",
    ],
    "pages": ["overview, shown again", "customers, shown again", "customers, another search", "customers, sorted otherwise",
              "today, shown again", "foresight, shown again"],
    "merges": ["grading after merges, grading before", "merge proposals, one grading", "merging all pairs at once, one grading"],
    "memory": ["memory, a bill a row", "memory, two rows a bill"],
}


@pytest.mark.parametrize("part", EXPECTED)
def test_a_benchmark_prints_its_lines_and_leaves_only_the_figures(part, tmp_path):
    result = CliRunner().invoke(main, [part, *TINY, "--output", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    figures = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert [line["name"] for line in figures["lines"]] == EXPECTED[part]
    assert all(line["name"] in result.output for line in figures["lines"])
    assert "Machine: cores" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["latest.json"]


def test_a_ratio_is_taken_pair_by_pair():
    ours, theirs = [Spent(2, 4), Spent(9, 4), Spent(6, 4)], [Spent(1, 2), Spent(3, 2), Spent(3, 2)]
    line = compare("x", ours, theirs, 3, "")
    assert (line.value, line.low, line.high, line.cpu, line.met) == (2, 2, 3, 2, True)
    faster = compare("x", theirs, ours, 3, "", at_least=True)
    assert (faster.value, faster.met) == (2, False)
    assert "missed" in show([faster])


def test_a_limit_is_kept_up_to_and_including_itself():
    assert Line("x", "×", 3.0, 3, 3, 3.0).met
    assert not Line("x", "×", 3.01, 3, 3, 3.0).met


def test_the_same_seed_gives_the_same_file_in_any_encoding(tmp_path):
    one, two = (write_bills(tmp_path / name, 1000, customers=50) for name in ("one.csv", "two.csv"))
    assert one.read_bytes() == two.read_bytes()
    again = transcode(one, tmp_path / "gbk.csv", "gb18030").read_text(encoding="gb18030")
    assert again == one.read_text(encoding="utf-8")
    assert again.count("\n") == 1001
