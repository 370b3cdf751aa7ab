"""The shell and grading schemes: which there are, whether a file is one, and every command under any scheme."""

import csv
import io
import json

import pytest

from segmentation.measures.grades.grading import COLUMNS
from segmentation.schemes import load_scheme, schemes

BILLS = "账单号,日期,客户编号,客户名称,金额\nB1,2026-08-01,K1,财政局,600.50\nB2,2026-09-02,K1,财政局,200\nB3,2026-09-03,K2,远山,99.50\nB4,2026-09-04,,散客,100\n"
SCORES = {
    "abcd": [], "pyramid": ["measured", "place"], "levels": ["measured", "place"], "levels_hand": ["score", "stars", "maintenance", "rated"],
    "cards": ["to_next", "to_next_total_visits", "to_next_known_days"], "stars": ["to_next"], "ladder": ["to_next", "to_next_known_days"],
    "focus": ["to_next", "to_next_known_days"], "vip": ["to_next", "to_next_frequency", "to_next_profit"],
    "potential": ["value", "potential", "potential_by"], "ninebox": ["value", "potential", "potential_by"],
    "rfm": ["r", "f", "m", "fm", "code"], "rfm_ranges": ["r", "f", "m", "code"], "rfm_quartile": ["r", "f", "m", "code"], "rfm_half_year": ["r", "f", "m", "code"],
}
# as of 2026-09-04 of all: K1 came twice and brought 800.50, K2 once with 99.50
TIERS = {
    "abcd": ["A", "B"], "pyramid": ["vital", "small"], "levels": ["important", "core"], "levels_hand": ["", ""],
    "cards": ["regular", "new"], "stars": ["star2", "star1"], "ladder": ["stock", "stock"], "focus": ["target", "target"],
    "vip": ["regular", "regular"], "potential": ["", ""], "ninebox": ["", ""],  # 800.50 in 35 days are 696.15 a month; both are known too short
    # K1 2 days ago, K2 1 day ago; fifths and quarters of two are the lowest and the highest
    "rfm": ["cant_lose", "new"], "rfm_ranges": ["at_risk", "new"], "rfm_quartile": ["at_risk", "fresh"], "rfm_half_year": ["fresh", "fresh"],
}


@pytest.fixture
def house(shell, tmp_path):
    """A shell whose warehouse holds the store s."""
    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    assert shell("import", tmp_path / "bills.csv", "--store", "s")[0] == 0
    return shell


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_schemes_are_listed_with_key_rule_tiers_and_defaults(shell):
    status, out, err = shell("schemes", "--json", "--lang", "zh")
    answer = {each["key"]: each for each in json.loads(out)}
    assert (status, err, list(answer)) == (0, "", list(schemes()))
    assert answer["cards"]["rule"] == "threshold"
    assert [tier["label"] for tier in answer["cards"]["tiers"]] == ["钻石卡", "金卡", "银卡", "普通卡", "新客"]
    assert answer["cards"]["defaults"] == {"window": "all", "frequency": "visits", "long_loyal_days": "365", "regrade": "quarter"}
    assert answer["abcd"]["defaults"] == {
        "active_days": "60", "top_share": "20", "split": "50", "window": "365", "frequency": "visits", "rank_by": "contribution",
    }
    assert answer["rfm"]["score_columns"] == ["r", "f", "m", "fm", "code"]
    assert "cards              Card tiers: Diamond · Gold · Silver · Regular · New" in shell("schemes")[1]


def test_every_scheme_lists_the_fixed_columns_and_then_its_scores(house):
    for key in schemes():
        status, out, err = house("tiers", "--store", "s", "--scheme", key)
        header, *rows = rows_of(out)
        scores = header[len(COLUMNS):]
        assert (status, tuple(header[: len(COLUMNS)])) == (0, COLUMNS)
        said = "the bills up to that day do not say enough for a forecast" if "potential_by" in scores else ""
        assert said in err if said else not err
        assert scores == SCORES.get(key, ["score", "stars", "maintenance", "rated"]), key
        by_customer = {row[1]: row for row in rows}
        assert [by_customer[customer][COLUMNS.index("tier")] for customer in ("K1", "K2")] == TIERS.get(key, ["", ""]), key


def test_scores_are_written_as_they_are(house):
    def scores(key):
        rows = rows_of(house("tiers", "--store", "s", "--scheme", key)[1])[1:]
        return {row[1]: row[len(COLUMNS):] for row in rows}

    assert scores("cards") == {"K1": ["5000.01", "0", "0"], "K2": ["0.00", "1", "0"]}  # of the last quarter's end nothing counts yet
    assert scores("pyramid") == {"K1": ["800.50", "1"], "K2": ["99.50", "2"]}
    assert scores("rfm") == {"K1": ["1", "5", "5", "5", "155"], "K2": ["5", "1", "1", "1", "511"]}
    assert scores("levels_hand") == {"K1": ["", "", "", "0"], "K2": ["", "", "", "0"]}


@pytest.mark.parametrize("key", ["pyramid", "cards", "ninebox", "rfm", "scorecard"])
def test_shares_deck_and_targets_take_any_scheme(house, tmp_path, key):
    status, out, _ = house("shares", "--store", "s", "--scheme", key, "--json")
    answer = json.loads(out)
    assert (status, [each["key"] for each in answer["slices"]][: len(load_scheme(key).tiers)]) == (0, list(load_scheme(key).tier_keys))
    assert sum(each["customers"] for each in answer["slices"]) == 2
    if key == "scorecard":  # nobody is rated
        assert (answer["slices"][-1]["key"], answer["slices"][-1]["customers"]) == ("none", 2)
    for command in (["deck", "--by", "tier"], ["targets"]):
        file = tmp_path / f"{command[0]}.zip"
        status, out, err = house(*command, "--store", "s", "--scheme", key, "--out", file)
        assert (status, out, err) == (0, "", "")
        assert file.read_bytes()[:2] == b"PK"


def test_an_unknown_scheme_is_refused_with_those_there_are(house):
    for command in (["tiers"], ["shares"], ["deck", "--out", "x"], ["targets", "--out", "x"]):
        status, out, err = house(*command, "--store", "s", "--scheme", "nothing")
        assert (status, out) == (2, "")
        assert err.startswith("There is no scheme “nothing”. There are: abcd, ")


@pytest.fixture
def ours(tmp_path):
    """Write the card tiers under a key of one's own, changed as told."""

    def write(*changes):
        text = load_scheme("cards").text.replace('key = "cards"', 'key = "ours"')
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "ours.toml"
        path.write_text(text, encoding="utf-8-sig")
        return path

    return write


def test_a_good_file_is_said_to_be_one_and_nothing_is_kept(shell, ours):
    assert shell("schemes", "check", ours()) == (0, "ours.toml is a scheme: Card tiers, 5 tiers by the rule threshold.\n", "")
    assert shell("schemes", "check", ours(), "--lang", "zh")[0] == 0
    assert "ours" not in [each["key"] for each in json.loads(shell("schemes", "--json")[1])]


@pytest.mark.parametrize(("change", "english", "chinese"), [
    (("above = 50000", "over = 50000"), "a condition of tiers.diamond needs a measure and one of from, above, up_to, below", "tiers.diamond"),
    (('colour = "#5153D6"', 'colour = "blue"'), "the colour of tiers.diamond must be written #rrggbb, not “blue”", "#rrggbb"),
    (('rule = "threshold"', 'rule = "magic"'), "unknown rule magic", "magic"),
])
def test_a_broken_file_is_refused_with_line_and_reason_in_both_languages(shell, ours, change, english, chinese):
    file = ours(change)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    status, out, err = shell("schemes", "check", file)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert english in err
    line = int(err.split(":")[1])
    assert change[1] in "\n".join(lines[line - 1 : line + 3])
    status, out, said = shell("schemes", "check", file, "--lang", "zh")
    assert (status, out) == (2, "")
    assert said.startswith(f"ours.toml:{line}：")
    assert chinese in said
    assert any("一" <= letter <= "鿿" for letter in said)


@pytest.mark.parametrize("data", [b"key = \xff", b"", b"key = 1\nkey = 2\n", b"a = " + b"[" * 90_000, b"#" * 300_000])
def test_what_is_no_scheme_at_all_is_refused(shell, tmp_path, data):
    (tmp_path / "x.toml").write_bytes(data)
    status, out, err = shell("schemes", "check", tmp_path / "x.toml")
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert shell("schemes", "check", tmp_path / "missing.toml")[0] == 2


def test_a_file_that_was_brought_in_grades_and_comes_out_again(house, ours):
    assert house("schemes", "add", ours(("above = 5000 ", "above = 500 "), ('default = "quarter"', 'default = "day"')))[:2] == (
        0, "Card tiers is there as “ours”.\n",
    )
    assert house("schemes", "show", "ours")[1] == ours(("above = 5000 ", "above = 500 "), ('default = "quarter"', 'default = "day"')).read_text("utf-8-sig")
    rows = rows_of(house("tiers", "--store", "s", "--scheme", "ours")[1])
    assert [row[COLUMNS.index("tier")] for row in rows[1:]] == ["silver", "new"]
    assert [each["key"] for each in json.loads(house("schemes", "--json")[1])][-1] == "ours"


def test_a_shipped_key_and_a_broken_file_are_not_brought_in(shell, ours):
    status, _, err = shell("schemes", "add", ours(('key = "ours"', 'key = "cards"')))
    assert (status, "the key cards belongs to a scheme that ships" in err) == (2, True)
    assert shell("schemes", "add", ours(("above = 50000", "over = 50000")))[0] == 2
    assert list(schemes()) == [each["key"] for each in json.loads(shell("schemes", "--json")[1])]
    assert shell("schemes", "show", "ours")[0] == 2
    assert shell("schemes", "show", "cards")[1] == load_scheme("cards").text
